"""When a rule has its sessions, said as plainly as possible: dateutil's rrule on the wall clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil import rrule
from dateutil.relativedelta import relativedelta

UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
# Later than ten years from any `now` of the sequences.
LAST = datetime(2046, 1, 1)


@dataclass(frozen=True)
class Rule:
    """`start` and `until` are on the wall clock of the zone (naive)."""

    cycle: str
    interval: int
    start: datetime
    length: timedelta
    until: datetime | None
    count: int | None
    zone: str


class Occurrence(NamedTuple):
    wall: datetime
    start: datetime
    end: datetime


def instant(wall: datetime, zone: str) -> datetime:
    """A skipped time moves forward; of two the first."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def on_wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=64)
def occurrences(rule: Rule) -> list[Occurrence]:
    """All of them, until LAST."""
    until = min(rule.until or LAST, LAST)
    walls: Any = rrule.rrule(
        getattr(rrule, rule.cycle), dtstart=rule.start, interval=rule.interval, count=rule.count
    )
    found = []
    for wall in walls:
        if wall > until:
            break
        start = instant(wall, rule.zone)
        found.append(Occurrence(wall, start, start + rule.length))
    return found


def overlaps_itself(rule: Rule) -> bool:
    """Within ten years."""
    found = occurrences(rule)
    last = found[0].start + timedelta(days=3653)
    return any(one.end > other.start for one, other in pairwise(found) if other.start < last)


def period(cycle: str | None, day: date) -> date:
    """The first of the day, ISO week, month or year around a day."""
    if cycle == "WEEKLY":
        return day - timedelta(days=day.weekday())
    if cycle == "MONTHLY":
        return date(day.year, day.month, 1)
    if cycle == "YEARLY":
        return date(day.year, 1, 1)
    return day


def steps_to(rule: Rule, wall: datetime) -> int:
    """How many intervals after the start of the rule it has `wall`."""
    steps, wanted = 0, period(rule.cycle, wall.date())
    while period(rule.cycle, (rule.start + span(rule, steps)).date()) < wanted:
        steps += 1
    return steps


def span(rule: Rule, steps: int) -> relativedelta:
    cycles: dict[str, Any] = {UNITS[rule.cycle]: steps * rule.interval}
    return relativedelta(**cycles)


def back(rule: Rule, wall: datetime, steps: int) -> datetime | None:
    """So many intervals before; None where the month or year has no such day."""
    before = wall - span(rule, steps)
    return before if rule.cycle in {"DAILY", "WEEKLY"} or before.day == wall.day else None


def can_start(rule: Rule, wall: datetime | None) -> bool:
    """Whether the clocks show it at all."""
    return wall is not None and on_wall(instant(wall, rule.zone), rule.zone) == wall


def end_of_day_before(wall: datetime) -> datetime:
    return datetime.combine(wall.date(), time.min) - timedelta(seconds=1)
