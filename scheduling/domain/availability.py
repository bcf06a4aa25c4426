"""When a trainer is free on a day: in working hours, not in time off, at a distance from what is booked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import BigAutoField, DateTimeField

from scheduling.domain import horizon, listing, wall_clock
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from trainers.hours import Hours, hours_of
from trainers.models import TimeOff, Trainer
from trainers.prepared import Given, Prepared, columns, instance

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Span:
    """The time from `start` to just before `end`; aware."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60


@dataclass(frozen=True)
class Availability:
    """A day of a trainer: the free slots in order, and the sessions that hold time on it."""

    slots: list[Span]
    booked: list[Session]


def of_day(
    trainer: Trainer, day: date, duration: timedelta, *, now: datetime, apart_from: Session | None = None
) -> Availability:
    """The whole gaps of at least `duration` in the trainer's working hours of a local day.

    They keep the trainer's buffer to what is booked, and begin no sooner than the trainer's notice allows.
    The time of the session `apart_from` is free too: for that session to be moved.
    """
    whole = Span(*wall_clock.day(day, trainer.zone))
    held = listing.holding(trainer, *_reach(trainer, whole), now=now)
    near = [session for session in held if session != apart_from]
    off = time_off(trainer, whole.start, whole.end)
    slots = [slot for slot in free(trainer, day, near, off, now=now) if slot.end - slot.start >= duration]
    booked = [it for it in near if it.scheduled_start < whole.end and whole.start < it.scheduled_end]
    return Availability(slots, booked)


def free(
    trainer: Trainer, day: date, booked: Iterable[Session], off: Iterable[TimeOff | Span], *, now: datetime
) -> Iterator[Span]:
    """The whole gaps of a local day, given what holds the trainer's time near it and the time off."""
    whole = Span(*wall_clock.day(day, trainer.zone))
    taken = [
        *full(booked, trainer.parallel_sessions, buffer_of(trainer)),
        *(Span(it.start, it.end) for it in off),
        *too_soon(trainer, whole, now),
    ]
    for hours in working_hours(trainer, day):
        yield from without(hours, taken)


def working_hours(trainer: Trainer, *days: date) -> list[Span]:
    """The trainer's working hours on local days, those of a day in order and without overlap; read once."""
    hours, zone = hours_of(trainer), trainer.zone
    return [span for day in days for span in _on(day, hours[day.weekday()], zone)]


def _on(day: date, hours: Iterable[Hours], zone: ZoneInfo) -> list[Span]:
    spans: list[Span] = []
    for starts_at, ends_at in sorted(hours):
        ends_on = day + timedelta(days=1) if ends_at == time.min else day
        start = wall_clock.from_when(datetime.combine(day, starts_at), zone)
        end = wall_clock.from_when(datetime.combine(ends_on, ends_at), zone)
        if start == end:  # the clocks skip these hours
            continue
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return spans


def buffer_of(trainer: Trainer) -> timedelta:
    """How long after a session nothing else is offered."""
    return timedelta(minutes=trainer.buffer_minutes)


def booked_near(trainer: Trainer, whole: Span, *, now: datetime) -> SessionQuerySet:
    """What holds the trainer's time in a span, or so close to it that its buffer reaches into it."""
    start, end = _reach(trainer, whole)
    horizon.look(trainer, start, end, now=now)
    return Session.objects.for_trainer(trainer).holding_time().between(start, end).in_order()


def _reach(trainer: Trainer, whole: Span) -> tuple[datetime, datetime]:
    """The span with a buffer before and after."""
    return whole.start - buffer_of(trainer), whole.end + buffer_of(trainer)


def time_off(trainer: Trainer, start: datetime, end: datetime) -> list[TimeOff]:
    """What the trainer has taken off of [start, end), in order."""
    return [instance(TimeOff, row) for row in _off(trainer=trainer.pk, start=start, end=end)]


_off = Prepared(
    lambda: TimeOff.objects.filter(
        trainer_id=Given("trainer", BigAutoField()),
        start__lt=Given("end", DateTimeField()),
        end__gt=Given("start", DateTimeField()),
    ).values_list(*columns(TimeOff))
)


def full(sessions: Iterable[Session], places: int, buffer: timedelta) -> Iterator[Span]:
    """Where no place is left for another session, which would be followed by a buffer too."""
    changes: Counter[datetime] = Counter()
    for session in sessions:
        changes[session.scheduled_start] += 1
        changes[session.scheduled_end + buffer] -= 1
    taken, since = 0, None
    for instant in sorted(changes):
        taken += changes[instant]
        if since is None and taken >= places:
            since = instant
        elif since is not None and taken < places:
            yield Span(since - buffer, instant)
            since = None


def too_soon(trainer: Trainer, whole: Span, now: datetime) -> list[Span]:
    """What of a day that is not over begins sooner than the trainer's notice allows."""
    if not trainer.notice_minutes or whole.end <= now:
        return []
    return [Span(whole.start, quarter_from(now + timedelta(minutes=trainer.notice_minutes)))]


def quarter_from(instant: datetime) -> datetime:
    """The first quarter of an hour from then on."""
    return instant + (datetime.min.replace(tzinfo=instant.tzinfo) - instant) % QUARTER


def without(whole: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What of a span is left."""
    since = whole.start
    for each in sorted(taken, key=lambda span: span.start):
        if since < min(each.start, whole.end):
            yield Span(since, min(each.start, whole.end))
        since = max(since, each.end)
    if since < whole.end:
        yield Span(since, whole.end)
