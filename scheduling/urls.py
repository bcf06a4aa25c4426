"""The addresses of the scheduling pages."""

urlpatterns = []
