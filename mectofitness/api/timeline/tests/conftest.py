"""Callers of contract 002, and a timeline of Alice's."""

import pytest

from mectofitness.api.tests import callers
from scheduling.models import Timeline
from scheduling.tests.factories import TimelineFactory


class Caller(callers.Caller):
    prefix = "/api/timeline/"


@pytest.fixture
def as_alice(alice) -> Caller:
    return Caller(alice)


@pytest.fixture
def as_charlie(charlie) -> Caller:
    return Caller(charlie)


@pytest.fixture
def as_anonymous(db) -> Caller:
    return Caller()


@pytest.fixture
def timeline(alice) -> Timeline:
    return TimelineFactory(trainer=alice)


@pytest.fixture
def once(timeline) -> dict[str, str]:
    """A body of what takes place once: Friday 2027-06-11 from 11 to 12 o'clock in Berlin."""
    return {
        "type": "ONE_TIME",
        "timelineId": str(timeline.uuid),
        "name": "Workshop",
        "startDateTime": "2027-06-11T09:00:00Z",
        "endDateTime": "2027-06-11T10:00:00Z",
    }


@pytest.fixture
def weekly(once) -> dict[str, str]:
    """A body of the same every Friday."""
    return once | {"type": "RECURRING", "repeatCycleType": "WEEKLY", "recurringDayOfWeek": "FRIDAY"}
