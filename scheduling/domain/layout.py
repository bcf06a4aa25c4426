"""How the sessions of a repeating series become those of its rule.

From now on the rule decides, but for sessions that are past, took place, were cancelled or changed by hand:
these are kept, and each stands for its day, week, month or year, in which no second one is made.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import cast

from scheduling.domain import conflicts, horizon, recurrence
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import Collision
from scheduling.domain.horizon import FURTHEST
from scheduling.domain.plans import Change, Plan, is_free, is_to_come
from scheduling.domain.recurrence import Occurrence, period
from scheduling.models import Series, Session


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
    changed by hand before; one that is not to change is kept.
    """
    sessions = sorted(sessions, key=lambda session: session.occurrence_on or date.min)
    others = [each for each in sessions if not pinned or each.pk != pinned.session.pk]
    free = [each for each in others if is_free(each, now) and (is_open(series) or is_to_come(each, now))]
    touched = {each.pk for each in free}
    kept = [each for each in others if each.pk not in touched]
    if pinned and not pinned.differs:
        kept, pinned = [*kept, pinned.session], None
    stood_for = _stood_for(series, kept)
    if pinned:
        stood_for.add(_settle_day(pinned, series, stood_for))
    until = horizon.end_of(series, now)
    wanted = _wanted(series, stood_for, since, max(now + FURTHEST, until))
    changed, added = _matched(series, free, wanted, until, now)
    if not is_open(series):
        added = []
    if pinned:
        changed = sorted([*changed, pinned], key=lambda change: change.to.scheduled_start)
    return Plan(
        [change for change in changed if change.differs],
        added,
        list(_dropped(free, changed, now)),
        kept,
        _collisions(series, wanted, pinned, free, now),
    )


def is_open(series: Series) -> bool:
    """Whether sessions may be added: not while its client is inactive."""
    client = series.timeline.client
    return client is None or client.is_active


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


def _dropped(free: list[Session], changed: list[Change], now: datetime) -> Iterator[Session]:
    followed = {change.session.pk for change in changed}
    days = {change.to.occurrence_on for change in changed}
    for session in free:
        # What was cancelled when the series ended is a record, unless another has its day now.
        if session.pk not in followed and (is_to_come(session, now) or session.occurrence_on in days):
            yield session


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
