"""The addresses of the clients pages."""

from django.urls import path

from clients import views

urlpatterns = [
    path("clients/", views.index, name="clients"),
    path("clients/new/", views.new, name="client-new"),
    path("clients/<uuid:uuid>/", views.show, name="client"),
    path("clients/<uuid:uuid>/edit/", views.edit, name="client-edit"),
    path("clients/<uuid:uuid>/deactivate/", views.deactivate, name="client-deactivate"),
    path("clients/<uuid:uuid>/reactivate/", views.reactivate, name="client-reactivate"),
]
