"""From wall clock to instant, in zones with every kind of change: gaps, overlaps, missing midnights."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from scheduling.domain import wall_clock

GAPS = [
    # zone, first skipped time, minutes that are skipped
    ("Europe/Berlin", "2026-03-29T02:00", 60),
    ("Europe/Berlin", "2027-03-28T02:00", 60),
    ("America/New_York", "2026-03-08T02:00", 60),
    ("America/New_York", "2027-03-14T02:00", 60),
    ("Australia/Lord_Howe", "2026-10-04T02:00", 30),
    ("Australia/Lord_Howe", "2027-10-03T02:00", 30),
    ("Africa/Cairo", "2026-04-24T00:00", 60),
    ("Africa/Cairo", "2027-04-30T00:00", 60),
    ("America/Santiago", "2026-09-06T00:00", 60),
    ("America/Santiago", "2027-09-05T00:00", 60),
    ("America/Havana", "2027-03-14T00:00", 60),
    ("Pacific/Chatham", "2027-09-26T02:45", 60),
    ("Antarctica/Troll", "2027-03-28T01:00", 120),
]
OVERLAPS = [
    # zone, first time that comes twice, minutes that come twice
    ("Europe/Berlin", "2026-10-25T02:00", 60),
    ("Europe/Berlin", "2027-10-31T02:00", 60),
    ("America/New_York", "2026-11-01T01:00", 60),
    ("America/New_York", "2027-11-07T01:00", 60),
    ("Australia/Lord_Howe", "2026-04-05T01:30", 30),
    ("Australia/Lord_Howe", "2027-04-04T01:30", 30),
    ("Africa/Cairo", "2026-10-29T23:00", 60),
    ("Africa/Cairo", "2027-10-28T23:00", 60),
    ("America/Santiago", "2026-04-04T23:00", 60),
    ("America/Santiago", "2027-04-03T23:00", 60),
    ("America/Havana", "2027-11-07T00:00", 60),
    ("Pacific/Chatham", "2027-04-04T02:45", 60),
    ("Antarctica/Troll", "2027-10-31T01:00", 120),
]
SECOND = timedelta(seconds=1)


def wall_at(instant, zone):
    return instant.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(("zone", "first", "twice"), OVERLAPS)
def test_to_instant_of_what_is_stored(zone, first, twice):
    zone, first = ZoneInfo(zone), datetime.fromisoformat(first)
    for fold in (0, 1):
        stored = first.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        assert wall_clock.to_instant(first, zone, stored) == stored
        other = first + timedelta(minutes=twice) / 2
        assert wall_clock.to_instant(other, zone, stored) == wall_clock.to_instant(other, zone)


@pytest.mark.parametrize(("zone", "first", "skipped"), GAPS)
def test_to_instant_in_a_gap(zone, first, skipped):
    zone, first, end = ZoneInfo(zone), datetime.fromisoformat(first), timedelta(minutes=skipped)

    for wall in (first, first + end / 2, first + end - SECOND):
        with pytest.raises(ValidationError, match="does not exist in"):
            wall_clock.to_instant(wall, zone)
        assert wall_at(wall_clock.or_next(wall, zone), zone) == wall + end


@pytest.mark.parametrize(("zone", "first", "skipped"), GAPS)
def test_to_instant_at_the_edges_of_a_gap(zone, first, skipped):
    zone, first = ZoneInfo(zone), datetime.fromisoformat(first)

    before = wall_clock.to_instant(first - SECOND, zone)
    after = wall_clock.to_instant(first + timedelta(minutes=skipped), zone)

    assert after - before == SECOND


@pytest.mark.parametrize(("zone", "first", "twice"), OVERLAPS)
def test_to_instant_in_an_overlap_is_the_first(zone, first, twice):
    zone, first, length = ZoneInfo(zone), datetime.fromisoformat(first), timedelta(minutes=twice)

    for wall in (first, first + length / 2, first + length - SECOND):
        instant = wall_clock.to_instant(wall, zone)
        assert wall_at(instant, zone) == wall
        assert wall_at(instant + length, zone) == wall


@pytest.mark.parametrize(("zone", "first", "twice"), OVERLAPS)
def test_to_instant_at_the_edges_of_an_overlap(zone, first, twice):
    zone, first, length = ZoneInfo(zone), datetime.fromisoformat(first), timedelta(minutes=twice)

    before = wall_clock.to_instant(first - SECOND, zone)
    start = wall_clock.to_instant(first, zone)
    after = wall_clock.to_instant(first + length, zone)

    assert start - before == SECOND
    assert after - start == 2 * length


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("Europe/Berlin", "2027-03-28T01:59:59", "2027-03-28T00:59:59+00:00"),
        ("Europe/Berlin", "2027-03-28T03:00:00", "2027-03-28T01:00:00+00:00"),
        ("America/New_York", "2027-11-07T01:30:00", "2027-11-07T05:30:00+00:00"),
        ("Australia/Lord_Howe", "2027-04-04T01:45:00", "2027-04-03T14:45:00+00:00"),
        ("Australia/Lord_Howe", "2027-10-03T02:30:00", "2027-10-02T15:30:00+00:00"),
        ("Europe/Berlin", "1970-01-01T00:00:00", "1969-12-31T23:00:00+00:00"),
        ("UTC", "2099-12-31T23:59:59", "2099-12-31T23:59:59+00:00"),
    ],
)
def test_to_instant(zone, wall, instant):
    assert wall_clock.to_instant(datetime.fromisoformat(wall), ZoneInfo(zone)).isoformat() == instant


@pytest.mark.parametrize(
    ("zone", "of", "hours"),
    [
        ("Europe/Berlin", "2027-06-08", 24),
        ("Europe/Berlin", "2027-03-28", 23),
        ("Europe/Berlin", "2027-10-31", 25),
        ("America/New_York", "2027-03-14", 23),
        ("America/New_York", "2027-11-07", 25),
        ("Australia/Lord_Howe", "2027-10-03", 23.5),
        ("Australia/Lord_Howe", "2027-04-04", 24.5),
        ("Africa/Cairo", "2027-04-30", 23),
        ("Africa/Cairo", "2027-10-28", 25),
        ("America/Santiago", "2027-09-05", 23),
        ("America/Santiago", "2027-04-03", 25),
        ("America/Havana", "2027-03-14", 23),
        ("America/Havana", "2027-11-07", 25),
        ("Pacific/Chatham", "2027-09-26", 23),
        ("Pacific/Chatham", "2027-04-04", 25),
        ("Antarctica/Troll", "2027-03-28", 22),
        ("Antarctica/Troll", "2027-10-31", 26),
    ],
)
def test_day_is_as_long_as_the_clocks_have_it(zone, of, hours):
    zone, of = ZoneInfo(zone), date.fromisoformat(of)

    start, end = wall_clock.day(of, zone)

    assert end - start == timedelta(hours=hours)
    assert start.astimezone(zone).date() == of
    assert (start - SECOND).astimezone(zone).date() == of - timedelta(days=1)
    assert (end - SECOND).astimezone(zone).date() == of
    assert end.astimezone(zone).date() == of + timedelta(days=1)


def test_day_without_midnight_starts_at_one():
    zone = ZoneInfo("Africa/Cairo")

    start, _ = wall_clock.day(date(2027, 4, 30), zone)

    assert f"{start.astimezone(zone):%H:%M}" == "01:00"


@pytest.mark.parametrize(
    ("zone", "today"), [("Europe/Berlin", date(2027, 6, 9)), ("America/New_York", date(2027, 6, 8))]
)
def test_today(zone, today):
    assert wall_clock.today(datetime(2027, 6, 8, 22, 30, tzinfo=UTC), ZoneInfo(zone)) == today
