"""What a change of a repeating series means for its sessions: planned first, then settled.

From now on the rule decides, but for sessions that are past, took place, were cancelled or changed by hand:
these are kept, and each stands for its day, week, month or year, in which no second one is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from django.db import IntegrityError, transaction

from scheduling.domain import conflicts, horizon, recurrence
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import Collision, SchedulingConflict
from scheduling.domain.horizon import FURTHEST
from scheduling.domain.recurrence import Occurrence, period
from scheduling.models import Series, Session, guard
from scheduling.models.session import SessionQuerySet

WHAT = ("client", "title", "description", "session_type", "location", "status")
WHEN = ("scheduled_start", "scheduled_end", "occurrence_on", "changed_by_hand")


@dataclass(frozen=True)
class Change:
    """A stored session, and what it becomes: an example that is not stored."""

    session: Session
    to: Session

    @property
    def moves(self) -> bool:
        return self._differs(WHEN)

    @property
    def differs(self) -> bool:
        return self._differs((*WHAT, *WHEN))

    def _differs(self, fields: Iterable[str]) -> bool:
        return any(getattr(self.session, name) != getattr(self.to, name) for name in fields)


class Kept(StrEnum):
    """Why a change of its series does not touch a session."""

    COMPLETED = "completed"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"
    PAST = "past"
    CHANGED = "changed by hand"


@dataclass(frozen=True)
class Plan:
    """What becomes of the sessions of a series; `session` is the one that the change was made on."""

    changed: list[Change] = field(default_factory=list)
    added: list[Session] = field(default_factory=list)
    dropped: list[Session] = field(default_factory=list)
    kept: list[Session] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    session: Session | None = None


def plan(
    series: Series,
    sessions: Iterable[Session],
    *,
    since: datetime,
    now: datetime,
    pinned: Change | None = None,
) -> Plan:
    """How the `sessions` of a series become those of its rule from `since` on.

    `pinned` is the session on which the change was made, and has just what was said of it, also if it was
    changed by hand before.
    """
    sessions = sorted(sessions, key=lambda session: session.occurrence_on or date.min)
    others = [each for each in sessions if not pinned or each.pk != pinned.session.pk]
    free = [each for each in others if is_free(each, now)]
    kept = [each for each in others if each not in free]
    stood_for = _stood_for(series, kept)
    if pinned:
        stood_for.add(_settle_day(pinned, series, stood_for))
    until = horizon.end_of(series, now)
    wanted = _wanted(series, stood_for, since, max(now + FURTHEST, until))
    changed, added = _matched(series, free, wanted, until, now)
    followed = {change.session.pk for change in changed}
    if pinned:
        changed = sorted([*changed, pinned], key=lambda change: change.to.scheduled_start)
    return Plan(
        [change for change in changed if change.differs],
        added,
        [each for each in free if each.pk not in followed],
        kept,
        _collisions(series, wanted, pinned, free, now),
    )


def settle(plan: Plan, *, now: datetime) -> None:
    """Store what was planned. Raises SchedulingConflict, and has stored nothing then."""
    if plan.collisions:
        raise SchedulingConflict.of(plan.collisions)
    try:
        with transaction.atomic():
            _write(plan, now)
    except IntegrityError as error:
        if guard.is_overlap(error):  # another trainer of this client was quicker
            raise SchedulingConflict(_first(plan), None) from error
        raise


def is_to_come(session: Session, now: datetime) -> bool:
    return session.status == Session.Status.SCHEDULED and session.scheduled_start >= now


def why_kept(session: Session, now: datetime) -> Kept:
    if session.status != Session.Status.SCHEDULED:
        return Kept(session.status)
    return Kept.PAST if session.scheduled_start < now else Kept.CHANGED


def is_free(session: Session, now: datetime) -> bool:
    """Whether a change of its series touches the session."""
    if session.changed_by_hand:
        return False
    # One that was cancelled, and not by hand, was when its series ended: it comes back if that goes on.
    ended = session.status == Session.Status.CANCELLED and session.scheduled_start >= now
    return ended or is_to_come(session, now)


def _stood_for(series: Series, kept: list[Session]) -> set[date]:
    """The periods in which no session is made: one is kept, or was deleted for good."""
    days = [each.occurrence_on for each in kept if each.occurrence_on]
    days += [date.fromisoformat(day) for day in series.deleted_on]
    return {period(series.cycle, day) for day in days}


def _settle_day(pinned: Change, series: Series, stood_for: set[date]) -> date:
    """The day that the pinned session stands for from now on; returns its period."""
    if pinned.moves:
        day = recurrence.wall_of(pinned.to.scheduled_start, series.zone).date()
        if period(series.cycle, day) in stood_for:
            # Another is kept there. So this one is an exception itself, and stands for its own day still.
            pinned.to.changed_by_hand = True
        else:
            pinned.to.occurrence_on = day
    return period(series.cycle, cast(date, pinned.to.occurrence_on))


def _wanted(series: Series, stood_for: set[date], since: datetime, until: datetime) -> list[Occurrence]:
    """What the rule has from `since` on, where nothing stands for it."""
    return [
        found
        for found in recurrence.of_series(series, since, until)
        if found.start >= since and period(series.cycle, found.wall.date()) not in stood_for
    ]


def _matched(
    series: Series, free: list[Session], wanted: list[Occurrence], until: datetime, now: datetime
) -> tuple[list[Change], list[Session]]:
    """Each session takes the time of its period; a time that is left is a new session, until the horizon."""
    waiting: dict[date, Session] = {}
    for session in free:
        if session.occurrence_on:
            waiting.setdefault(period(series.cycle, session.occurrence_on), session)
    changed, added = [], []
    for occurrence in wanted:
        stored = waiting.get(period(series.cycle, occurrence.wall.date()))
        if stored:
            changed.append(Change(stored, horizon.session_of(series, occurrence, now)))
        elif occurrence.start < until:
            added.append(horizon.session_of(series, occurrence, now))
    return changed, added


def _collisions(
    series: Series, wanted: list[Occurrence], pinned: Change | None, free: list[Session], now: datetime
) -> list[Collision]:
    times = [Span(occurrence.start, occurrence.end) for occurrence in wanted]
    apart_from = {session.pk for session in free}
    if pinned:
        times = sorted([*times, Span(pinned.to.scheduled_start, pinned.to.scheduled_end)], key=_start)
        apart_from.add(pinned.session.pk)
    trainer, client_id = series.trainer, series.timeline.client_id
    found = conflicts.refused(trainer, client_id, times, now=now, apart_from=apart_from, series=series)
    return [Collision(_example(series, span), taken) for span, taken in found]


def _start(span: Span) -> datetime:
    return span.start


def _example(series: Series, span: Span) -> Session:
    wall = recurrence.wall_of(span.start, series.zone)
    return horizon.session_of(series, Occurrence(wall, span.start, span.end), series.updated_at)


def _write(plan: Plan, now: datetime) -> None:
    Session.objects.filter(pk__in=[session.pk for session in plan.dropped]).delete()
    _move([change for change in plan.changed if change.moves])
    for values, changes in _alike(plan.changed):
        _stored(changes).update(**dict(zip(WHAT, values, strict=True)), updated_at=now)
    Session.objects.bulk_create(plan.added, batch_size=500)


def _move(changes: list[Change]) -> None:
    """Give the sessions their times, and leave them cancelled: what follows says what they are."""
    # They make room first: of two that change places, the one would be in the way of the other.
    _stored(changes).update(status=Session.Status.CANCELLED)
    for change in changes:
        for name in WHEN:
            setattr(change.session, name, getattr(change.to, name))
    Session.objects.bulk_update([change.session for change in changes], WHEN, batch_size=200)


def _alike(changes: list[Change]) -> Iterable[tuple[tuple[Any, ...], list[Change]]]:
    """(values, changes) of those that become the same, but for their times."""
    found: dict[tuple[Any, ...], list[Change]] = {}
    for change in changes:
        found.setdefault(tuple(getattr(change.to, name) for name in WHAT), []).append(change)
    return found.items()


def _stored(changes: list[Change]) -> SessionQuerySet:
    return Session.objects.filter(pk__in=[change.session.pk for change in changes])


def _first(plan: Plan) -> Session:
    return min([*(change.to for change in plan.changed), *plan.added], key=lambda each: each.scheduled_start)
