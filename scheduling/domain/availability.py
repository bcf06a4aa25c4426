"""When a trainer is free on a day: working hours without time off and without what is booked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.domain import horizon, wall_clock
from scheduling.models import Session
from trainers.models import Trainer

UNTIL_HOURS_ARE_SET = [(time(8), time(20))]


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

    The time of the session `apart_from` is free too: for that session to be moved.
    """
    start, end = wall_clock.day(day, trainer.zone)
    horizon.look(trainer, start, end, now=now)
    sessions = Session.objects.for_trainer(trainer).holding_time().between(start, end).in_order()
    booked = [session for session in sessions if session != apart_from]
    load = _load(trainer, booked, start, end)
    slots = [
        slot
        for hours in working_hours(trainer, day)
        for slot in _free(hours, load, trainer.parallel_sessions)
        if slot.end - slot.start >= duration
    ]
    return Availability(slots, booked)


def working_hours(trainer: Trainer, day: date) -> list[Span]:
    """The trainer's working hours on a local day, in order and without overlap."""
    rows = list(trainer.working_hours.all())
    hours = [(row.starts_at, row.ends_at) for row in rows if row.weekday == day.weekday()]
    spans: list[Span] = []
    for starts_at, ends_at in sorted(hours) if rows else UNTIL_HOURS_ARE_SET:
        ends_on = day + timedelta(days=1) if ends_at == time.min else day
        start = wall_clock.from_when(datetime.combine(day, starts_at), trainer.zone)
        end = wall_clock.from_when(datetime.combine(ends_on, ends_at), trainer.zone)
        if start == end:  # the clocks skip these hours
            continue
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return spans


def _load(trainer: Trainer, booked: list[Session], start: datetime, end: datetime) -> Counter[datetime]:
    """By instant, how many places more (or fewer) are taken from then on. Time off takes all places."""
    load: Counter[datetime] = Counter()
    for session in booked:
        load[session.scheduled_start] += 1
        load[session.scheduled_end] -= 1
    for off in trainer.time_off.filter(start__lt=end, end__gt=start):
        load[off.start] += trainer.parallel_sessions
        load[off.end] -= trainer.parallel_sessions
    return load


def _free(hours: Span, load: Counter[datetime], places: int) -> Iterator[Span]:
    """The longest stretches of the hours in which at least one place is free."""
    taken = sum(change for instant, change in load.items() if instant <= hours.start)
    within = sorted(instant for instant in load if hours.start < instant < hours.end)
    free_since = hours.start if taken < places else None
    for instant in within:
        taken += load[instant]
        if free_since is None and taken < places:
            free_since = instant
        elif free_since is not None and taken >= places:
            yield Span(free_since, instant)
            free_since = None
    if free_since is not None:
        yield Span(free_since, hours.end)
