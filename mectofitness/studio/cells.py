"""From a stored value to the text of a cell and back: nothing is lost, and nothing is a formula.

An empty cell is nothing. Where a text may be nothing or empty, the empty one is an apostrophe, and a text of
apostrophes alone has one more; so spreadsheets have it too.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import models

from trainers.formulas import disarm, restore
from trainers.validators import EARLIEST, LATEST


class Unreadable(Exception):
    """What a cell should look like instead."""


def write(field: "models.Field[Any, Any]", value: Any) -> str:
    if value is None:
        return ""
    text = _WRITERS.get(field.get_internal_type(), str)(value)
    if _tells_empty_from_nothing(field) and not text.strip("'"):
        return f"'{text}"
    return disarm(text)


def read(field: "models.Field[Any, Any]", cell: str) -> Any:
    """Raises Unreadable."""
    if not cell and field.null:
        return None
    if _tells_empty_from_nothing(field) and not cell.strip("'"):
        return cell[1:]
    parse, example = _READERS.get(field.get_internal_type(), (str, ""))
    try:
        return parse(restore(cell))
    except (ValueError, OverflowError, InvalidOperation) as error:
        raise Unreadable(f"write it as {example}") from error


def _tells_empty_from_nothing(field: "models.Field[Any, Any]") -> bool:
    return field.null and isinstance(field, (models.CharField, models.TextField))


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time on no clock")
    if not EARLIEST <= found < LATEST:
        raise ValueError("a time that no clock on a page could show")
    return found.astimezone(UTC)


def _read_wall_time(text: str) -> time:
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError("a time on a clock of its own")
    return found


def _read_yes_or_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("neither")
    return text == "true"


def _read_days(text: str) -> list[str]:
    """The one list that there is: of days."""
    return [date.fromisoformat(day).isoformat() for day in text.split()]


_WRITERS: dict[str, Callable[[Any], str]] = {
    "DateTimeField": _instant,
    "DateField": date.isoformat,
    "TimeField": time.isoformat,
    "BooleanField": lambda value: "true" if value else "false",
    "JSONField": " ".join,
}
# With what each looks like.
_READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "DateTimeField": (_read_instant, "2027-06-08T09:00:00Z"),
    "DateField": (date.fromisoformat, "2027-06-08"),
    "TimeField": (_read_wall_time, "09:00:00"),
    "BooleanField": (_read_yes_or_no, "true or false"),
    "JSONField": (_read_days, "2027-06-08 2027-06-15"),
    "DecimalField": (Decimal, "70.5"),
    "PositiveIntegerField": (int, "5"),
    "PositiveSmallIntegerField": (int, "5"),
    "UUIDField": (UUID, "6f1a0c9e-3f0b-4a53-9a57-0f2b5c1f7d11"),
}
