"""Spans of days that a trainer looks back on: this month, last month, a week, a year, or any."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain import wall_clock

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From a day to another, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When it starts, and when it has just ended, on the clocks of the zone."""
        return wall_clock.day(self.first, zone)[0], wall_clock.day(self.last, zone)[1]

    def weeks(self, starts_on: int) -> Iterator["Period"]:
        """In order; the first and the last only as far as they lie in the period."""
        first = self.first
        while first <= self.last:
            last = min(first + timedelta(days=6 - (first.weekday() - starts_on) % 7), self.last)
            yield Period(first, last)
            first = last + DAY


def month(of: date) -> Period:
    first = of.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1) - DAY)


def week(of: date, starts_on: int) -> Period:
    first = of - timedelta(days=(of.weekday() - starts_on) % 7)
    return Period(first, first + timedelta(days=6))


def year(of: date) -> Period:
    return Period(of.replace(month=1, day=1), of.replace(month=12, day=31))


def before(period: Period) -> Period:
    """As long as the period: of a month the month, of a year the year before."""
    last = period.first - DAY
    if period == month(period.first):
        return month(last)
    if period == year(period.first):
        return year(last)
    return Period(last - timedelta(days=period.days - 1), last)
