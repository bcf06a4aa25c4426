"""What is offered keeps a distance after sessions, and begins no sooner than the trainer wants."""

from datetime import UTC, datetime, timedelta

import pytest

from clients.tests.factories import ClientFactory
from scheduling.domain import availability, booking
from scheduling.domain.availability import Span
from scheduling.tests.factories import SessionFactory
from scheduling.tests.test_availability import DAY, NOW, at, book, slots
from scheduling.views.oddities import CLOSE, OUTSIDE, SHORT, oddities

MINUTE = timedelta(minutes=1)


@pytest.fixture
def alice(alice):
    """Who wants a quarter of an hour after each session."""
    alice.buffer_minutes = 15
    alice.save()
    return alice


@pytest.mark.parametrize("start", ["07:00", "2025-12-09T20:00"])
def test_buffer_of_a_session_that_ends_as_work_begins(alice, start):
    book(alice, start, "08:00")

    assert slots(alice) == [("08:15", "20:00", 705)]


def test_buffer_of_the_day_before_reaches_over_midnight(alice):
    alice.working_hours.create(weekday=DAY.weekday(), starts_at="00:00", ends_at="12:00")
    session = book(alice, "2025-12-09T23:00", "2025-12-10T00:00")

    assert slots(alice) == [("00:15", "12:00", 705)]
    assert session not in availability.of_day(alice, DAY, MINUTE, now=NOW).booked


def test_buffer_is_kept_before_a_session_too(alice):
    """Whoever is booked before it is followed by a buffer as well."""
    book(alice, "10:00", "11:00")

    assert slots(alice) == [("08:00", "09:45", 105), ("11:15", "20:00", 525)]


def test_buffer_is_kept_before_a_session_after_work(alice):
    book(alice, "20:05", "21:00")

    assert slots(alice) == [("08:00", "19:50", 710)]


def test_buffer_leaves_no_slot_between_close_sessions(alice):
    book(alice, "09:00", "10:00")
    book(alice, "10:30", "11:30")

    assert slots(alice, 1) == [("08:00", "08:45", 45), ("11:45", "20:00", 495)]


def test_buffer_is_not_kept_to_time_off(alice):
    alice.time_off.create(start=at("10:00"), end=at("11:00"))

    assert slots(alice) == [("08:00", "10:00", 120), ("11:00", "20:00", 540)]


def test_buffer_takes_one_place_of_two(alice):
    alice.parallel_sessions = 2
    alice.save()
    book(alice, "10:00", "11:00")
    assert slots(alice) == [("08:00", "20:00", 720)]

    book(alice, "11:10", "12:00")

    assert slots(alice) == [("08:00", "10:55", 175), ("11:15", "20:00", 525)]


def test_buffer_lets_nobody_be_refused_who_is_booked_by_hand(alice):
    book(alice, "10:00", "11:00")
    values = {"title": "Close", "scheduled_start": at("11:00"), "scheduled_end": at("12:00")}

    session = booking.book(alice, values | {"client": ClientFactory(trainer=alice)}, now=NOW)

    assert session.pk


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2025-12-09T21:00", [("08:00", "20:00", 720)]),
        ("2025-12-10T07:52", [("10:00", "20:00", 600)]),
        ("2025-12-10T08:00", [("10:00", "20:00", 600)]),
        ("2025-12-10T19:30", []),
        ("2025-12-11T00:00", [("08:00", "20:00", 720)]),
    ],
    ids=["far ahead", "rounded up to a quarter", "to the minute", "too late", "the day is over"],
)
def test_notice(alice, now, expected):
    alice.notice_minutes = 120

    found = availability.of_day(alice, DAY, 60 * MINUTE, now=at(now)).slots

    assert [(f"{it.start.astimezone(alice.zone):%H:%M}", f"{it.end.astimezone(alice.zone):%H:%M}", it.minutes)
            for it in found] == expected  # fmt: skip


def test_no_notice_offers_what_has_gone_by(alice):
    """Contract 001 asks for a day, not for what is left of it."""
    assert availability.of_day(alice, DAY, MINUTE, now=at("12:00")).slots == [Span(at("08:00"), at("20:00"))]


def test_notice_of_a_month(alice):
    alice.notice_minutes = 43_200

    assert availability.of_day(alice, DAY, MINUTE, now=at("2025-11-12T08:00")).slots == []


def test_oddities_of_what_is_booked_by_hand(alice):
    book(alice, "10:00", "11:00")
    alice.notice_minutes = 60

    close = book(alice, "11:10", "12:00")
    late = book(alice, "20:00", "21:00")

    found = oddities(alice, [close, late], at("10:30"))
    assert found == [[CLOSE, SHORT], [OUTSIDE]]
    assert oddities(alice, [close, late]) == [[CLOSE], [OUTSIDE]]


def test_oddities_of_a_place_that_is_left(alice):
    alice.parallel_sessions = 2
    alice.save()
    book(alice, "10:00", "11:00")

    assert oddities(alice, [book(alice, "11:00", "12:00")]) == [[]]


@pytest.mark.parametrize("count", [1, 3])
def test_oddities_queries(alice, emma, django_assert_num_queries, count):
    sessions = SessionFactory.create_batch(count, client=emma)

    with django_assert_num_queries(3):  # working hours, time off, what is near
        oddities(alice, sessions, datetime(2027, 1, 1, tzinfo=UTC))
