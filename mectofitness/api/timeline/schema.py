"""The OpenAPI schema of contract 002: what every operation takes, answers and refuses."""

# ruff: noqa: N815  # the contract's names

from collections.abc import Mapping
from functools import partial
from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers

from mectofitness.api.openapi import (
    CREATING,
    ETAG,
    IF_MATCH,
    KEY,
    NUMBER,
    RETRIES,
    WITH_BODY,
    DocsView,
    SchemaView,
    addresses_below,
    refusals,
    sent,
    wrapper,
)
from mectofitness.api.timeline import envelope, examples
from mectofitness.api.timeline.filters import SessionQuery, TimelineQuery
from mectofitness.api.timeline.pagination import PartData
from mectofitness.api.timeline.serializers import SessionBody, SessionData
from mectofitness.api.timeline.timeline_serializers import TimelineBody, TimelineData

DESCRIPTION = """
Sessions on the timelines (routines) of the trainer who asks: once, again and again, or without a time yet.

**Signing in.** A bearer token, and nothing else: `POST /api/v1/auth/token` gives one.

**Timelines** are the trainer's own. A timeline may belong to a client; the sessions on it are that client's,
and an inactive client gets no new ones. An unknown, a removed, another trainer's `timelineId`, and what is no
uuid, are the same 400 in a body and an empty list as a filter.

**Times** carry an offset and are answered in UTC, as `2023-12-01T09:00:00Z`; fractions of a second are cut.
One without an offset is 400. From 1970 to before 2100; a session lasts at most 14 days. Without times a
session is a placeholder: on no calendar and in nobody's way. A start without an end takes the trainer's usual
length; an end without a start is 400.

**Recurring** sessions have a `repeatCycleType` and a start. They keep their time on the wall clock of the
time zone that the trainer had when they were made, over every change of the clocks, and each lasts exactly
as long as the first. What falls into an hour that the clocks skip moves forward; in an hour that comes twice
it takes place once, the first time. Months without that day, and years without 29 February, are left out. One
that would overlap itself is 400. Without `repeatUntil` or `repeatCount` there is no end, and with both it is
refused. These and `repeatInterval` are answered only where they are set. Calendars and overlaps know what
takes place up to ten years from now, or up to a year after a start that is later; time goes on, and they do.
Of what started long ago the last ten years are stored.

**The day of the week** must be named for `WEEKLY`, and for nothing else. It is the day of `startDateTime` on
the clock of that time zone, also after a change of the start.

**Overlaps.** A session, or any one of a recurring session's, that would exceed what the trainer may hold in
parallel, or a second one of the client at that time, is 409, and nothing is stored. The sentence tells the
first that collides, on the trainer's clock, and how many do. What is booked through the other APIs stands in
the way and is not listed here.

**Elsewhere** every single appointment of a session can be moved, completed and cancelled by itself; it then
stays as it is when its session changes here. A one-time session that was moved there answers its times as
they are now. Cancelled there it is not removed here; deleted there for good it is gone here, too.

**Keys** in a body that may not be set or do not exist are ignored. Texts that were never set are `null`.
`errors` has a sentence for every field that is wrong, and begins with its name; where no field is wrong, it
repeats the message.

**Versions.** An answer with one session or timeline has its version in the header `ETag`. A change with
`If-Match: <that ETag>` is made on this version or not at all: then it is 412, and `ETag` says which
version is stored.

**Others.** Another trainer's object is 403, without anything of it.
"""


class FailureData(serializers.Serializer):
    statusCode = serializers.IntegerField()
    message = serializers.CharField()
    requestId = serializers.CharField(required=False, help_text=NUMBER)

    def get_fields(self) -> dict[str, serializers.Field]:
        # `errors` is the name of something of the serializer's own.
        sentences = serializers.ListField(child=serializers.CharField(), allow_empty=False)
        return super().get_fields() | {"errors": sentences}


class MetaData(serializers.Serializer):
    message = serializers.CharField(default="success")


class PartMetaData(MetaData):
    meta = PartData()


def _answers(
    name: str,
    data: Any,
    *failures: int,
    example: Any = None,
    refused: Mapping[int, Any] = examples.FAILURES,
) -> dict[int, OpenApiResponse]:
    """The answers of an operation: `data` in the wrapper, and the failures it may give, as in `refused`."""
    meta = PartMetaData() if getattr(data, "many", False) else MetaData()
    shown = [OpenApiExample(name, value=example, response_only=True)] if example else []
    answer = wrapper(name, {"data": data, "meta": meta})
    return {
        200: OpenApiResponse(answer, "Success", examples=shown),
        **refusals(FailureData, failures, refused),
    }


_answers_of_timeline = partial(_answers, refused=examples.TIMELINE_FAILURES)


sessions = extend_schema_view(
    list=extend_schema(
        summary="List sessions",
        description="A part of the trainer's sessions by start; those without one are the last in both"
        " orders. Beyond the end the list is empty.",
        parameters=[SessionQuery],
        responses=_answers("SessionList", SessionData(many=True), 400, example=examples.PART),
    ),
    retrieve=extend_schema(
        summary="Get a session",
        parameters=[ETAG],
        responses=_answers("SessionOne", SessionData(), 400, 404, example=examples.ONE),
    ),
    create=extend_schema(
        summary="Create a session",
        parameters=[KEY, ETAG],
        request=SessionBody,
        examples=sent("Recurring", examples.RECURRING) + sent("One-time", examples.ONE_TIME),
        responses=_answers("SessionCreated", SessionData(), *CREATING, example=examples.ONE),
    ),
    partial_update=extend_schema(
        summary="Update a session",
        parameters=[IF_MATCH, ETAG],
        description="Changes the fields that are sent; what would then be there must agree with itself. Of a"
        " recurring session only what is scheduled, to come and was not changed by itself changes. `ONE_TIME`"
        " ends the repeating; the later sessions go, but for those that were changed by hand.",
        request=SessionBody(partial=True),
        examples=sent("Another time", examples.UPDATE),
        responses=_answers(
            "SessionUpdated", SessionData(), *WITH_BODY, 404, 409, 412, example=examples.UPDATED
        ),
    ),
    destroy=extend_schema(
        summary="Remove a session",
        parameters=[IF_MATCH, ETAG],
        description="From then on it is 404 here. What is to come is cancelled and frees its time; what is"
        " past or completed stays in the calendar.",
        responses=_answers("SessionRemoved", SessionData(), 400, 404, 412, example=examples.REMOVED),
    ),
)

timelines = extend_schema_view(
    list=extend_schema(
        summary="List timelines",
        description="A part of the trainer's timelines, by name. Beyond the end the list is empty.",
        parameters=[TimelineQuery],
        responses=_answers_of_timeline("TimelineList", TimelineData(many=True), 400),
    ),
    retrieve=extend_schema(
        summary="Get a timeline",
        parameters=[ETAG],
        responses=_answers_of_timeline("TimelineOne", TimelineData(), 400, 404, example=examples.TIMELINE),
    ),
    create=extend_schema(
        summary="Create a timeline",
        parameters=[KEY, ETAG],
        request=TimelineBody,
        examples=sent("Morning routine", examples.TIMELINE_BODY),
        responses=_answers_of_timeline(
            "TimelineCreated", TimelineData(), *CREATING, example=examples.TIMELINE
        ),
    ),
    partial_update=extend_schema(
        summary="Update a timeline",
        parameters=[IF_MATCH, ETAG],
        description="Changes the fields that are sent.",
        request=TimelineBody(partial=True),
        responses=_answers_of_timeline("TimelineUpdated", TimelineData(), *WITH_BODY, 404, 409, 412),
    ),
    destroy=extend_schema(
        summary="Remove a timeline",
        parameters=[IF_MATCH, ETAG],
        description="Removes the sessions on it as well. From then on it is 404.",
        responses=_answers_of_timeline("TimelineRemoved", TimelineData(), 400, 404, 412),
    ),
)


def own_addresses(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return addresses_below("/api/timeline/", endpoints)


class TimelineSchemaView(SchemaView):
    envelope = envelope
    custom_settings = {
        "TITLE": "MectoFitness timeline API",
        "VERSION": "1.0",
        "DESCRIPTION": DESCRIPTION + RETRIES,
        "SCHEMA_PATH_PREFIX": "/api/timeline",
        "PREPROCESSING_HOOKS": ["mectofitness.api.timeline.schema.own_addresses"],
    }


class TimelineDocsView(DocsView):
    envelope = envelope
