"""Contract 002's objects from what is stored: the one place that says how each of their values is written."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from mectofitness.api.fields import in_utc
from mectofitness.api.timeline.repeating import day_of, type_of

SESSION = (
    *("uuid", "timeline__uuid", "title", "description", "start", "end", "timezone"),
    *("cycle", "interval", "until", "count", "created_at", "updated_at", "removed_at"),
)
TIMELINE = ("uuid", "name", "description", "client__uuid", "created_at", "updated_at", "removed_at")


def session(
    uuid: UUID,
    timeline: UUID,
    title: str,
    description: str | None,
    start: datetime | None,
    end: datetime | None,
    timezone: str,
    cycle: str | None,
    interval: int,
    until: datetime | None,
    count: int | None,
    *stamps: datetime | None,
) -> dict[str, Any]:
    """As SessionData describes it."""
    data: dict[str, Any] = {
        "id": str(uuid),
        "type": str(type_of(cycle)),
        "timelineId": str(timeline),
        "name": title,
        "startDateTime": _instant(start),
        "endDateTime": _instant(end),
        "repeatCycleType": cycle,
        "recurringDayOfWeek": day_of(cycle, start, ZoneInfo(timezone)),
        "description": description,
        **_stamps(*stamps),
    }
    # The contract does not print these: they are answered only where they say something.
    if interval != 1:
        data["repeatInterval"] = interval
    if until is not None:
        data["repeatUntil"] = _instant(until)
    if count is not None:
        data["repeatCount"] = count
    return data


def timeline(
    uuid: UUID, name: str, description: str | None, client: UUID | None, *stamps: datetime | None
) -> dict[str, Any]:
    """As TimelineData describes it."""
    return {
        "id": str(uuid),
        "name": name,
        "description": description,
        "clientId": str(client) if client else None,
        **_stamps(*stamps),
    }


def _stamps(*stamps: datetime | None) -> dict[str, str | None]:
    return dict(zip(("createdAt", "updatedAt", "removedAt"), map(_instant, stamps), strict=True))


def _instant(instant: datetime | None) -> str | None:
    """In UTC, to the second, as the contract prints it."""
    return None if instant is None else f"{in_utc(instant)}Z"
