"""The OpenAPI schema of contract 001: what every operation takes, answers and refuses."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from mectofitness.api.crm import envelope, examples
from mectofitness.api.crm.auth_serializers import Credentials, LogoutBody, PairData, RefreshBody, UserData
from mectofitness.api.crm.client_serializers import ClientBody, ClientData
from mectofitness.api.crm.pagination import PageQuery, PaginationData
from mectofitness.api.crm.scope_serializers import PreviewData, ScopedDeleteQuery, ScopeQuery
from mectofitness.api.crm.serializers import (
    AvailabilityData,
    AvailabilityQuery,
    CancelledData,
    IncludeQuery,
    SessionBody,
    SessionChanges,
    SessionData,
    SortQuery,
)
from mectofitness.api.openapi import (
    CREATING,
    ETAG,
    IF_MATCH,
    KEY,
    RETRIES,
    WITH_BODY,
    DocsView,
    FieldErrors,
    SchemaView,
    addresses_below,
    refusals,
    sent,
    wrapper,
)

DESCRIPTION = """
Sessions and clients of the trainer who asks.

**Signing in.** `POST auth/login` sets the cookie `session`; `POST auth/token` gives a bearer token, which is
looked at first. A write with the cookie from a page of another site is refused with 403.

**Times** are on the trainer's own clock and answered as `2027-06-08T10:00:00`. A time may be sent with `Z` or
an offset and is converted; fractions of a second are cut. A time that the clocks skip is 400; of a time that
comes twice it is the first, unless an offset says which or the session has the second already: what was
answered of it can be sent back. From 1970 to before 2100.

**Statuses.** `scheduled` and `completed` hold their time; `cancelled` and `no-show` do not. A session that
would exceed what the trainer may hold in parallel, or a second one of the client at that time, is 409. A
change back to one that holds its time is checked like a new session, so not while the client is inactive.

**Clients.** Every session has a client, but one of a series may have none: its `client_id` is `null`, and so
is `client` where it is included. A client can be given to it.

**Keys** in a body that may not be set or do not exist are ignored; a filter without a value (`status=`) is
too. Texts that were never set are `null`. Errors name every field that is wrong.

**Versions.** An answer with one session or client has its version in the header `ETag`. A change with
`If-Match: <that ETag>` is made on this version or not at all: then it is 412, and `ETag` says which
version is stored.

**Others.** Another trainer's object is 403, without anything of it.
"""

PERIOD = """`start_date` and `end_date` compare `scheduled_start`, both ends inclusive. A date alone is 00:00
of that local day for `start_date`, and the whole of that local day for `end_date`. An unknown or another
trainer's client gives an empty result. Without `end_date`, what repeats without end is there for the next 300
days, and beyond them as far as somebody has looked; with one, up to it, at most ten years from now."""

SCOPE = """Of a session of a series `scope` says how far this reaches: `this` one (then it is kept apart from
later changes of its series), it and all that are `following`, or `all` that are still to come. A series keeps
what is past, took place, was cancelled or changed by hand. All or nothing: 409 tells the first session that
collides and how many do. `dry_run=true` changes nothing and answers with a preview."""


class FailureData(FieldErrors):
    success = serializers.BooleanField()
    error = serializers.CharField()


class ByStatus(serializers.Serializer):
    scheduled = serializers.IntegerField()
    completed = serializers.IntegerField()
    cancelled = serializers.IntegerField()

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | {"no-show": serializers.IntegerField()}


class ByType(serializers.Serializer):
    personal = serializers.IntegerField()
    group = serializers.IntegerField()
    online = serializers.IntegerField()
    assessment = serializers.IntegerField()
    consultation = serializers.IntegerField()


class StatisticsData(serializers.Serializer):
    total_sessions = serializers.IntegerField()
    by_status = ByStatus()
    by_type = ByType()
    upcoming_sessions = serializers.IntegerField()


def answers(
    name: str,
    data: Any,
    *failures: int,
    status: int = 200,
    message: str = "",
    example: Any = None,
    refused: Mapping[int, Any] = examples.FAILURES,
) -> dict[int, OpenApiResponse]:
    """The answers of an operation: `data` in the envelope, and the failures it may give, as in `refused`."""
    fields: dict[str, Any] = {"success": serializers.BooleanField()}
    if message:
        fields["message"] = serializers.CharField(default=message)
    if data is not None:
        fields["data"] = data
    shown = [OpenApiExample(name, value=example, response_only=True)] if example else []
    found = OpenApiResponse(wrapper(name, fields), message or "Success", examples=shown)
    return {status: found, **refusals(FailureData, failures, refused)}


answers_of_client = partial(answers, refused=examples.CLIENT_FAILURES)
answers_of_sign_in = partial(answers, refused=examples.SIGN_IN_FAILURES)


def _or_preview(name: str, data: type[serializers.Serializer], **options: Any) -> Any:
    return PolymorphicProxySerializer(f"{name}OrPreview", [data, PreviewData], None, **options)


def _page(name: str, items: Any) -> Any:
    return inline_serializer(f"{name}Page", {name.lower(): items, "pagination": PaginationData()})


sessions = extend_schema_view(
    list=extend_schema(
        summary="List sessions",
        description=f"A page of the trainer's sessions, filtered, searched and sorted. {PERIOD}",
        parameters=[PageQuery, IncludeQuery, SortQuery],
        filters=True,
        responses=answers(
            "SessionList", _page("Sessions", SessionData(many=True)), 400, example=examples.SESSION_LIST
        ),
    ),
    retrieve=extend_schema(
        summary="Get a single session",
        parameters=[IncludeQuery, ETAG],
        responses=answers("SessionDetail", SessionData(), 400, 404, example=examples.SESSION_DETAIL),
    ),
    create=extend_schema(
        summary="Create a session",
        description="Only the trainer's own, active clients can be booked; an unknown and another trainer's"
        " client get the same 400.",
        parameters=[KEY, ETAG],
        request=SessionBody,
        examples=sent("Initial Fitness Assessment", examples.SESSION_BODY),
        responses=answers(
            "SessionCreated",
            SessionData(),
            *CREATING,
            status=201,
            message="Session created successfully",
            example=examples.SESSION_CREATED,
        ),
    ),
    update=extend_schema(
        summary="Replace a session",
        description="The four required fields must be there; optional ones left out keep their value."
        f" `client_id` may be `null` for a session of a series. {SCOPE}",
        parameters=[ScopeQuery, IF_MATCH, ETAG],
        request=SessionChanges,
        responses=answers(
            "SessionReplaced",
            _or_preview("SessionReplaced", SessionData),
            *WITH_BODY,
            404,
            409,
            412,
            message="Session updated successfully",
        ),
    ),
    partial_update=extend_schema(
        summary="Update a session",
        description="Changes the fields that are sent. A status that holds its time again is checked like a"
        f" new booking. `client_id` may be `null` for a session of a series. {SCOPE}",
        parameters=[ScopeQuery, IF_MATCH, ETAG],
        request=SessionChanges(partial=True),
        examples=sent("Completed", examples.SESSION_COMPLETED) + sent("Moved", examples.SESSION_MOVED),
        responses=answers(
            "SessionUpdated",
            _or_preview("SessionUpdated", SessionData),
            *WITH_BODY,
            404,
            409,
            412,
            message="Session updated successfully",
        ),
    ),
    destroy=extend_schema(
        summary="Cancel or permanently delete a session",
        description="Cancelling again changes nothing. With `permanent=true` the answer has no `data`."
        f" {SCOPE} With another scope than `this`, what was moved by hand is cancelled too.",
        parameters=[ScopedDeleteQuery, IF_MATCH, ETAG],
        responses=answers(
            "SessionCancelled",
            _or_preview("SessionCancelled", CancelledData, required=False),
            400,
            404,
            409,
            412,
            message="Session cancelled successfully",
            example=examples.SESSION_CANCELLED,
        ),
    ),
    stats=extend_schema(
        summary="Session statistics",
        description="All statuses and types are always there. `upcoming_sessions` counts scheduled sessions"
        f" that start from now on, within the filter. {PERIOD}",
        filters=True,
        responses=answers("SessionStatistics", StatisticsData(), 400, example=examples.STATISTICS),
    ),
    availability=extend_schema(
        summary="Check availability",
        description="The whole gaps of at least `duration` minutes in the trainer's working hours (08:00 to"
        " 20:00 every day until they are set) without time off, and the sessions that hold time on that day."
        " Gaps keep the trainer's buffer to sessions, and begin no sooner than the trainer's notice allows."
        " `date` may be a whole date and time, of which only the day counts; it is today on the trainer's"
        " clock if absent.",
        parameters=[AvailabilityQuery],
        responses=answers("SessionAvailability", AvailabilityData(), 400, example=examples.AVAILABILITY),
    ),
)

clients = extend_schema_view(
    list=extend_schema(
        summary="List clients",
        parameters=[PageQuery],
        filters=True,
        responses=answers_of_client("ClientList", _page("Clients", ClientData(many=True)), 400),
    ),
    retrieve=extend_schema(
        summary="Get a client",
        parameters=[ETAG],
        responses=answers_of_client("ClientDetail", ClientData(), 400, 404),
    ),
    create=extend_schema(
        summary="Create a client",
        parameters=[KEY, ETAG],
        request=ClientBody,
        examples=sent("Emma Wilson", examples.CLIENT_BODY),
        responses=answers_of_client(
            "ClientCreated", ClientData(), *CREATING, status=201, message="Client created successfully"
        ),
    ),
    update=extend_schema(
        summary="Replace a client",
        parameters=[IF_MATCH, ETAG],
        request=ClientBody,
        responses=answers_of_client(
            "ClientReplaced", ClientData(), *WITH_BODY, 404, 412, message="Client updated successfully"
        ),
    ),
    partial_update=extend_schema(
        summary="Update a client",
        parameters=[IF_MATCH, ETAG],
        request=ClientBody(partial=True),
        responses=answers_of_client(
            "ClientUpdated", ClientData(), *WITH_BODY, 404, 412, message="Client updated successfully"
        ),
    ),
    destroy=extend_schema(
        summary="Deactivate a client",
        description="No new bookings; the sessions that are booked stay.",
        parameters=[IF_MATCH, ETAG],
        responses=answers_of_client(
            "ClientDeactivated", ClientData(), 400, 404, 412, message="Client deactivated successfully"
        ),
    ),
)

login = extend_schema(
    summary="Sign in with a cookie",
    request=Credentials,
    responses=answers_of_sign_in("SignedIn", UserData(), *WITH_BODY, message="Signed in"),
)
logout = extend_schema(
    summary="Sign out",
    description="Ends the cookie's session; with a bearer token all that came of the same `auth/token`, and "
    "what came of that of the `refresh` in the body.",
    request=LogoutBody,
    responses=answers_of_sign_in("SignedOut", None, *WITH_BODY, message="Signed out"),
)
token = extend_schema(
    summary="Obtain a bearer token",
    description="The access token works for an hour, the refresh token once, within two weeks.",
    request=Credentials,
    responses=answers_of_sign_in("Tokens", PairData(), *WITH_BODY),
)
refresh = extend_schema(
    summary="Exchange a refresh token for new tokens",
    request=RefreshBody,
    responses=answers_of_sign_in("NewTokens", PairData(), *WITH_BODY),
)
me = extend_schema(summary="Who is signed in", responses=answers_of_sign_in("Me", UserData()))


def own_addresses(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return addresses_below("/api/v1/", endpoints)


class CRMSchemaView(SchemaView):
    envelope = envelope
    custom_settings = {
        "TITLE": "MectoFitness CRM API",
        "VERSION": "1.0",
        "DESCRIPTION": DESCRIPTION + RETRIES,
        "SCHEMA_PATH_PREFIX": "/api/v1",
        "PREPROCESSING_HOOKS": ["mectofitness.api.crm.schema.own_addresses"],
    }


class CRMDocsView(DocsView):
    envelope = envelope
