"""The free times that pages offer, on the day and beside a conflict, and why the others are not free."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain import availability, wall_clock
from scheduling.domain import not_free as reasons
from scheduling.domain.availability import Span
from scheduling.domain.not_free import NotFree
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
    slots = availability.of_day(trainer, day, duration, now=now, apart_from=apart_from).slots
    return _still_ahead(slots, now, duration)


def between(
    trainer: Trainer, day: date, stretches: Iterable[NotFree], now: datetime, duration: timedelta
) -> Iterator[Span]:
    """The same, where it is known what is not free."""
    whole = Span(*wall_clock.day(day, trainer.zone))
    slots = availability.without(whole, [stretch.span for stretch in stretches])
    return _still_ahead(slots, now, duration)


def _still_ahead(slots: Iterable[Span], now: datetime, duration: timedelta) -> Iterator[Span]:
    for slot in slots:
        if slot.start <= now:
            slot = replace(slot, start=availability.quarter_from(now))
        if slot.end - slot.start >= duration:
            yield slot


def opening(slot: Span, trainer: Trainer) -> Span:
    """The first session of the trainer's usual length in a slot, or all of it where it is shorter."""
    return replace(slot, end=min(slot.end, slot.start + timedelta(minutes=trainer.usual_session_minutes)))


def starts(slot: Span, length: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """When a session of that length can start in a slot: at once, and at each half hour of the clock."""
    start = slot.start
    while timedelta() < length <= slot.end - start:
        yield start
        start += HALF_HOUR - timedelta(minutes=start.astimezone(zone).minute) % HALF_HOUR


@dataclass(frozen=True)
class NotFreeTimes:
    """What `scheduling/_not_free.html` shows of a day: why its other times are not free."""

    stretches: list[NotFree]
    buffer: timedelta
    notice: timedelta
    places: int


def not_free(trainer: Trainer, day: date, now: datetime, apart_from: Session | None = None) -> NotFreeTimes:
    return NotFreeTimes(
        reasons.of_day(trainer, day, now=now, apart_from=apart_from),
        availability.buffer_of(trainer),
        timedelta(minutes=trainer.notice_minutes),
        trainer.parallel_sessions,
    )
