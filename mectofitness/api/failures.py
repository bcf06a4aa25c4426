"""The one table of what can go wrong in an API call, and what is said of it in every dialect."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from clients.models import Client
from mectofitness.api.versions import etag
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Series, Session, Timeline
from trainers.versions import Overtaken

INVALID = "Validation failed"
UNAVAILABLE = "The service is not available right now; try again in a moment."
# PostgreSQL's codes of a table or a column that is not there: migrations are pending. SQLite says
# OperationalError.
NOT_MIGRATED = {"42P01", "42703"}

log = logging.getLogger("mectofitness.api")


@dataclass(frozen=True)
class Failure:
    """A refusal before a dialect has put it into its own words: `fields` is {domain field: message}.

    A fault of ours (5xx) carries the number under which our log has it.
    """

    status: int
    message: str
    fields: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""

    def numbered(self, request: HttpRequest | Request) -> "Failure":
        """With the number of the request, if we are to be told of it."""
        return replace(self, request_id=request.META.get("REQUEST_ID", "")) if self.status >= 500 else self


def of(error: BaseException | None) -> Failure | None:
    """The failure that an exception means; None if it is a fault of our own."""
    match error:
        case ValidationError():
            return Failure(400, INVALID, _first_messages(error))
        case SchedulingConflict():
            return Failure(409, str(error))
        case Overtaken(stored=stored):
            return Failure(412, str(error), headers=etag(stored))
        case (
            Http404()
            | Client.DoesNotExist()
            | Session.DoesNotExist()
            | Series.DoesNotExist()
            | Timeline.DoesNotExist()
        ):
            return Failure(404, "Not found")
        case PermissionDenied():
            return Failure(403, "You do not have permission to do this")
        case DatabaseError() | InterfaceError() if is_outage(error):
            return Failure(503, UNAVAILABLE, headers={"Retry-After": "5"})
        case exceptions.ValidationError(detail=dict() as detail):
            return Failure(400, INVALID, {name: str(messages[0]) for name, messages in detail.items()})
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            challenge = getattr(error, "auth_header", "Bearer")
            return Failure(401, _said(error), headers={"WWW-Authenticate": challenge})
        case exceptions.APIException():
            return Failure(error.status_code, _said(error), headers=_headers(error))
    return None


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is the reason, and not what we asked of it.

    It is away, full, read-only, damaged, too slow, or not migrated. InternalError is a read-only transaction,
    or one that PostgreSQL ended because we were silent; a damaged SQLite file is a bare DatabaseError of the
    driver's, while Django's own means that a row is gone.
    """
    if type(error) is DatabaseError:
        return error.__cause__ is not None
    if isinstance(error, ProgrammingError):
        return getattr(error.__cause__, "sqlstate", None) in NOT_MIGRATED
    return isinstance(error, OperationalError | InterfaceError | InternalError)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler: the failure in the words and the envelope of the view's dialect."""
    failure = of(error)
    if failure is None:
        return None
    if failure.status >= 500:
        log.error("Unavailable", exc_info=error)
    view = context["view"]
    return Response(
        view.envelope.failure(view.in_dialect(failure.numbered(context["request"]))),
        status=failure.status,
        headers=dict(failure.headers),
    )


def _first_messages(error: ValidationError) -> dict[str, str]:
    return {name: messages[0] for name, messages in error.message_dict.items()}


def _said(error: exceptions.APIException) -> str:
    detail = error.detail
    return str(detail.get("detail", detail)) if isinstance(detail, dict) else str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {} if wait is None else {"Retry-After": str(int(wait) + 1)}
