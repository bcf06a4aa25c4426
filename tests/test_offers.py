"""What is offered can be booked, and nothing else: the short form of bench.offers."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from bench.offers.compare import run
from scheduling.models import guard

pytestmark = pytest.mark.django_db

DAYS = 12


def disagreements() -> list[str]:
    now = datetime.now(UTC).replace(microsecond=0)
    return [words for number in range(DAYS) for words in run(1, number, now).disagreements]


def test_what_is_offered_can_be_booked_and_nothing_else() -> None:
    assert disagreements() == []


def test_without_the_guard_more_can_be_booked_than_is_offered() -> None:
    guard.remove(connection)

    found = disagreements()

    assert found
    assert all(words.endswith("is not offered, free") for words in found)
