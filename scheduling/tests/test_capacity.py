"""Fewer parallel sessions than before: only if what is booked from now on fits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from clients.tests.factories import ClientFactory
from scheduling.domain import capacity
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)


@pytest.fixture
def trainer(alice):
    alice.parallel_sessions = 3
    alice.save()
    return alice


def at(trainer, start, end=None, **values):
    client = ClientFactory(trainer=trainer)
    return SessionFactory(client=client, scheduled_start=start, scheduled_end=end or start + HOUR, **values)


def test_check_names_the_first_date(trainer, now):
    for day in (0, 7):
        at(trainer, TEN + timedelta(days=day))
        at(trainer, TEN + timedelta(days=day, minutes=30))

    with pytest.raises(ValidationError) as refused:
        capacity.check(trainer, 1, now=now)

    assert refused.value.message_dict == {
        "parallel_sessions": [
            "On 2027-06-08 at 10:30 (Europe/Berlin) more than 1 at the same time are booked already; "
            "move or cancel them first."
        ]
    }


def test_check_that_fits(trainer, now):
    at(trainer, TEN)
    at(trainer, TEN + timedelta(minutes=30))

    capacity.check(trainer, 2, now=now)


def test_check_those_that_follow_each_other(trainer, now):
    at(trainer, TEN)
    at(trainer, TEN + HOUR)

    capacity.check(trainer, 1, now=now)


@pytest.mark.parametrize("status", [Session.Status.CANCELLED, Session.Status.NO_SHOW])
def test_check_those_that_hold_no_time(trainer, now, status):
    at(trainer, TEN)
    at(trainer, TEN, status=status)

    capacity.check(trainer, 1, now=now)


def test_check_what_is_over(trainer):
    at(trainer, TEN)
    at(trainer, TEN)

    capacity.check(trainer, 1, now=TEN + HOUR)


def test_check_one_under_way_that_another_left(trainer):
    """At ten two were held, from eleven on only the long one is."""
    at(trainer, TEN, TEN + 3 * HOUR)
    at(trainer, TEN)

    capacity.check(trainer, 1, now=TEN + HOUR)


def test_check_two_under_way(trainer):
    at(trainer, TEN)
    at(trainer, TEN)

    with pytest.raises(ValidationError):
        capacity.check(trainer, 1, now=TEN + HOUR / 2)


def test_check_of_another_trainer(trainer, charlie, now):
    at(trainer, TEN)
    at(charlie, TEN)

    capacity.check(trainer, 1, now=now)
