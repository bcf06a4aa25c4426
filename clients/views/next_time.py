"""The time that a client usually comes at, a week on, or when it is free again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.usual import free_again, weekly
from trainers.models import Trainer

# A week, and an hour more when the clocks go back.
ABOUT_A_WEEK = timedelta(days=8)


@dataclass(frozen=True)
class NextTime:
    """A time to book; `is_next_week` if it is a week after a session of the last days."""

    span: Span
    is_next_week: bool


def next_time(
    trainer: Trainer, last: Session | None, upcoming: Sequence[Session], now: datetime
) -> NextTime | None:
    """As the last session was, or, of somebody new, as the first will be, in the next week that is free.

    None if the client has that time already, or nobody can have it for long.
    """
    like = last or next(iter(upcoming), None)
    span = like and free_again(trainer, like, now)
    if not like or not span:
        return None
    booked = {each.scheduled_start for each in upcoming}
    until_then = takewhile(lambda each: each.start <= span.start, weekly(like, now, trainer.zone))
    if any(each.start in booked for each in until_then):
        return None
    return NextTime(span, span.start - like.scheduled_start < ABOUT_A_WEEK)
