"""Series on the wall clock: over changes of clocks, month ends, leap days and week 53."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduling.domain.recurrence import Cycle, Occurrence, Rule, occurrences

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rule(cycle: Cycle, start: str, zone: ZoneInfo = BERLIN, duration: timedelta = HOUR, **more) -> Rule:
    return Rule(cycle, datetime.fromisoformat(start), duration, zone, **more)


def starts(series: Rule, start: str, end: str) -> list[str]:
    found = occurrences(series, at(start), at(end))
    return [f"{occurrence.start:%m-%dT%H:%M}" for occurrence in found]


def days(series: Rule, start: str, end: str) -> list[str]:
    return [f"{occurrence.wall:%m-%d}" for occurrence in occurrences(series, at(start), at(end))]


def test_weekly_over_the_spring_change():
    friday = rule(Cycle.WEEKLY, "2027-03-19T09:00")

    assert starts(friday, "2027-03-01", "2027-04-10") == [
        "03-19T08:00",
        "03-26T08:00",
        "04-02T07:00",
        "04-09T07:00",
    ]


def test_weekly_over_the_autumn_change():
    friday = rule(Cycle.WEEKLY, "2027-10-22T09:00")

    assert starts(friday, "2027-10-01", "2027-11-06") == ["10-22T07:00", "10-29T07:00", "11-05T08:00"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-04-03", ["04-02T22:00", "04-03T22:30", "04-04T22:30"]),
        ("2027-10-02", ["10-01T22:30", "10-02T22:00", "10-03T22:00"]),
    ],
)
def test_daily_over_half_an_hour(day, expected):
    daily = rule(Cycle.DAILY, f"{day}T09:00", LORD_HOWE, count=3)

    assert starts(daily, "2027-01-01", "2028-01-01") == expected


def test_skipped_time_moves_forward_and_is_not_lost():
    sunday = rule(Cycle.WEEKLY, "2027-03-21T02:30")

    found = list(occurrences(sunday, at("2027-03-28"), at("2027-04-05")))

    assert found == [
        Occurrence(datetime(2027, 3, 28, 2, 30), at("2027-03-28T01:30"), at("2027-03-28T02:30")),
        Occurrence(datetime(2027, 4, 4, 2, 30), at("2027-04-04T00:30"), at("2027-04-04T01:30")),
    ]


def test_repeated_time_happens_once_the_first_time():
    daily = rule(Cycle.DAILY, "2027-10-30T02:30", count=3)

    assert starts(daily, "2027-10-01", "2027-12-01") == ["10-30T00:30", "10-31T00:30", "11-01T01:30"]


def test_length_stays_exact_over_the_change():
    night = rule(Cycle.WEEKLY, "2027-03-20T22:00", duration=8 * HOUR)

    found = list(occurrences(night, at("2027-03-27T12:00"), at("2027-03-29")))

    assert [occurrence.end.astimezone(BERLIN).hour for occurrence in found] == [7]


def test_monthly_on_the_31st_skips_short_months():
    monthly = rule(Cycle.MONTHLY, "2027-01-31T09:00")

    assert days(monthly, "2027-01-01", "2028-01-01") == [
        "01-31",
        "03-31",
        "05-31",
        "07-31",
        "08-31",
        "10-31",
        "12-31",
    ]


@pytest.mark.parametrize(
    ("day", "february"), [("2027-01-29", ["02-29"]), ("2027-01-30", []), ("2027-01-28", ["02-28"])]
)
def test_monthly_in_a_leap_february(day, february):
    assert days(rule(Cycle.MONTHLY, f"{day}T09:00"), "2028-02-01", "2028-03-01") == february


def test_yearly_on_the_leap_day():
    yearly = rule(Cycle.YEARLY, "2028-02-29T09:00")

    found = [occurrence.wall.year for occurrence in occurrences(yearly, at("2028-01-01"), at("2041-01-01"))]
    assert found == [2028, 2032, 2036, 2040]


def test_biweekly_over_week_53():
    friday = rule(Cycle.WEEKLY, "2026-12-18T09:00", interval=2)

    assert days(friday, "2026-12-19", "2027-02-01") == ["01-01", "01-15", "01-29"]


def test_count_and_until_end_a_series():
    counted = rule(Cycle.DAILY, "2027-06-08T09:00", count=5)
    until = rule(Cycle.DAILY, "2027-06-08T09:00", until=datetime(2027, 6, 10, 9))

    assert days(counted, "2027-06-10", "2028-01-01") == ["06-10", "06-11", "06-12"]
    assert days(until, "2027-06-01", "2028-01-01") == ["06-08", "06-09", "06-10"]


def test_span_is_half_open_and_sees_what_is_under_way():
    daily = rule(Cycle.DAILY, "2027-06-08T09:00")  # 07:00 to 08:00 in UTC

    assert starts(daily, "2027-06-10T07:59", "2027-06-11T07:00") == ["06-10T07:00"]
    assert starts(daily, "2027-06-10T08:00", "2027-06-11T07:01") == ["06-11T07:00"]


def test_far_from_its_start_a_rule_keeps_its_step():
    third = rule(Cycle.DAILY, "2027-01-01T09:00", interval=3)
    near = [occurrence.wall for occurrence in occurrences(third, at("2027-01-01"), at("2099-03-01"))]

    far = [occurrence.wall for occurrence in occurrences(third, at("2099-02-01"), at("2099-03-01"))]

    assert far == near[-len(far) :]
    assert len(far) > 8
