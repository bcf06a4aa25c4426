"""When a repeating session takes place: a pure function of its rule, its zone and a span of time.

dateutil knows the rules (RFC 5545); what the clocks of a zone do to them is decided here. The wall clock
rules: nine o'clock stays nine o'clock when the clocks change. A time that they skip moves forward by what
they skip, and is not lost; of a time that comes twice the first is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from dateutil import rrule

from scheduling.domain import wall_clock
from scheduling.models import Cycle, Series
from trainers.validators import LATEST

_FREQUENCY: dict[Cycle, Any] = {
    Cycle.DAILY: rrule.DAILY,
    Cycle.WEEKLY: rrule.WEEKLY,
    Cycle.MONTHLY: rrule.MONTHLY,
    Cycle.YEARLY: rrule.YEARLY,
}
# How long one cycle is, where that does not depend on the calendar.
_LENGTH = {Cycle.DAILY: timedelta(days=1), Cycle.WEEKLY: timedelta(weeks=1)}
# The clocks of no zone differ from UTC, or change, by more.
_CLOCKS = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """A session every `interval` cycles from `start` on, which is the first and on the wall clock (naive).

    It ends after `count` sessions, or with the last that starts by `until` (naive, inclusive), or never.
    Every session lasts exactly `duration`. On the 31st, or on 29 February, a month or year without that day
    has none.
    """

    cycle: Cycle
    start: datetime
    duration: timedelta
    zone: ZoneInfo
    interval: int = 1
    until: datetime | None = None
    count: int | None = None


@dataclass(frozen=True)
class Occurrence:
    """One session of a rule. `wall` tells it from the others: when the rule has it, on the wall clock."""

    wall: datetime
    start: datetime
    end: datetime


def occurrences(rule: Rule, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Those under way at some time in [start, end), aware, in order. A rule without end needs that end."""
    earliest = wall_of(start - rule.duration, rule.zone) - _CLOCKS
    for wall in _walls(rule, earliest):
        instant = wall_clock.or_next(wall, rule.zone)
        if instant >= end:
            return
        if instant + rule.duration > start:
            yield Occurrence(wall, instant, instant + rule.duration)


def of_series(series: Series, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """As occurrences(), for a series that repeats, within the years that the product keeps."""
    return (found for found in occurrences(rule_of(series), start, end) if found.end < LATEST)


def rule_of(series: Series) -> Rule:
    """The rule of a series that repeats."""
    start, end, zone = cast(datetime, series.start), cast(datetime, series.end), series.zone
    return Rule(
        Cycle(str(series.cycle)),
        wall_of(start, zone),
        end - start,
        zone,
        series.interval,
        series.until and wall_of(series.until, zone),
        series.count,
    )


def period(cycle: str | None, day: date) -> date:
    """The first day of the day, week (from Monday), month or year in which a rule has at most one session."""
    match cycle:
        case Cycle.WEEKLY:
            return day - timedelta(days=day.weekday())
        case Cycle.MONTHLY:
            return day.replace(day=1)
        case Cycle.YEARLY:
            return day.replace(month=1, day=1)
    return day


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of the zone show, naive."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _walls(rule: Rule, earliest: datetime) -> Iterator[datetime]:
    """When the rule has its sessions on the wall clock; those before `earliest` may be left out."""
    yield from rrule.rrule(
        _FREQUENCY[rule.cycle],
        dtstart=_skip(rule, earliest),
        interval=rule.interval,
        until=rule.until,
        count=rule.count,
    ).xafter(earliest, inc=True)


def _skip(rule: Rule, earliest: datetime) -> datetime:
    """A start of the same rule not long before `earliest`: years of days need not be counted one by one."""
    if rule.count is not None or rule.cycle not in _LENGTH or earliest <= rule.start:
        return rule.start
    step = _LENGTH[rule.cycle] * rule.interval
    return rule.start + (earliest - rule.start) // step * step
