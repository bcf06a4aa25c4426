"""What the OpenAPI schemas of all dialects have in common; each dialect has a schema of its own."""

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from mectofitness.api.viewsets import DialectView


class CookieScheme(OpenApiAuthenticationExtension):
    target_class = "mectofitness.api.authentication.CookieAuthentication"
    name = "cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "session"}


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "mectofitness.api.authentication.BearerAuthentication"
    name = "bearer"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


@extend_schema(exclude=True)
class SchemaView(DialectView, SpectacularAPIView):
    """The schema of one dialect, as JSON. Subclasses set `envelope` and `custom_settings`."""

    renderer_classes = [OpenApiJsonRenderer2]
    permission_classes = [AllowAny]
    authentication_classes = []


# The stylesheet of the page draws its icons from data: addresses.
@csp_update({"img-src": ["'self'", "data:"]})
def docs(request: HttpRequest) -> HttpResponse:
    """A page to read the schema beside it and to try every operation; it needs no other host."""
    return render(
        request, "api/docs.html", {"schema": request.path.rstrip("/").removesuffix("docs") + "schema"}
    )


def without_last_slash(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """drf-spectacular reads the `/?` at the end of our addresses as a slash; print them without."""
    return [(path.rstrip("/"), *rest) for path, *rest in endpoints]
