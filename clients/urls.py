"""The addresses of the clients pages."""

urlpatterns = []
