"""The addresses of the clients pages."""

from django.urls import path

from clients.views import imports, listing, pages, personal_data
from clients.views.import_pages import PAGES

urlpatterns = [
    path("clients/", listing.index, name="clients"),
    path("clients/clients.csv", listing.download, {"kind": "csv"}, name="clients-csv"),
    path("clients/clients.xlsx", listing.download, {"kind": "xlsx"}, name="clients-xlsx"),
    path("clients/new/", pages.new, name="client-new"),
    path("clients/import/", imports.new, {"pages": PAGES}, name="client-import"),
    path("clients/import/<uuid:uuid>/", imports.show, {"pages": PAGES}, name="client-import-preview"),
    path("clients/<uuid:uuid>/", pages.show, name="client"),
    path("clients/<uuid:uuid>/edit/", pages.edit, name="client-edit"),
    path("clients/<uuid:uuid>/deactivate/", pages.deactivate, name="client-deactivate"),
    path("clients/<uuid:uuid>/reactivate/", pages.reactivate, name="client-reactivate"),
    path("clients/<uuid:uuid>/export/", personal_data.export, name="client-export"),
    path("clients/<uuid:uuid>/erase/", personal_data.erase, name="client-erase"),
]
