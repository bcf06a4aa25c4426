"""What contract 002 says twice and must say alike: the type and the cycle, the day of the week and the start.

The domain knows only the cycle and the start. What is judged is what would be stored: what was sent over
what is there.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

from scheduling.models import Cycle, Series
from trainers.models import Weekday


class Type(TextChoices):
    ONE_TIME = "ONE_TIME"
    RECURRING = "RECURRING"


class Day(TextChoices):
    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


# How the domain stores what takes place once.
ONCE = {"cycle": None, "interval": 1, "until": None, "count": None}
NOTHING = {"cycle": None, "start": None, "day": None}


def type_of(cycle: str | None) -> Type:
    return Type.ONE_TIME if cycle is None else Type.RECURRING


def day_of(cycle: str | None, start: datetime | None, zone: ZoneInfo) -> Day | None:
    """The day of a weekly one, on the clock of its own zone."""
    return None if cycle != Cycle.WEEKLY or start is None else _day(start, zone)


def settle(
    values: dict[str, Any], errors: dict[str, str], stored: Series | None, zone: ZoneInfo
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the domain shall be told, and the errors together with what contradicts itself.

    `stored` is what a change is of; None for a new one. A change to what takes place once ends what repeated.
    """
    if values.get("type") == Type.ONE_TIME:
        values = ONCE | values
    there = NOTHING if stored is None else _as_sent(stored)
    if values.get("cycle", there["cycle"]) != there["cycle"]:
        there = there | {"day": None}  # it belonged to the cycle
    known = {name: value for name, value in (there | values).items() if name not in errors}
    told = {name: value for name, value in values.items() if name not in {"type", "day"}}
    return told, errors | _contradiction(known, zone)


def _as_sent(series: Series) -> dict[str, Any]:
    cycle, start = series.cycle, series.start
    return {
        "type": type_of(cycle),
        "cycle": cycle,
        "start": start,
        "day": day_of(cycle, start, series.zone),
    }


def _contradiction(known: dict[str, Any], zone: ZoneInfo) -> dict[str, str]:
    """The first, by field; what could not be read is not among what is known, and contradicts nothing."""
    match known:
        case {"type": Type.RECURRING, "cycle": None}:
            return {"cycle": f"A recurring session needs one of: {', '.join(Cycle.values)}."}
        case {"type": Type.ONE_TIME, "cycle": str()}:
            return {"cycle": "A one-time session has no cycle; send the type RECURRING with it."}
        case {"cycle": Cycle.WEEKLY, "day": None}:
            return {"day": "A weekly session needs the day of the week on which it starts."}
        case {"cycle": Cycle.WEEKLY, "day": str() as day, "start": datetime() as start}:
            found = _day(start, zone)
            return {} if day == found else {"day": f"The session starts on a {found} in {zone.key}."}
        case {"cycle": Cycle.WEEKLY}:
            return {}
        case {"cycle": _, "day": str()}:
            return {"day": "Only a weekly session has a day of the week."}
    return {}


def _day(start: datetime, zone: ZoneInfo) -> Day:
    return Day(Weekday(start.astimezone(zone).weekday()).name)
