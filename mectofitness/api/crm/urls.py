"""The addresses of contract 001, below /api/v1; a slash at the end changes nothing, and redirects nobody."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from mectofitness.api.crm import auth_views
from mectofitness.api.crm.client_views import ClientViewSet
from mectofitness.api.crm.schema import CRMDocsView, CRMSchemaView
from mectofitness.api.crm.views import SessionViewSet

router = SimpleRouter()
router.trailing_slash = "/?"
router.register("sessions", SessionViewSet, basename="session")
router.register("clients", ClientViewSet, basename="client")

urlpatterns = [
    *router.urls,
    re_path(r"^auth/login/?$", auth_views.LoginView.as_view()),
    re_path(r"^auth/logout/?$", auth_views.LogoutView.as_view()),
    re_path(r"^auth/token/?$", auth_views.TokenView.as_view()),
    re_path(r"^auth/token/refresh/?$", auth_views.TokenRefreshView.as_view()),
    re_path(r"^auth/me/?$", auth_views.MeView.as_view()),
    re_path(r"^schema/?$", CRMSchemaView.as_view()),
    re_path(r"^docs/?$", CRMDocsView.as_view()),
]
