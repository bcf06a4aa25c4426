"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("trainers.urls")),
    path("", include("clients.urls")),
    path("", include("scheduling.urls")),
]
