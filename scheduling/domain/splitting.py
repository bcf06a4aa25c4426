"""Where a series is cut in two, and where it starts when one of its sessions is moved with all others."""

from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import uuid4

from dateutil.relativedelta import relativedelta

from scheduling.domain import horizon, recurrence, wall_clock
from scheduling.domain.recurrence import Occurrence, period, rule_of, wall_of
from scheduling.models import Cycle, Series, Session
from trainers.validators import EARLIEST, LATEST

_UNIT = {Cycle.DAILY: "days", Cycle.WEEKLY: "weeks", Cycle.MONTHLY: "months", Cycle.YEARLY: "years"}


def occurrence_of(series: Series, session: Session) -> Occurrence | None:
    """What the rule has in the session's day, week, month or year, else next; None if it has ended."""
    first = period(series.cycle, cast(date, session.occurrence_on))
    start = max(wall_clock.day(first, series.zone)[0] - timedelta(days=2), EARLIEST)
    found = recurrence.of_series(series, start, LATEST)
    return next((each for each in found if period(series.cycle, each.wall.date()) >= first), None)


def is_first(series: Series, at: Occurrence) -> bool:
    return at.wall == rule_of(series).start


def cut(series: Series, at: Occurrence) -> None:
    """Let the series end on the day before `at`; nothing is stored."""
    midnight = datetime.combine(at.wall.date(), time.min)
    series.until = wall_clock.or_next(midnight - timedelta(seconds=1), series.zone)
    series.count = None
    if series.laid_out_until:
        series.laid_out_until = horizon.laid_out(series, series.laid_out_until)


def split(
    series: Series,
    session: Session,
    at: Occurrence,
    times: tuple[datetime, datetime] | None,
    *,
    now: datetime,
) -> Series:
    """Let the series end before `at`, and one that is otherwise the same go on from there.

    `at` is the occurrence_of() the session; instead of its times the second series starts with `times`, if
    these are given. Stores both series and answers with the second; the session and those of later days are
    its own now, and unchanged.
    """
    first = period(series.cycle, cast(date, session.occurrence_on))
    rest = copy(series)
    rest.pk, rest.uuid, rest.created_at, rest.updated_at = None, uuid4(), now, now
    rest.deleted_on = [day for day in series.deleted_on if date.fromisoformat(day) >= first]
    if rest.count:
        rest.count -= sum(1 for _ in recurrence.of_series(series, EARLIEST, at.start))
    start, end = times or (at.start, at.end)
    wall = wall_of(start, series.zone) if times else at.wall
    for name, value in (_starting(rest, wall, end - start) | _until(rest, at, wall)).items():
        setattr(rest, name, value)
    series.deleted_on = [day for day in series.deleted_on if date.fromisoformat(day) < first]
    series.updated_at = now
    cut(series, at)
    series.save()
    rest.save(force_insert=True)
    series.sessions.filter(occurrence_on__gte=first).update(series=rest)
    return rest


def shifted(series: Series, at: Occurrence, start: datetime, end: datetime) -> dict[str, Any]:
    """{field of Series: value} for `start` to `end` where the rule has `at`, and all others moved alike."""
    wall = wall_of(start, series.zone)
    steps = _steps(series, at.wall)
    while not _is_alike(series, wall, _back(series, wall, steps)):
        steps -= 1  # a month without that day has no session, so it cannot be the first
    first = _back(series, wall, steps)
    values = _starting(series, first, end - start) | _until(series, at, wall)
    if _is_stepped_back(series):
        values["deleted_on"] = [*values.get("deleted_on", series.deleted_on), first.date().isoformat()]
    return values


def _until(series: Series, at: Occurrence, wall: datetime) -> dict[str, Any]:
    """{field of Series: value} for an end that moves as `at` does."""
    if not series.until:
        return {}
    until = wall_of(series.until, series.zone) + (wall - at.wall)
    return {"until": wall_clock.or_next(until, series.zone)}


def _steps(series: Series, wall: datetime) -> int:
    """How many times the rule goes on from its start to `wall`."""
    start = rule_of(series).start
    days = (wall.date() - start.date()).days
    years = wall.year - start.year
    cycles = {
        Cycle.DAILY: days,
        Cycle.WEEKLY: days // 7,
        Cycle.MONTHLY: years * 12 + wall.month - start.month,
        Cycle.YEARLY: years,
    }
    return cycles[Cycle(str(series.cycle))] // series.interval


def _back(series: Series, wall: datetime, steps: int) -> datetime:
    cycles: dict[str, Any] = {_UNIT[Cycle(str(series.cycle))]: steps * series.interval}
    return wall - relativedelta(**cycles)


def _is_alike(series: Series, wall: datetime, other: datetime) -> bool:
    """Whether no day had to give way: there is no 31 February."""
    return series.cycle in {Cycle.DAILY, Cycle.WEEKLY} or other.day == wall.day


def _starting(series: Series, wall: datetime, duration: timedelta) -> dict[str, Any]:
    """{field of Series: value} for a rule whose first session is at `wall` on the clock.

    On a day on which the clocks skip that time no rule can start; it starts one earlier, which counts as
    deleted.
    """
    first, steps = wall, 0
    while not _is_alike(series, wall, first) or wall_clock.is_skipped(first, series.zone):
        steps += 1
        first = _back(series, wall, steps)
    start = wall_clock.or_next(first, series.zone)
    values: dict[str, Any] = {"start": start, "end": start + duration}
    if steps:
        values["deleted_on"] = [*series.deleted_on, first.date().isoformat()]
        values["count"] = series.count and series.count + 1
    return values


def _is_stepped_back(series: Series) -> bool:
    """Whether the rule starts one earlier than it should, by _starting()."""
    start = rule_of(series).start
    second = _back(series, start, -1)
    return start.date().isoformat() in series.deleted_on and wall_clock.is_skipped(second, series.zone)
