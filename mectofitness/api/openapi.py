"""What the OpenAPI schemas of all dialects have in common; each dialect has a schema of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    inline_serializer,
)
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.serializers import CharField, DictField, Field, Serializer

from mectofitness.api.retries import HEADER
from mectofitness.api.viewsets import DialectView
from trainers import receipts

FAILURES = {
    400: "The body or a parameter is wrong; `errors` names the fields.",
    401: "Not signed in, or the token is not valid any more.",
    403: "Another trainer's, no trainer profile, or a request from another site.",
    404: "There is no such object.",
    405: "The address does not take this method; `Allow` lists those it does.",
    408: "The body did not arrive in time.",
    409: "The time is taken; or the first request with this `Idempotency-Key` is still being worked on, and"
    " `Retry-After` says how many seconds to wait.",
    410: "What was answered to this `Idempotency-Key` is erased; nothing was done again.",
    412: "Another version than the one in `If-Match` is stored; `ETag` says which.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "This `Idempotency-Key` was sent with another request before.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    500: "A fault of ours; nothing was changed.",
    503: "Not available right now; `Retry-After` says how many seconds to wait.",
}
# Of operations on one object: how to demand that a change is made on the version that was seen.
ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description="The version of the object; each change makes another.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="An `ETag` that was answered: if another version is stored by now, nothing is changed and the"
    " answer is 412. Without it, or with `*`, any version is changed.",
)
EVERYWHERE = (401, 403, 405, 429, 500, 503)
WITH_BODY = (400, 408, 413, 415)
CREATING = (*WITH_BODY, 409, 410, 422)
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": f"^{receipts.KEY.pattern}$"},
    OpenApiParameter.HEADER,
    description="A name of your own for this request, so that it can be sent again: see above.",
)
RETRIES = """
**Retries.** A request that creates something may carry `Idempotency-Key`: up to 255 printable characters of
ASCII that you make up, a UUID for instance. When no answer came, send the same request with the same key
again: it gets the answer of the first, with `Idempotent-Replayed: true`, and nothing is created twice. For 24
hours; for your user alone. With another body or address the key is 422; while the first request is still
being worked on, 409 with `Retry-After`. What was refused is not kept: it may be sent again with its key,
corrected or not. When a client was erased meanwhile, the answer is 410, and nothing is created either.
"""


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
@method_decorator(csp_update({"img-src": ["'self'", "data:"]}), name="dispatch")
@extend_schema(exclude=True)
class DocsView(DialectView):
    """A page to read the schema beside it and to try every operation; it needs no other host."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    def get(self, request: Request) -> HttpResponse:
        schema = request.path.rstrip("/").removesuffix("docs") + "schema"
        return render(request._request, "api/docs.html", {"schema": schema})


NUMBER = "Only with 500 and 503: tell us this number. Every answer has it in the header X-Request-ID, too."


class FieldErrors(Serializer):
    """The part that failures share: which fields are wrong, and why; of a fault of ours its number."""

    request_id = CharField(required=False, help_text=NUMBER)

    def get_fields(self) -> dict[str, Field]:
        # `errors` is the name of something of the serializer's own.
        return super().get_fields() | {"errors": DictField(child=CharField(), required=False)}


def addresses_below(prefix: str, endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The endpoints of one dialect, printed without the optional slash at the end of their addresses."""
    return [(path.rstrip("/"), *rest) for path, *rest in endpoints if path.startswith(prefix)]


def refusals(
    shape: type[Serializer], codes: Iterable[int], examples: Mapping[int, Any]
) -> dict[int, OpenApiResponse]:
    """The failures that an operation may give in a dialect's shape, those that any may give among them."""
    return {
        code: OpenApiResponse(
            shape,
            FAILURES[code],
            examples=[OpenApiExample(str(code), value=examples[code])] if code in examples else [],
        )
        for code in sorted({*EVERYWHERE, *codes})
    }


def wrapper(name: str, fields: dict[str, Any]) -> type[Serializer]:
    """The shape of an answer's wrapper: one object, also a list's, whatever drf-spectacular makes of it."""
    shape: type[Serializer] = extend_schema_serializer(many=False)(type(inline_serializer(name, fields)))
    return shape


def sent(name: str, value: Any) -> list[OpenApiExample]:
    """An example of a body."""
    return [OpenApiExample(name, value=value, request_only=True)]
