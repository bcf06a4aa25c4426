"""The time that a client usually comes at, a week on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.usual import same_time

# A week, and an hour more when the clocks go back.
ABOUT_A_WEEK = timedelta(days=8)


@dataclass(frozen=True)
class NextTime:
    """A time to book; `is_next_week` if it is a week after a session of the last days."""

    span: Span
    is_next_week: bool


def next_time(
    last: Session | None, upcoming: Sequence[Session], now: datetime, zone: ZoneInfo
) -> NextTime | None:
    """As the last session was, or, of somebody new, as the first will be; None if that is booked already."""
    like = last or next(iter(upcoming), None)
    if like is None:
        return None
    span = same_time(like, now, zone)
    if any(each.scheduled_start == span.start for each in upcoming):
        return None
    return NextTime(span, span.start - like.scheduled_start < ABOUT_A_WEEK)
