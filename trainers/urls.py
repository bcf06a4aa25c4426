"""The addresses of the trainers pages."""

urlpatterns = []
