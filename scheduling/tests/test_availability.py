"""When a trainer is free: contract 001's own example, and the edges of hours, days and clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clients.tests.factories import ClientFactory
from scheduling.domain import availability, booking
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory
from trainers.models import TimeOff, WorkingHours
from trainers.tests.factories import TrainerFactory

DAY = date(2025, 12, 10)
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(text, zone=BERLIN):
    """A time of DAY, or a date and time, on the clock."""
    text = text if "T" in text else f"{DAY}T{text}"
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def book(trainer, start, end, **values):
    return SessionFactory(
        client=ClientFactory(trainer=trainer), scheduled_start=at(start), scheduled_end=at(end), **values
    )


def slots(trainer, minutes=60, day=DAY):
    """(start, end, minutes) of each slot, on the trainer's clock."""
    found = availability.of_day(trainer, day, timedelta(minutes=minutes), now=NOW).slots
    return [
        (
            f"{slot.start.astimezone(trainer.zone):%H:%M}",
            f"{slot.end.astimezone(trainer.zone):%H:%M}",
            slot.minutes,
        )
        for slot in found
    ]


def free_minutes(zone, day):
    trainer = TrainerFactory(timezone=zone)
    for weekday in range(7):
        WorkingHours.objects.create(trainer=trainer, weekday=weekday, starts_at=time(0), ends_at=time(0))
    return sum(slot.minutes for slot in availability.of_day(trainer, day, HOUR, now=NOW).slots)


MORNING, NOON, EVENING = ("08:00", "10:00", 120), ("11:00", "14:00", 180), ("15:30", "20:00", 270)


@pytest.fixture
def contract(alice):
    """The two sessions of the contract's example."""
    return [book(alice, "10:00", "11:00"), book(alice, "14:00", "15:30")]


def test_of_day_as_in_the_contract(alice, contract):
    assert slots(alice, 90) == [MORNING, NOON, EVENING]
    assert availability.of_day(alice, DAY, timedelta(minutes=90), now=NOW).booked == contract


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1, [MORNING, NOON, EVENING]),
        (120, [MORNING, NOON, EVENING]),
        (121, [NOON, EVENING]),
        (270, [EVENING]),
        (271, []),
    ],
)
def test_of_day_keeps_whole_gaps_that_are_long_enough(alice, contract, minutes, expected):
    assert slots(alice, minutes) == expected


def test_of_day_without_sessions(alice):
    assert slots(alice) == [("08:00", "20:00", 720)]


def test_of_day_fully_booked(alice):
    book(alice, "08:00", "20:00")

    assert slots(alice, 1) == []


@pytest.mark.parametrize("start", ["07:00", "2025-12-09T23:00"])
def test_of_day_with_a_session_from_before(alice, start):
    session = book(alice, start, "09:00")

    assert slots(alice) == [("09:00", "20:00", 660)]
    assert availability.of_day(alice, DAY, HOUR, now=NOW).booked == [session]


def test_of_day_with_a_session_over_midnight_counts_on_both_days(alice):
    session = book(alice, "19:30", "2025-12-11T08:30")

    assert slots(alice) == [("08:00", "19:30", 690)]
    assert slots(alice, day=DAY + timedelta(days=1)) == [("08:30", "20:00", 690)]
    for day in (DAY, DAY + timedelta(days=1)):
        assert availability.of_day(alice, day, HOUR, now=NOW).booked == [session]


def test_of_day_with_a_session_until_midnight_counts_on_one_day(alice):
    book(alice, "22:00", "2025-12-11T00:00")

    assert availability.of_day(alice, DAY + timedelta(days=1), HOUR, now=NOW).booked == []


def test_of_day_with_the_longest_session(alice):
    book(alice, "2025-12-01T12:00", "2025-12-15T12:00")

    assert slots(alice, 1) == []
    assert slots(alice, day=date(2025, 12, 15)) == [("12:00", "20:00", 480)]


@pytest.mark.parametrize(
    ("status", "blocks"), [("cancelled", False), ("no-show", False), ("completed", True), ("scheduled", True)]
)
def test_of_day_with_a_status(alice, status, blocks):
    book(alice, "10:00", "11:00", status=status)

    assert slots(alice) == ([MORNING, ("11:00", "20:00", 540)] if blocks else [("08:00", "20:00", 720)])
    assert len(availability.of_day(alice, DAY, HOUR, now=NOW).booked) == blocks


def test_of_day_with_adjacent_sessions(alice):
    book(alice, "10:00", "11:00")
    book(alice, "11:00", "12:00")

    assert slots(alice) == [MORNING, ("12:00", "20:00", 480)]


def test_of_day_with_a_session_without_client(alice):
    yoga = OccurrenceFactory(
        series__timeline__trainer=alice, scheduled_start=at("10:00"), scheduled_end=at("11:00")
    )

    assert slots(alice) == [MORNING, ("11:00", "20:00", 540)]
    assert availability.of_day(alice, DAY, HOUR, now=NOW).booked == [yoga]


def test_of_day_with_sessions_of_another_trainer(alice, charlie):
    book(charlie, "10:00", "11:00")

    assert slots(alice) == [("08:00", "20:00", 720)]
    assert availability.of_day(alice, DAY, HOUR, now=NOW).booked == []


def test_of_day_with_working_hours(alice):
    for starts_at, ends_at in ((time(14), time(18)), (time(7), time(12))):
        WorkingHours.objects.create(
            trainer=alice, weekday=DAY.weekday(), starts_at=starts_at, ends_at=ends_at
        )
    book(alice, "11:00", "15:00")

    assert slots(alice) == [("07:00", "11:00", 240), ("15:00", "18:00", 180)]


def test_of_day_without_working_hours_on_that_day(alice):
    WorkingHours.objects.create(trainer=alice, weekday=0, starts_at=time(8), ends_at=time(12))

    assert slots(alice, 1) == []


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-12-08T00:00", "2025-12-14T00:00", []),
        ("00:00", "12:00", [("12:00", "20:00", 480)]),
        ("10:00", "11:00", [MORNING, ("11:00", "20:00", 540)]),
        ("2025-12-09T00:00", "00:00", [("08:00", "20:00", 720)]),
    ],
)
def test_of_day_with_time_off(alice, start, end, expected):
    TimeOff.objects.create(trainer=alice, start=at(start), end=at(end))

    assert slots(alice) == expected


def test_of_day_with_time_off_over_a_session(alice):
    TimeOff.objects.create(trainer=alice, start=at("09:00"), end=at("11:00"))
    TimeOff.objects.create(trainer=alice, start=at("10:00"), end=at("12:00"))
    book(alice, "10:30", "13:00")

    assert slots(alice) == [("08:00", "09:00", 60), ("13:00", "20:00", 420)]


def test_of_day_with_a_place_left(alice):
    alice.parallel_sessions = 2
    alice.save()
    book(alice, "10:00", "12:00")

    assert slots(alice) == [("08:00", "20:00", 720)]


def test_of_day_where_all_places_are_taken(alice):
    alice.parallel_sessions = 2
    alice.save()
    book(alice, "10:00", "12:00")
    book(alice, "11:00", "13:00")

    assert slots(alice) == [("08:00", "11:00", 180), ("12:00", "20:00", 480)]


def test_of_day_where_all_places_are_taken_before_it_begins(alice):
    alice.parallel_sessions = 2
    alice.save()
    book(alice, "07:00", "09:00")
    book(alice, "2025-12-09T22:00", "08:30")

    assert slots(alice) == [("08:30", "20:00", 690)]


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/Berlin", date(2027, 6, 8), 1440),
        ("Europe/Berlin", date(2027, 3, 28), 1380),
        ("Europe/Berlin", date(2027, 10, 31), 1500),
        ("America/New_York", date(2027, 3, 14), 1380),
        ("America/New_York", date(2027, 11, 7), 1500),
        ("Australia/Lord_Howe", date(2027, 10, 3), 1410),
        ("Australia/Lord_Howe", date(2027, 4, 4), 1470),
        ("Africa/Cairo", date(2027, 4, 30), 1380),
        ("Antarctica/Troll", date(2027, 3, 28), 1320),
    ],
)
def test_of_day_is_as_long_as_the_clocks_have_it(db, zone, day, minutes):
    assert free_minutes(zone, day) == minutes


def test_working_hours_that_touch_are_one_span(alice):
    for starts_at, ends_at in ((time(8), time(12)), (time(12), time(16)), (time(15), time(0))):
        WorkingHours.objects.create(
            trainer=alice, weekday=DAY.weekday(), starts_at=starts_at, ends_at=ends_at
        )

    assert availability.working_hours(alice, DAY) == [availability.Span(at("08:00"), at("2025-12-11T00:00"))]


def test_of_day_offers_what_can_be_booked_and_nothing_else(alice, now):
    """Every quarter of an hour of a day with sessions at odd times."""
    for start, end in (("07:40", "08:20"), ("10:05", "11:50"), ("11:50", "12:10"), ("19:45", "20:30")):
        book(alice, start, end)
    offered = availability.of_day(alice, DAY, HOUR, now=NOW).slots
    client = ClientFactory(trainer=alice)

    for quarter in range(8 * 4, 20 * 4 - 3):
        start = at("00:00") + quarter * HOUR / 4
        values = {"client": client, "title": "Try", "scheduled_start": start, "scheduled_end": start + HOUR}
        is_offered = any(slot.start <= start and start + HOUR <= slot.end for slot in offered)
        assert can_book(alice, values, now) == is_offered, start


def can_book(trainer, values, now):
    try:
        booking.remove(booking.book(trainer, values, now=now), now=now)
    except booking.SchedulingConflict:
        return False
    return True


@pytest.mark.parametrize("count", [1, 3])
def test_of_day_queries(alice, django_assert_num_queries, count):
    for hour in range(count):
        book(alice, f"{10 + hour}:00", f"{11 + hour}:00")

    with django_assert_num_queries(3):  # sessions and whether series are behind, working hours, time off
        availability.of_day(alice, DAY, HOUR, now=NOW)

    assert Session.objects.count() == count
