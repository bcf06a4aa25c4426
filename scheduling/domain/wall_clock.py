"""From a clock on a wall to an instant: what an hour that is missing or comes twice means."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trainers.clocks import say


def to_instant(wall: datetime, zone: ZoneInfo, stored: datetime | None = None) -> datetime:
    """The instant at which the clocks of the zone show `wall` (naive); if twice, `stored` or the first.

    What was answered or shown of a stored instant means that one, also where it is the second. Raises
    ValidationError for a time that the clocks skip.
    """
    if stored and stored.astimezone(zone).replace(tzinfo=None) == wall:
        return stored
    if is_skipped(wall, zone):
        words = _("%(day)s %(time)s does not exist in %(zone)s: the clocks go forward then.")
        where = {"day": f"{wall:%Y-%m-%d}", "time": say(wall), "zone": zone.key}
        raise ValidationError(words % where, code="missing")
    return or_next(wall, zone)


def is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of the zone never show `wall`."""
    return or_next(wall, zone).astimezone(zone).replace(tzinfo=None) != wall


def or_next(wall: datetime, zone: ZoneInfo) -> datetime:
    """As to_instant, but a time that the clocks skip moves forward by what they skip."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def from_when(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clocks show `wall` or later: if they skip it, where they skip to."""
    after = or_next(wall, zone)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if before >= after:  # not skipped
        return after
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


@lru_cache(maxsize=4096)
def day(of: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which a local day starts and ends: 23, 24 or 25 hours, as the clocks have it."""
    midnight = datetime.combine(of, time.min)
    return or_next(midnight, zone), or_next(midnight + timedelta(days=1), zone)


def today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def to_the_second(value: Any) -> Any:
    """An instant as it is stored; what is none stays as it is."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value
