"""Contract 002's sessions: how they are read from bodies and written into answers."""

# ruff: noqa: N815  # the contract's names

from datetime import datetime, timedelta
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mectofitness.api.fields import (
    BodyNumberField,
    ChoiceField,
    Input,
    TextField,
    UTCInstantField,
    in_utc,
    is_day,
    missing,
    parse_day,
)
from mectofitness.api.references import OwnUUIDField
from mectofitness.api.timeline.repeating import Day, Type, settle
from scheduling.domain import wall_clock
from scheduling.models import Cycle, Series, Timeline
from trainers.validators import LATEST

LONG = 10_000


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})$",
        "example": "2027-06-11T09:00:00Z",
    }
)
class InstantField(UTCInstantField):
    """A date and time with an offset; answered in UTC, to the second, as the contract prints it."""

    def to_representation(self, value: datetime) -> str:
        return f"{in_utc(value)}Z"


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$",
        "example": "2027-12-31",
    }
)
class UntilField(InstantField):
    """An instant, or a date: the last second of that day on the clock of the context's `zone`."""

    def to_internal_value(self, data: Any) -> datetime:
        if not (isinstance(data, str) and is_day(data)):
            return super().to_internal_value(data)
        zone = self.context["zone"]
        _, midnight = wall_clock.day(parse_day(data, zone), zone)
        return min(midnight, LATEST) - timedelta(seconds=1)


class TimelineUUIDField(OwnUUIDField):
    objects = Timeline.objects.present()
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Timeline not found"}


class SessionBody(Input):
    """What a caller may say of a session."""

    type = ChoiceField(Type)
    timelineId = TimelineUUIDField(
        source="timeline",
        error_messages=missing("Timeline is required"),
        help_text="The id of one of the trainer's timelines.",
    )
    name = TextField(
        source="title", allow_null=False, max_length=200, error_messages=missing("Name is required")
    )
    startDateTime = InstantField(source="start", required=False, allow_null=True)
    endDateTime = InstantField(source="end", required=False, allow_null=True)
    repeatCycleType = ChoiceField(Cycle, source="cycle", required=False, allow_null=True)
    recurringDayOfWeek = ChoiceField(
        Day,
        source="day",
        required=False,
        allow_null=True,
        help_text="Of a weekly session: the day on which it starts, on the clock of its own time zone.",
    )
    description = TextField(required=False, max_length=LONG)
    repeatInterval = BodyNumberField(
        source="interval",
        required=False,
        min_value=1,
        max_value=Series.MOST_INTERVAL,
        help_text="2 is every other day, week, month or year.",
    )
    repeatUntil = UntilField(
        source="until",
        required=False,
        allow_null=True,
        help_text="The last starts by then; a date alone is the whole of that local day.",
    )
    repeatCount = BodyNumberField(
        source="count", required=False, allow_null=True, min_value=1, max_value=Series.MOST_COUNT
    )

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        values, errors = super().read()
        # `series` is the one that is changed.
        return settle(values, errors, self.context.get("series"), self.context["zone"])


class SessionData(serializers.Serializer):
    """A session; the last three keys only where they are set."""

    # For the schema: what is answered is written by `rows`.
    id = serializers.UUIDField(source="uuid")
    type = serializers.ChoiceField(Type.choices, read_only=True)
    timelineId = serializers.UUIDField(source="timeline.uuid")
    name = serializers.CharField(source="title")
    startDateTime = InstantField(source="start", allow_null=True)
    endDateTime = InstantField(source="end", allow_null=True)
    repeatCycleType = serializers.ChoiceField(Cycle.choices, source="cycle", allow_null=True)
    recurringDayOfWeek = serializers.ChoiceField(Day.choices, allow_null=True, read_only=True)
    description = serializers.CharField(allow_null=True)
    createdAt = InstantField(source="created_at")
    updatedAt = InstantField(source="updated_at")
    removedAt = InstantField(source="removed_at", allow_null=True)
    repeatInterval = serializers.IntegerField(source="interval", required=False)
    repeatUntil = InstantField(source="until", required=False)
    repeatCount = serializers.IntegerField(source="count", required=False)
