"""Why a time is not free: which session stands in the way."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.domain import horizon
from scheduling.domain.availability import Span
from scheduling.domain.horizon import FURTHEST
from scheduling.models import Series, Session
from scheduling.models.series import SeriesQuerySet
from scheduling.models.session import SessionQuerySet
from trainers.models import Trainer


class Taken(NamedTuple):
    """A time that a session holds; `pk` is None while it only follows from the rule of a series."""

    start: datetime
    end: datetime
    pk: int | None
    trainer_id: int
    client_id: int | None
    title: str

    @classmethod
    def by(cls, session: Session) -> "Taken":
        times = session.scheduled_start, session.scheduled_end
        return cls(*times, session.pk, session.trainer_id, session.client_id, session.title)


@dataclass(frozen=True)
class Collision:
    """A session that cannot have its time, and the earliest that holds it."""

    session: Session
    taken: Taken

    @property
    def in_the_way(self) -> Session:
        """The other session: as it is stored, or as it will be."""
        if self.taken.pk is not None:
            return Session.objects.select_related("client", "trainer").get(pk=self.taken.pk)
        return Session(
            trainer_id=self.taken.trainer_id,
            client_id=self.taken.client_id,
            title=self.taken.title,
            scheduled_start=self.taken.start,
            scheduled_end=self.taken.end,
        )


class SchedulingConflict(Exception):
    """Sessions cannot have the time they were given. `str()` says why, in words for their trainer.

    `session` is the first of them, with the time it was to have; `in_the_way` is the earliest session that
    holds that time, None when it is gone again by now. `of_series` are all of a series that collide, the
    first among them.
    """

    def __init__(
        self, session: Session, in_the_way: Session | None, of_series: Collection[Collision] = ()
    ) -> None:
        self.session = session
        self.in_the_way = in_the_way
        self.of_series = of_series
        if in_the_way is None:
            super().__init__(_("Scheduling conflict detected"))
            return
        # What another trainer has booked with this client is not for this trainer to read.
        own = in_the_way.trainer_id == session.trainer_id
        words = (
            _('Scheduling conflict detected with session "%(title)s" at %(time)s')
            if own
            else _("Scheduling conflict detected with another session of this client at %(time)s")
        )
        zone = session.trainer.zone
        start = in_the_way.scheduled_start.astimezone(zone)
        said = words % {"title": in_the_way.title, "time": f"{start:%Y-%m-%dT%H:%M:%S}"}
        if of_series:
            first = session.scheduled_start.astimezone(zone)
            said = _("%(conflict)s; sessions of the series that collide: %(count)s, the first on %(day)s") % {
                "conflict": said,
                "count": len(of_series),
                "day": f"{first:%Y-%m-%d}",
            }
        super().__init__(said)

    @classmethod
    def of(cls, collisions: Collection[Collision]) -> "SchedulingConflict":
        """That of a series, told by the first session that collides."""
        first = min(collisions, key=lambda each: each.session.scheduled_start)
        return cls(first.session, first.in_the_way, collisions)


def first_in_the_way(session: Session, *, now: datetime) -> Session | None:
    """The earliest session that keeps this one from its time."""
    wanted = Span(session.scheduled_start, session.scheduled_end)
    found = refused(session.trainer, session.client_id, [wanted], now=now, apart_from={session.pk})
    return next((Collision(session, taken).in_the_way for _, taken in found), None)


def refused(
    trainer: Trainer,
    client_id: int | None,
    wanted: Sequence[Span],
    *,
    now: datetime,
    apart_from: Collection[int | None] = (),
    series: Series | None = None,
) -> Iterator[tuple[Span, Taken]]:
    """Which times a trainer and a client cannot have, each with the earliest that holds it.

    They are wanted in order, and do not overlap. What is stored counts, but for the primary keys
    `apart_from`, and what the series of both (but for `series`) will have, up to FURTHEST from `now`.
    """
    if not wanted:
        return
    start, end = wanted[0].start, wanted[-1].end
    stored = (each for each in _stored(trainer, client_id, start, end) if each.pk not in apart_from)
    to_come = Series.objects.for_trainer(trainer)
    if series:
        to_come = to_come.exclude(pk=series.pk)
    taken = [*stored, *_to_come(to_come, start, end, now)]
    if client_id and not series:  # who stands in has a client with whom another trainer has series
        of_client = Series.objects.filter(timeline__client=client_id).exclude(trainer=trainer)
        taken += _to_come(of_client, start, end, now)
    held = Held(trainer, taken)
    for span in wanted:
        if in_the_way := held.first_in_the_way(client_id, span):
            yield span, in_the_way


class Held:
    """What holds the time of a trainer, and of clients."""

    def __init__(self, trainer: Trainer, taken: Iterable[Taken]) -> None:
        self._trainer = trainer
        self._taken = sorted(taken, key=_in_order)
        self._longest = max((each.end - each.start for each in self._taken), default=timedelta())

    @classmethod
    def between(cls, trainer: Trainer, start: datetime, end: datetime, *, now: datetime) -> "Held":
        """All of the trainer's and their clients', stored or to come."""
        own = Session.objects.filter(client__in=Client.objects.for_trainer(trainer))
        stored = (own | Session.objects.for_trainer(trainer)).holding_time().between(start, end)
        to_come = _to_come(Series.objects.for_trainer(trainer), start, end, now)
        return cls(trainer, [*_rows(stored), *to_come])

    def add(self, taken: Taken) -> None:
        insort(self._taken, taken, key=_in_order)
        self._longest = max(self._longest, taken.end - taken.start)

    def first_in_the_way(self, client_id: int | None, span: Span) -> Taken | None:
        first = bisect_left(self._taken, span.start - self._longest, key=_start)
        last = bisect_left(self._taken, span.end, key=_start)
        at_once = [other for other in self._taken[first:last] if other.end > span.start]
        return min(_in_the_way(self._trainer, client_id, span, at_once), key=_in_order, default=None)


def taken_by(trainer: Trainer, *, now: datetime) -> list[Taken]:
    """All that holds the trainer's time and is not over, stored or to come, in order."""
    unfinished = Series.objects.for_trainer(trainer)
    stored = Session.objects.for_trainer(trainer).holding_time().filter(scheduled_end__gt=now)
    return sorted([*_rows(stored), *_to_come(unfinished, now, now + FURTHEST, now)], key=_in_order)


def _start(taken: Taken) -> datetime:
    return taken.start


def _in_order(taken: Taken) -> tuple[datetime, int]:
    return taken.start, taken.pk or 0


def _stored(trainer: Trainer, client_id: int | None, start: datetime, end: datetime) -> Iterator[Taken]:
    of_both = Q(trainer=trainer) | Q(client=client_id) if client_id else Q(trainer=trainer)
    return _rows(Session.objects.filter(of_both).holding_time().between(start, end))


def _rows(sessions: SessionQuerySet) -> Iterator[Taken]:
    fields = ("scheduled_start", "scheduled_end", "pk", "trainer_id", "client_id", "title")
    return (Taken(*row) for row in sessions.order_by().values_list(*fields).iterator())


def _to_come(series: SeriesQuerySet, start: datetime, end: datetime, now: datetime) -> Iterator[Taken]:
    end = horizon.within_reach(end, now)
    unfinished = series.unfinished(end).select_related("timeline")
    for each, found in horizon.unstored(unfinished, start, end, now):
        yield Taken(found.start, found.end, None, each.trainer_id, each.timeline.client_id, each.title)


def _in_the_way(
    trainer: Trainer, client_id: int | None, wanted: Span, others: list[Taken]
) -> Iterator[Taken]:
    """Those of the same client, and those in an instant at which the trainer has no place left."""
    if client_id is not None:
        yield from (other for other in others if other.client_id == client_id)
    with_trainer = [other for other in others if other.trainer_id == trainer.pk]
    instants = {max(other.start, wanted.start) for other in with_trainer}
    full = [
        instant
        for instant in instants
        if sum(_covers(other, instant) for other in with_trainer) >= trainer.parallel_sessions
    ]
    yield from (other for other in with_trainer if any(_covers(other, instant) for instant in full))


def _covers(taken: Taken, instant: datetime) -> bool:
    return taken.start <= instant < taken.end
