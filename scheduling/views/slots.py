"""The free times that pages offer: on the day, and beside a conflict."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduling.domain import availability
from scheduling.domain.availability import Span
from trainers.models import Trainer

SHORTEST = timedelta(minutes=15)
QUARTER = timedelta(minutes=15)


def ahead(trainer: Trainer, day: date, now: datetime, duration: timedelta = SHORTEST) -> Iterator[Span]:
    """The day's free slots of at least `duration`, without what has gone by."""
    for slot in availability.of_day(trainer, day, duration, now=now).slots:
        if slot.start < now:
            slot = replace(slot, start=_next_quarter(now))
        if slot.end - slot.start >= duration:
            yield slot


def opening(slot: Span, trainer: Trainer) -> Span:
    """The first session of the trainer's usual length in a slot, or all of it where it is shorter."""
    return replace(slot, end=min(slot.end, slot.start + timedelta(minutes=trainer.usual_session_minutes)))


def _next_quarter(now: datetime) -> datetime:
    return now + (datetime.min.replace(tzinfo=now.tzinfo) - now) % QUARTER
