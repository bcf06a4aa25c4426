"""A retry makes nothing twice: what a request with `Idempotency-Key` was answered, the next one gets too."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.encoding import force_str
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api import failures
from mectofitness.api.viewsets import DialectView
from trainers import receipts
from trainers.models import Receipt, User
from trainers.receipts import InFlight, Spent

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
# What an answer says beside its body.
KEPT_HEADERS = ("ETag", "Location")
MALFORMED = "Send 1 to 255 printable characters of ASCII."


class AtWork(APIException):
    status_code = 409
    default_detail = f"The first request with this {HEADER} is still being worked on; try again in a moment."
    wait = 0  # Retry-After: 1


class OtherRequest(APIException):
    status_code = 422
    default_detail = f"This {HEADER} was sent with another request before; use a new one."


class Forgotten(APIException):
    status_code = receipts.GONE
    default_detail = (
        f"This {HEADER} was used before; what was answered is erased, and nothing was done again."
    )


def once_per_key(handler: Callable[..., Response]) -> Callable[..., HttpResponseBase]:
    """Let a method of a view, which creates something, look at the header."""

    @wraps(handler)
    def answered(view: DialectView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if HEADER not in request.headers:
            return handler(view, request, *args, **kwargs)
        begun = _begin(request)
        with transaction.atomic():
            if earlier := _find(begun):
                _ask_again(view)
                return _again(earlier)
            response = _attempt(view, handler, request, *args, **kwargs)
            if response.status_code < 300:
                _keep(begun, view, response)
        return response

    return answered


def _begin(request: Request) -> Receipt:
    key = request.headers[HEADER]
    if not receipts.KEY.fullmatch(key):
        raise ValidationError({HEADER: MALFORMED})
    try:
        address = "?".join(filter(None, (request.path.rstrip("/"), request.META["QUERY_STRING"])))
        asked = receipts.fingerprint(request.method, address, request.data)
    except RecursionError:  # read on the last frames there were
        raise ParseError("The JSON is nested too deep.") from None
    user = cast(User, request.user)
    return Receipt(user=user, key=key, fingerprint=asked, created_at=timezone.now())


def _find(begun: Receipt) -> Receipt | None:
    try:
        return receipts.find(begun, wait=False)
    except InFlight:
        raise AtWork from None
    except Spent:
        raise OtherRequest from None


def _attempt(view: DialectView, handler: Callable[..., Response], *args: Any, **kwargs: Any) -> Response:
    """The view's answer, be it a refusal: what was stored before it stays. A fault takes everything back."""
    try:
        return handler(view, *args, **kwargs)
    except Exception as error:
        failure = failures.of(error)
        if failure is None or failure.status >= 500:
            raise
        return view.handle_exception(error)


def _keep(begun: Receipt, view: DialectView, response: Response) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    renderer = view.request.accepted_renderer
    body = renderer.render(response.data, renderer.media_type, view.get_renderer_context())
    receipts.keep(begun, response.status_code, headers, force_str(body))


def _ask_again(view: DialectView) -> None:
    """Raises PermissionDenied for who may not do this any more; what was done for a trainer is told as before
    also when nothing new may be.
    """
    with suppress(ValidationError):
        _ = view.trainer


def _again(earlier: Receipt) -> HttpResponse:
    """Byte for byte."""
    if earlier.status == receipts.GONE:
        raise Forgotten
    headers = earlier.headers | {REPLAYED: "true"}
    return HttpResponse(earlier.answer, "application/json", earlier.status, headers=headers)
