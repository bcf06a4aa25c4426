"""Why the times of a day are not free: with the free ones they are the whole day."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest

from clients.tests.factories import ClientFactory
from scheduling.domain import availability, not_free, wall_clock
from scheduling.domain.availability import Span, without
from scheduling.domain.not_free import Why
from scheduling.tests.factories import SessionFactory
from scheduling.tests.test_availability import DAY, NOW, at, book

LONG_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


def reasons(trainer, now=LONG_BEFORE):
    """(start, end, why, what it is about) of each stretch, on the trainer's clock."""
    return [
        (
            f"{it.span.start.astimezone(trainer.zone):%H:%M}",
            f"{it.span.end.astimezone(trainer.zone):%H:%M}",
            it.why,
            it.session or it.off,
        )
        for it in not_free.of_day(trainer, DAY, now=now)
    ]


EARLY, LATE = ("00:00", "08:00", Why.CLOSED, None), ("20:00", "00:00", Why.CLOSED, None)


def test_of_an_empty_day(alice):
    assert reasons(alice) == [EARLY, LATE]


def test_of_a_day_with_something_of_everything(alice):
    alice.buffer_minutes = 15
    alice.save()
    rehab, boxing = book(alice, "10:00", "11:00"), book(alice, "12:00", "13:00")
    dentist = alice.time_off.create(start=at("12:30"), end=at("14:00"), reason="Dentist")
    alice.notice_minutes = 60

    assert reasons(alice, at("07:20")) == [
        EARLY,
        ("08:00", "08:30", Why.NOTICE, None),
        ("09:45", "10:00", Why.BEFORE, rehab),
        ("10:00", "11:00", Why.BOOKED, rehab),
        ("11:00", "11:15", Why.AFTER, rehab),
        ("11:45", "12:00", Why.BEFORE, boxing),
        ("12:00", "13:00", Why.BOOKED, boxing),
        ("13:00", "14:00", Why.AWAY, dentist),
        LATE,
    ]


def test_of_a_day_under_way(alice):
    assert reasons(alice, at("09:00")) == [EARLY, ("08:00", "09:00", Why.GONE, None), LATE]


def test_of_a_day_that_is_over(alice):
    rehab = book(alice, "10:00", "11:00")

    assert [(start, why, of) for start, _, why, of in reasons(alice, NOW)] == [
        ("00:00", Why.CLOSED, None),
        ("08:00", Why.GONE, None),
        ("10:00", Why.BOOKED, rehab),
        ("11:00", Why.GONE, None),
        ("20:00", Why.CLOSED, None),
    ]


def test_of_a_place_that_is_left(alice):
    alice.parallel_sessions = 2
    alice.save()
    first = book(alice, "10:00", "12:00")
    book(alice, "11:00", "13:00")

    assert reasons(alice) == [EARLY, ("11:00", "12:00", Why.BOOKED, first), LATE]


def test_of_another_trainers_sessions(alice, charlie):
    book(charlie, "10:00", "11:00")

    assert reasons(alice) == [EARLY, LATE]


@pytest.mark.parametrize("seed", range(12))
def test_free_and_not_free_are_the_whole_day(alice, seed):
    dice = random.Random(seed)  # noqa: S311
    alice.timezone = dice.choice(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
    alice.parallel_sessions, alice.buffer_minutes = dice.choice([1, 1, 3]), dice.choice([0, 10, 45])
    alice.notice_minutes = dice.choice([0, 600])
    alice.save()
    day = dice.choice([datetime(2027, 3, 28), datetime(2027, 10, 31), datetime(2027, 10, 3)]).date()
    if dice.random() < 0.7:
        alice.working_hours.create(weekday=day.weekday(), starts_at=time(0), ends_at=time(11))
        alice.working_hours.create(weekday=day.weekday(), starts_at=time(11, 30), ends_at=time(0))
    whole = Span(*wall_clock.day(day, alice.zone))
    now = whole.start + timedelta(minutes=dice.choice([-3000, -400]))
    for _ in range(8):
        start = whole.start + timedelta(minutes=dice.randrange(-60, 1500))
        status = "scheduled" if _has_place(alice, start) else "cancelled"
        _book_at(alice, start, start + timedelta(minutes=50), status)
    alice.time_off.create(start=whole.start + timedelta(hours=9), end=whole.start + timedelta(hours=10))

    free = availability.of_day(alice, day, timedelta(), now=now).slots
    stretches = [it.span for it in not_free.of_day(alice, day, now=now)]

    parts = sorted([*free, *stretches], key=lambda span: span.start)
    assert parts[0].start == whole.start
    assert parts[-1].end == whole.end
    assert [one.end for one in parts[:-1]] == [other.start for other in parts[1:]]
    assert list(without(whole, stretches)) == free


def _has_place(trainer, start):
    near = trainer.sessions.filter(status="scheduled", scheduled_end__gt=start)
    return near.filter(scheduled_start__lt=start + timedelta(minutes=50)).count() < trainer.parallel_sessions


def _book_at(trainer, start, end, status):
    SessionFactory(
        client=ClientFactory(trainer=trainer), scheduled_start=start, scheduled_end=end, status=status
    )
