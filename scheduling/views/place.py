"""The place of a session in its series: which one it is, what comes before and after, what was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from scheduling.domain import horizon, recurrence
from scheduling.domain.recurrence import Occurrence, period
from scheduling.models import Series, Session
from trainers.validators import EARLIEST, LATEST


@dataclass(frozen=True)
class Place:
    """`number` is None of a session that stays although the rule is another now, `total` without an end."""

    series: Series
    number: int | None
    total: int | None
    is_moved: bool
    is_changed: bool
    previous: Session | None
    next: Session | None


def goes_on(session: Session) -> bool:
    """Whether it is one of a series that still repeats, and that can be changed with it."""
    series = session.series
    is_own = series is not None and series.trainer_id == session.trainer_id
    return bool(series and is_own and series.repeats and not series.removed_at and session.occurrence_on)


def place_of(session: Session, now: datetime) -> Place | None:
    """None of a session that is not one of many, or of another trainer's."""
    series, day = session.series, session.occurrence_on
    if series is None or day is None or not series.repeats or series.trainer_id != session.trainer_id:
        return None
    own = period(series.cycle, day)
    until_then = list(takewhile(lambda found: _period(series, found) <= own, _occurrences(series)))
    own_found = until_then[-1] if until_then and _period(series, until_then[-1]) == own else None
    others = Session.objects.filter(series=series).exclude(pk=session.pk)
    return Place(
        series,
        len(until_then) if own_found else None,
        _total(series) if own_found else None,
        session.changed_by_hand and not _takes_place_at(session, own_found),
        session.changed_by_hand,
        others.filter(scheduled_start__lte=session.scheduled_start).in_order().last(),
        _next(session, series, now),
    )


def _occurrences(series: Series) -> Iterator[Occurrence]:
    """All of its rule, without those that were deleted for good, whatever day they would have now."""
    deleted = {period(series.cycle, date.fromisoformat(day)) for day in series.deleted_on}
    found = recurrence.of_series(series, EARLIEST, LATEST)
    return (each for each in found if _period(series, each) not in deleted)


def _period(series: Series, found: Occurrence) -> date:
    return period(series.cycle, found.wall.date())


def _takes_place_at(session: Session, found: Occurrence | None) -> bool:
    return found is None or (session.scheduled_start, session.scheduled_end) == (found.start, found.end)


def _total(series: Series) -> int | None:
    if series.is_endless:
        return None
    return sum(1 for _ in _occurrences(series))


def _next(session: Session, series: Series, now: datetime) -> Session | None:
    """The one after it, stored now if its series was not laid out so far."""
    after = session.scheduled_end
    found = next((each for each in recurrence.of_series(series, after, LATEST) if each.start >= after), None)
    if found and series.laid_out_until and found.start >= series.laid_out_until:
        horizon.look(session.trainer, found.start, found.end, now=now)
    later = Session.objects.filter(series=series, scheduled_start__gt=session.scheduled_start)
    return later.in_order().first()
