"""Spans of days: a month, a week, a year, what was before, and the weeks in them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.domain import periods
from scheduling.domain.periods import Period


def span(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-06-08", span("2027-06-01", "2027-06-30")),
        ("2028-02-29", span("2028-02-01", "2028-02-29")),
        ("2027-12-31", span("2027-12-01", "2027-12-31")),
    ],
)
def test_month(day, expected):
    assert periods.month(date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        (0, span("2027-06-07", "2027-06-13")),
        (6, span("2027-06-06", "2027-06-12")),
        (2, span("2027-06-02", "2027-06-08")),
    ],
)
def test_week(starts_on, expected):
    assert periods.week(date(2027, 6, 8), starts_on) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (span("2027-03-01", "2027-03-31"), span("2027-02-01", "2027-02-28")),
        (span("2027-01-01", "2027-12-31"), span("2026-01-01", "2026-12-31")),
        (span("2027-06-07", "2027-06-13"), span("2027-05-31", "2027-06-06")),
        (span("2027-06-07", "2027-06-07"), span("2027-06-06", "2027-06-06")),
        (span("2027-03-02", "2027-03-31"), span("2027-01-31", "2027-03-01")),
    ],
)
def test_before(period, expected):
    assert periods.before(period) == expected


def test_weeks():
    assert list(span("2027-06-05", "2027-06-15").weeks(0)) == [
        span("2027-06-05", "2027-06-06"),
        span("2027-06-07", "2027-06-13"),
        span("2027-06-14", "2027-06-15"),
    ]


def test_instants_over_a_change_of_clocks():
    assert span("2027-03-28", "2027-03-28").instants(ZoneInfo("Europe/Berlin")) == (
        datetime(2027, 3, 27, 23, tzinfo=UTC),
        datetime(2027, 3, 28, 22, tzinfo=UTC),
    )
