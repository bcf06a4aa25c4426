"""The free times that pages offer, on the day and beside a conflict, and why the others are not free."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain import availability
from scheduling.domain import not_free as reasons
from scheduling.domain.availability import Span
from scheduling.models import Session
from trainers.models import Trainer

SHORTEST = timedelta(minutes=15)
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
            slot = replace(slot, start=availability.quarter_from(now))
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


def not_free(trainer: Trainer, day: date, now: datetime) -> dict[str, object]:
    """What `scheduling/_not_free.html` shows of a day: why its other times are not free."""
    return {
        "stretches": reasons.of_day(trainer, day, now=now),
        "buffer": availability.buffer_of(trainer),
        "notice": timedelta(minutes=trainer.notice_minutes),
        "places": trainer.parallel_sessions,
    }
