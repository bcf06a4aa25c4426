"""The addresses of contract 000, below /api/calendar; a slash at the end changes nothing."""

from django.urls import re_path

from mectofitness.api.calendar import views
from mectofitness.api.calendar.schema import CalendarDocsView, CalendarSchemaView
from mectofitness.api.references import WRITTEN

urlpatterns = [
    re_path(
        r"^sessions/trainer/(?P<key>[0-9a-fA-F-]{1,36})/?$", views.RangeView.as_view(), name="calendar-range"
    ),
    re_path(r"^session/?$", views.SessionsView.as_view()),
    re_path(rf"^session/(?P<uuid>{WRITTEN})/?$", views.SessionView.as_view()),
    re_path(r"^schema/?$", CalendarSchemaView.as_view()),
    re_path(r"^docs/?$", CalendarDocsView.as_view()),
]
