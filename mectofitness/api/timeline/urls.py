"""The addresses of contract 002, below /api/timeline; a slash at the end changes nothing."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from mectofitness.api.timeline.schema import TimelineDocsView, TimelineSchemaView
from mectofitness.api.timeline.timeline_views import TimelineViewSet
from mectofitness.api.timeline.views import SessionViewSet

router = SimpleRouter()
router.trailing_slash = "/?"
router.register("sessions", SessionViewSet, basename="session")
router.register("timelines", TimelineViewSet, basename="timeline")

urlpatterns = [
    *router.urls,
    re_path(r"^schema/?$", TimelineSchemaView.as_view()),
    re_path(r"^docs/?$", TimelineDocsView.as_view()),
]
