"""Contract 001's session from what is stored: the one place that says how each of its values is written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from mectofitness.api.fields import on_clock
from scheduling.domain.availability import Span
from scheduling.models import Session

NAMES = (
    *("id", "title", "description", "session_type", "location", "scheduled_start", "scheduled_end"),
    *("actual_start", "actual_end", "status", "exercises_performed", "notes", "client_feedback"),
    *("trainer_notes", "google_event_id", "outlook_event_id", "created_at", "updated_at"),
    *("trainer_id", "client_id"),
)
TIMES = ("scheduled_start", "scheduled_end", "actual_start", "actual_end", "created_at", "updated_at")
# {name of what may be included: the columns that it is made of, after those of the session}
INCLUDED = {
    "client": tuple(f"client__{name}" for name in ("first_name", "last_name", "email", "phone", "status")),
    "trainer": ("trainer__user__username", "trainer__user__email", "trainer__full_name"),
}


def columns(included: Iterable[str]) -> tuple[str, ...]:
    """What has to be read for the session and what is included."""
    return (*NAMES, *(column for name in included for column in INCLUDED[name]))


def written(row: Sequence[Any], included: Sequence[str], context: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as the contract prints them, on the clock of the context's `zone`."""
    zone: ZoneInfo = context["zone"]
    data: dict[str, Any] = dict(zip(NAMES, row, strict=False))
    for name in TIMES:
        if (value := data[name]) is not None:
            data[name] = on_clock(value, zone)
    if not context["sees_private"]:
        data["trainer_notes"] = None
    place = len(NAMES)
    for name in included:
        more = row[place : place + len(INCLUDED[name])]
        data[name] = (
            _client(data["client_id"], *more) if name == "client" else _trainer(data["trainer_id"], *more)
        )
        place += len(more)
    return data


def slot(span: Span, zone: ZoneInfo) -> dict[str, Any]:
    start, end = on_clock(span.start, zone), on_clock(span.end, zone)
    return {"start": start, "end": end, "duration_minutes": span.minutes}


def booked(session: Session, zone: ZoneInfo) -> dict[str, Any]:
    start, end = on_clock(session.scheduled_start, zone), on_clock(session.scheduled_end, zone)
    return {"start": start, "end": end, "title": session.title}


def _client(
    key: int | None, first_name: str, last_name: str, email: str, phone: str, status: str
) -> dict[str, Any] | None:
    if key is None:
        return None
    name = f"{first_name} {last_name}"
    return {"id": key, "name": name, "email": email, "phone": phone or None, "status": status}


def _trainer(key: int, username: str, email: str, full_name: str) -> dict[str, Any]:
    return {"id": key, "username": username, "email": email, "full_name": full_name}
