"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path, re_path

from mectofitness import health, languages, views

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", admin.site.urls),
    path("api/v1/", include("mectofitness.api.crm.urls")),
    path("api/calendar/", include("mectofitness.api.calendar.urls")),
    path("api/timeline/", include("mectofitness.api.timeline.urls")),
    re_path(r"^api(?:/.*)?$", views.unknown),
    path("words/<str:language>.js", languages.words, name="words"),
    path("", include("trainers.urls")),
    path("", include("clients.urls")),
    path("", include("scheduling.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
