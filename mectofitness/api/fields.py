"""What the dialects read from bodies and addresses: instants, whole numbers, flags, texts."""

import re
from collections.abc import Iterable
from copy import copy
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import SkipField, empty

from scheduling.domain import wall_clock
from trainers.validators import EARLIEST, LATEST, validate_instant

_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d)?)(?:(?<=:\d\d:\d\d)[.,]\d+)?(?:(?P<utc>Z)|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?)?",
    re.ASCII,
)


def parse_day(text: object, zone: ZoneInfo) -> date:
    """The local day of an ISO date or date and time in an address. Raises ValidationError."""
    match = _match(text, zone, in_address=True)
    if match["utc"] or match["sign"]:
        return parse_instant(text, zone).astimezone(zone).date()
    day = _wall(match).date()  # whether the clocks show that time on it or skip it
    if not EARLIEST.date() <= day < LATEST.date():
        raise ValidationError("The date must be from 1970 to before 2100.")
    return day


def is_day(text: str) -> bool:
    """Whether a text is a date without a time."""
    match = _ISO.fullmatch(text)
    return bool(match and not match["time"])


def parse_instant(
    text: object, zone: ZoneInfo | None, stored: datetime | None = None, *, in_address: bool = False
) -> datetime:
    """The instant, to the whole second, of an ISO 8601 date and time. Raises ValidationError.

    Without an offset it is read on the clock of `zone`, as what is `stored` if that shows the same; where
    `zone` is None, an offset is demanded.
    """
    match = _match(text, zone, in_address=in_address)
    if not match["time"]:
        raise ValidationError(f"A time is missing; write for example {_example(zone)}.")
    wall = _wall(match)
    if not EARLIEST.year - 1 <= wall.year <= LATEST.year:  # beyond, arithmetic with offsets overflows
        raise ValidationError("The time must be from 1970 to before 2100.")
    instant = _instant(wall, match, zone, stored)
    validate_instant(instant)
    return instant


def _match(text: object, zone: ZoneInfo | None, *, in_address: bool) -> re.Match[str]:
    match = _ISO.fullmatch(text) if isinstance(text, str) else None
    if not match:
        # A + in an address means a blank there: the offset of 10:00:00+02:00 arrives as 10:00:00 02:00.
        lost = in_address and " " in str(text)
        hint = " (write the + of an offset as %2B in an address)" if lost else ""
        raise ValidationError(f"Write an ISO 8601 date and time, for example {_example(zone)}{hint}.")
    return match


def _example(zone: ZoneInfo | None) -> str:
    return "2027-06-08T10:00:00" if zone else "2027-06-08T10:00:00Z"


def _wall(match: re.Match[str]) -> datetime:
    """What the clock on a wall shows, whatever the offset; 00:00 where no time is written."""
    day = _date(match["date"])
    try:
        return datetime.fromisoformat(f"{day}T{match['time'] or '00:00'}")
    except ValueError:
        raise ValidationError("There is no such time; write for example 10:00:00.") from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError("There is no such date; write for example 2027-06-08.") from None


def _instant(
    wall: datetime, match: re.Match[str], zone: ZoneInfo | None, stored: datetime | None
) -> datetime:
    if match["utc"]:
        return wall.replace(tzinfo=UTC)
    if match["sign"]:
        hours, minutes = int(match["hours"]), int(match["minutes"])
        if hours > 14 or minutes > 59:
            raise ValidationError("There is no such offset from UTC; write for example +02:00.")
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if match["sign"] == "-" else 1)
        return wall.replace(tzinfo=timezone(offset)).astimezone(UTC)
    if zone is None:
        raise ValidationError(f"An offset is missing; write for example {_example(zone)}.")
    return wall_clock.to_instant(wall, zone, stored)


def on_clock(instant: datetime, zone: tzinfo) -> str:
    """To the second, without an offset: strftime() would take three times as long."""
    return instant.astimezone(zone).isoformat()[:19]


def in_utc(instant: datetime) -> str:
    return on_clock(instant, UTC)


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$",
        "example": "2027-06-08T10:00:00",
    }
)
class InstantField(serializers.Field):
    """A date and time on the clock of the context's `zone`; of what is `stored` there may be one already."""

    def to_internal_value(self, data: Any) -> datetime:
        stored = getattr(self.context.get("stored"), str(self.source), None)
        return parse_instant(data, self.context["zone"], stored)

    def to_representation(self, value: datetime) -> str:
        return on_clock(value, self.context["zone"])


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})$",
        "example": "2027-06-08T08:00:00.000Z",
    }
)
class UTCInstantField(serializers.Field):
    """A date and time with an offset; answered in UTC, to the millisecond, as JavaScript prints it."""

    def to_internal_value(self, data: Any) -> datetime:
        return parse_instant(data, None)

    def to_representation(self, value: datetime) -> str:
        return f"{in_utc(value)}.000Z"


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$",
    }
)
class DayField(serializers.Field):
    """A date, or a date and time of which the local day counts, on the clock of the context's `zone`."""

    def to_internal_value(self, data: Any) -> date:
        return parse_day(data, self.context["zone"])


class DateField(serializers.DateField):
    """A date as ISO 8601 writes it in full: not 20270608, no other script's digits, nothing after it."""

    WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

    def to_internal_value(self, data: Any) -> date:
        if not (isinstance(data, str) and self.WRITTEN.fullmatch(data)):
            self.fail("invalid", format="YYYY-MM-DD")
        return _date(data)


class MeasureField(serializers.DecimalField):
    """A JSON number, or a text of its plain digits."""

    WRITTEN = re.compile(r"[0-9]{1,10}(\.[0-9]{1,10})?")

    def to_internal_value(self, data: Any) -> Any:
        plain = bool(self.WRITTEN.fullmatch(data)) if isinstance(data, str) else isinstance(data, int | float)
        if not plain or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class TextField(serializers.CharField):
    """A text, and only a text: 5 is not "5"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **{"allow_blank": True, "allow_null": True} | options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


@extend_schema_field({"type": "string", "pattern": r"^[^\u0000]+$"})
class NameField(TextField):
    """What something is looked for by; no database has a text with a null character."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": False} | options)


def missing(words: str) -> dict[str, Any]:
    """The error messages of a field that must be there."""
    return {"required": words, "null": words, "blank": words}


def one_of(values: Iterable[str]) -> str:
    """What is said of another value."""
    return f"Write one of: {', '.join(values)}."


class ChoiceField(serializers.ChoiceField):
    """One of some values; says which when it is another."""

    def __init__(self, choices: Any, **options: Any) -> None:
        super().__init__(getattr(choices, "choices", choices), **options)
        words = one_of(self.choices)
        self.error_messages |= dict.fromkeys(["invalid_choice", "null", "required"], words)


class WholeNumberField(serializers.IntegerField):
    """A JSON integer in a body, or the digits of one in an address: not 1.0, not true, not "0x1"."""

    DIGITS = re.compile(r"-?[0-9]{1,100}")

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Write a whole number."}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str) and self.DIGITS.fullmatch(data):
            return int(data)
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        self.fail("invalid")


class BodyNumberField(WholeNumberField):
    """A JSON integer: "5" is a text."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "boolean"})
class FlagField(serializers.Field):
    """`true` or `false` in any case, `1` or `0`."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Write true or false."}

    def to_internal_value(self, data: Any) -> bool:
        known = {"true": True, "1": True, "false": False, "0": False}
        if str(data).lower() not in known:
            self.fail("invalid")
        return known[str(data).lower()]


class Input(serializers.Serializer):
    """Reads a body or the parameters of an address as far as they can be read."""

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """({domain field: value}, {domain field: what is wrong with it}).

        Nothing is raised, so that the domain adds what it finds wrong and the caller hears everything at
        once. Keys that no field is for are ignored.
        """
        values, errors = {}, {}
        for name, field in self._declared_fields.items():
            source, sent = str(field.source or name), self._sent(name)
            if sent is empty and (self.partial or not field.required):
                if field.default is not empty and not self.partial:
                    values[source] = field.default
                continue
            try:
                values[source] = self._bound(name, field).run_validation(sent)
            except SkipField:
                pass
            except serializers.ValidationError as error:
                errors[source] = str(next(iter(error.detail)))
            except ValidationError as error:
                errors[source] = error.messages[0]
        return values, errors

    def _bound(self, name: str, field: serializers.Field) -> serializers.Field:
        """The field as one of ours. Only what was sent needs one: `self.fields` would copy them all."""
        copied = copy(field)
        copied.bind(name, self)
        return copied

    def _sent(self, name: str) -> Any:
        # Not field.get_value(): it reads `?permanent=` as absent, and what is no flag must be refused.
        return self.initial_data.get(name, empty)

    def values(self) -> dict[str, Any]:
        """{field: value}, for what no domain function will look at. Raises ValidationError."""
        values, errors = self.read()
        if errors:
            raise ValidationError(errors)
        return values
