"""The OpenAPI schema of contract 000: what every operation takes, answers and refuses."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers

from mectofitness.api.calendar import envelope, examples
from mectofitness.api.calendar.serializers import (
    MessageData,
    RangeBody,
    RangeData,
    SessionBody,
    SessionChanges,
    SessionData,
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
)

DESCRIPTION = """
A range of a trainer's sessions, and booking, changing and cancelling one.

**Signing in** is as for the CRM's API: a bearer token, or the cookie `session`.

**Times** carry an offset and are answered in UTC, as `2025-10-06T16:30:00.000Z`; one without is 400. From
1970 to before 2100; a session lasts at most 14 days.

**Overlaps.** A session that would exceed what the trainer may hold in parallel, or a second one of the client
at that time, is 409. Cancelled sessions and no-shows hold no time.

**`session_type`** is kept and answered as it was sent; it is the title in the CRM, whose type is `personal`
unless the text is one of its five. Of a session made elsewhere its title is answered.

**Clients.** A session of a series may have no client: its `client_id` is `null`, its `client_name` and
`client_email` are empty.

**Versions.** An answer with one session has its version in the header `ETag`. A change with
`If-Match: <that ETag>` is made on this version or not at all: then it is 412, and `ETag` says which
is stored. There is no reading of one session: a change of nothing (`{}`) answers its version.
"""


class FailureData(FieldErrors):
    message = serializers.CharField()


def _answers(
    answer: serializers.BaseSerializer, *failures: int, example: Any, status: int = 200
) -> dict[int, OpenApiResponse]:
    shown = [OpenApiExample("As printed", value=example, response_only=True)]
    return {
        status: OpenApiResponse(answer, "Success", examples=shown),
        **refusals(FailureData, failures, {}),
    }


in_range = extend_schema(
    summary="List the sessions in a calendar range",
    description="Those under way at some time in [`start_range`, `end_range`), in the order of their start;"
    " not the cancelled ones. At most 400 days. `trainer_id` is the uuid of the trainer who asks, or the id.",
    request=RangeBody,
    examples=sent("A week", examples.RANGE),
    responses=_answers(RangeData(many=True), *WITH_BODY, 404, example=examples.SESSIONS[0]),
)
create = extend_schema(
    summary="Create a session",
    parameters=[KEY, ETAG],
    request=SessionBody,
    examples=sent("Rehab", examples.CREATE),
    responses=_answers(SessionData(), *CREATING, status=201, example=examples.SESSION),
)
update = extend_schema(
    summary="Update a session",
    description="Changes the fields that are sent, and never the client.",
    parameters=[IF_MATCH, ETAG],
    request=SessionChanges(partial=True),
    examples=sent("Rehab", examples.UPDATE),
    responses=_answers(SessionData(), *WITH_BODY, 404, 409, 412, example=examples.SESSION),
)
cancel = extend_schema(
    summary="Cancel a session",
    description="Frees its time; the record stays. A second time changes nothing.",
    parameters=[IF_MATCH, ETAG],
    responses=_answers(MessageData(), 400, 404, 412, example=examples.CANCELLED),
)


def own_addresses(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return addresses_below("/api/calendar/", endpoints)


class CalendarSchemaView(SchemaView):
    envelope = envelope
    custom_settings = {
        "TITLE": "MectoFitness calendar API",
        "VERSION": "1.0",
        "DESCRIPTION": DESCRIPTION + RETRIES,
        "SCHEMA_PATH_PREFIX": "/api/calendar",
        "PREPROCESSING_HOOKS": ["mectofitness.api.calendar.schema.own_addresses"],
    }


class CalendarDocsView(DocsView):
    envelope = envelope
