"""Contract 002's session as it is answered: the one place that says how each of its values is written."""

from datetime import datetime
from typing import Any

from mectofitness.api.fields import in_utc
from mectofitness.api.timeline.repeating import day_of, type_of
from scheduling.models import Series

# What the contract does not print, and is therefore answered only where it differs from this.
UNSET = {"repeatInterval": 1, "repeatUntil": None, "repeatCount": None}


def written(series: Series) -> dict[str, Any]:
    beyond = {
        "repeatInterval": series.interval,
        "repeatUntil": _instant(series.until),
        "repeatCount": series.count,
    }
    return {
        "id": str(series.uuid),
        "type": str(type_of(series)),
        "timelineId": str(series.timeline.uuid),
        "name": series.title,
        "startDateTime": _instant(series.start),
        "endDateTime": _instant(series.end),
        "repeatCycleType": series.cycle,
        "recurringDayOfWeek": day_of(series),
        "description": series.description,
        "createdAt": _instant(series.created_at),
        "updatedAt": _instant(series.updated_at),
        "removedAt": _instant(series.removed_at),
        **{name: value for name, value in beyond.items() if value != UNSET[name]},
    }


def _instant(instant: datetime | None) -> str | None:
    """In UTC, to the second, as the contract prints it."""
    return None if instant is None else f"{in_utc(instant)}Z"
