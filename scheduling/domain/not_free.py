"""Why a time of a day is not free: every stretch that is not offered, with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from scheduling.domain import wall_clock
from scheduling.domain.availability import (
    Span,
    booked_near,
    buffer_of,
    full,
    time_off,
    too_soon,
    without,
    working_hours,
)
from scheduling.models import Session
from trainers.models import TimeOff, Trainer


class Why(Enum):
    """In the order in which they count, where a time is not free for more than one reason."""

    BOOKED = "booked"
    AWAY = "away"
    CLOSED = "closed"
    AFTER = "after"
    BEFORE = "before"
    NOTICE = "notice"
    GONE = "gone"


@dataclass(frozen=True)
class NotFree:
    """`session` is what is booked, or what the buffer belongs to; `off` is the time off."""

    span: Span
    why: Why
    session: Session | None = None
    off: TimeOff | None = None


def of_day(trainer: Trainer, day: date, *, now: datetime, apart_from: Session | None = None) -> list[NotFree]:
    """The stretches of a local day that are not free, in order: with the free ones they are the whole day.

    The time of the session `apart_from` is free too: for that session to be moved.
    """
    whole = Span(*wall_clock.day(day, trainer.zone))
    claimed: list[Span] = []
    found: list[NotFree] = []
    for each in _reasons(trainer, day, whole, now, apart_from):
        within = Span(max(each.span.start, whole.start), min(each.span.end, whole.end))
        found += [replace(each, span=rest) for rest in without(within, claimed)]
        claimed.append(within)
    return sorted(found, key=lambda each: each.span.start)


def _reasons(
    trainer: Trainer, day: date, whole: Span, now: datetime, apart_from: Session | None
) -> Iterator[NotFree]:
    """All that there are, of which some say something of the same time; what counts most comes first."""
    held = booked_near(trainer, whole, now=now).select_related("client")
    near = [session for session in held if session != apart_from]
    places, buffer = trainer.parallel_sessions, buffer_of(trainer)
    taken = list(full(near, places, timedelta()))
    for session in near:
        at = Span(session.scheduled_start, session.scheduled_end)
        yield from (NotFree(part, Why.BOOKED, session=session) for part in _common(at, taken))
    for off in time_off(trainer, whole.start, whole.end):
        yield NotFree(Span(off.start, off.end), Why.AWAY, off=off)
    yield from (NotFree(rest, Why.CLOSED) for rest in without(whole, working_hours(trainer, day)))
    kept = list(full(near, places, buffer))
    for session in near:
        after = Span(session.scheduled_end, session.scheduled_end + buffer)
        yield from (NotFree(part, Why.AFTER, session=session) for part in _common(after, kept))
    for session in near:
        before = Span(session.scheduled_start - buffer, session.scheduled_start)
        yield from (NotFree(part, Why.BEFORE, session=session) for part in _common(before, kept))
    yield from (NotFree(span, Why.NOTICE) for span in too_soon(trainer, whole, now))
    yield NotFree(Span(whole.start, now), Why.GONE)


def _common(span: Span, others: Iterable[Span]) -> Iterator[Span]:
    """The parts of a span that are in others too."""
    for other in others:
        start, end = max(span.start, other.start), min(span.end, other.end)
        if start < end:
            yield Span(start, end)
