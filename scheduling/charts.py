"""Numbers as they are drawn: where the bars of a chart stand, each with the sessions it counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.http import urlencode

from scheduling.domain.periods import Period
from scheduling.domain.statistics import Figures, Report
from scheduling.models import Session

HEIGHT = 160
# From below to above.
STACK = (Session.Status.COMPLETED, Session.Status.SCHEDULED, Session.Status.NO_SHOW, Session.Status.CANCELLED)
NOT_CANCELLED = [value for value in Session.Status.values if value != Session.Status.CANCELLED]
SHADES = 4
USUAL_HOURS = (7, 20)


@dataclass(frozen=True)
class Bar:
    """A row of a table with its bar, of so many percent; `then` is the count of the period before."""

    key: str
    label: str
    count: int
    then: int
    percent: float
    link: str


@dataclass(frozen=True)
class Part:
    """A part of a column: `y` and `height` in pixels."""

    status: str
    label: str
    count: int
    y: float
    height: float
    link: str


@dataclass(frozen=True)
class Column:
    """A week: `x`, `width` and `middle` in percent of the chart's width."""

    week: Period
    total: int
    x: float
    width: float
    middle: float
    has_label: bool
    link: str
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """So many sessions begin in an hour of a weekday; `shade` from 0 to 4."""

    hour: int
    count: int
    shade: int
    link: str


def sessions_of(period: Period, **asked: Any) -> str:
    """The address of the sessions of a period."""
    return (
        f"{reverse('sessions')}?{urlencode({'from': period.first, 'to': period.last, **asked}, doseq=True)}"
    )


def bars(
    period: Period, name: str, choices: Any, now: Mapping[str, int], then: Mapping[str, int]
) -> list[Bar]:
    """One for each choice of `name`, a filter of the list."""
    most = max([now.get(value, 0) for value, _ in choices] + [1])
    return [
        Bar(
            value,
            str(label),
            now.get(value, 0),
            then.get(value, 0),
            _rounded(100 * now.get(value, 0) / most),
            sessions_of(period, **{name: value}),
        )
        for value, label in choices
    ]


def columns(report: Report, week_starts_on: int) -> list[Column]:
    """One for each week, as high as it has sessions."""
    weeks, counts = list(report.period.weeks(week_starts_on)), report.now.weeks
    totals = {week: sum(counts[week, status] for status in STACK) for week in weeks}
    most, room = max([*totals.values(), 1]), 100 / len(weeks)
    every = -(-len(weeks) // 6)  # six labels have room on a phone
    return [
        Column(
            week,
            totals[week],
            _rounded(number * room + room * 0.12),
            _rounded(room * 0.76),
            _rounded(number * room + room / 2),
            number % every == 0,
            sessions_of(week),
            list(_parts(week, counts, HEIGHT / most)),
        )
        for number, week in enumerate(weeks)
    ]


def hours(report: Report, week_starts_on: int) -> list[tuple[int, list[Cell]]]:
    """(weekday, its hours) from the first hour of the day that there is something in to the last."""
    counts = report.now.hours
    used = [hour for _, hour in counts] or list(USUAL_HOURS)
    most = max([*counts.values(), 1])
    days = [(week_starts_on + n) % 7 for n in range(7)]
    span = range(min(used), max(used) + 1)
    return [
        (day, [_cell(report.period, day, hour, counts[day, hour], most) for hour in span]) for day in days
    ]


def _parts(week: Period, counts: Mapping[Any, int], unit: float) -> Iterator[Part]:
    below = float(HEIGHT)
    for status in STACK:
        count = counts[week, status]
        if count:
            below -= count * unit
            link = sessions_of(week, status=status.value)
            yield Part(status.value, str(status.label), count, _rounded(below), _rounded(count * unit), link)


def _cell(period: Period, weekday: int, hour: int, count: int, most: int) -> Cell:
    link = sessions_of(period, weekday=weekday, hour=hour, status=NOT_CANCELLED)
    return Cell(hour, count, -(-count * SHADES // most), link)


def hours_of(figures: Figures) -> tuple[float, float]:
    """(trained, planned) hours."""
    return figures.trained.total_seconds() / 3600, figures.planned.total_seconds() / 3600


def day_of_weekday(weekday: int) -> str:
    """Mon: of 1 January 2018, which was one, and the days after it."""
    return format_date(date(2018, 1, 1 + weekday), "D")


def _rounded(number: float) -> float:
    return round(number, 2)
