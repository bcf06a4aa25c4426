"""The time that a client usually comes at, a week on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain import wall_clock
from scheduling.models import Session

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class NextTime:
    """A time to book; `is_next_week` if it is a week after a session of the last days."""

    start: datetime
    end: datetime
    is_next_week: bool


def next_time(
    last: Session | None, upcoming: Sequence[Session], now: datetime, zone: ZoneInfo
) -> NextTime | None:
    """As the last session was, or, of somebody new, as the first will be; None if that is booked already.

    On the wall clock: ten o'clock stays ten o'clock, also over a change of clocks.
    """
    like = last or next(iter(upcoming), None)
    if like is None:
        return None
    wall, weeks = like.scheduled_start.astimezone(zone).replace(tzinfo=None), 1
    while wall_clock.or_next(wall + weeks * WEEK, zone) <= now:
        weeks += 1
    start = wall_clock.or_next(wall + weeks * WEEK, zone)
    if any(each.scheduled_start == start for each in upcoming):
        return None
    return NextTime(start, start + (like.scheduled_end - like.scheduled_start), weeks == 1)
