"""The free times that pages offer: on the day, and beside a conflict."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain import availability
from scheduling.domain.availability import Span
from scheduling.models import Session
from trainers.models import Trainer

SHORTEST = timedelta(minutes=15)
QUARTER = timedelta(minutes=15)
HALF_HOUR = timedelta(minutes=30)


def ahead(
    trainer: Trainer,
    day: date,
    now: datetime,
    duration: timedelta = SHORTEST,
    apart_from: Session | None = None,
) -> Iterator[Span]:
    """The day's free slots of at least `duration`, without what has gone by; `apart_from` is to be moved."""
    for slot in availability.of_day(trainer, day, duration, now=now, apart_from=apart_from).slots:
        if slot.start < now:
            slot = replace(slot, start=_next_quarter(now))
        if slot.end - slot.start >= duration:
            yield slot


def opening(slot: Span, trainer: Trainer) -> Span:
    """The first session of the trainer's usual length in a slot, or all of it where it is shorter."""
    return replace(slot, end=min(slot.end, slot.start + timedelta(minutes=trainer.usual_session_minutes)))


def starts(slot: Span, length: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """When a session of that length can start in a slot: at once, and at each half hour of the clock."""
    start = slot.start
    while start + length <= slot.end:
        yield start
        start += HALF_HOUR - timedelta(minutes=start.astimezone(zone).minute) % HALF_HOUR


def _next_quarter(now: datetime) -> datetime:
    return now + (datetime.min.replace(tzinfo=now.tzinfo) - now) % QUARTER
