"""Contract 002 as it is printed: every JSON text below stands in it to the letter, but for the timeline's id."""

import json

import pytest

from mectofitness.api.timeline.tests.samples import KEYS, data, made, wrong
from scheduling.models import Session, Timeline
from scheduling.tests.factories import TimelineFactory

PRINTED_ID = "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8"  # it is no uuid
RECURRING = """
{
  "type": "RECURRING",
  "timelineId": "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8",
  "name": "Weekly Yoga Class",
  "startDateTime": "2023-12-01T09:00:00Z",
  "endDateTime": "2023-12-01T10:00:00Z",
  "repeatCycleType": "WEEKLY",
  "recurringDayOfWeek": "FRIDAY",
  "description": "Weekly yoga session for intermediate level"
}
"""
UPDATE = """
{
  "startDateTime": "2023-12-08T10:30:00Z",
  "endDateTime": "2023-12-08T11:30:00Z",
  "description": "Updated time for yoga session"
}
"""
WORKSHOP = """
{
    "type": "ONE_TIME",
    "timelineId": "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8",
    "name": "Special Workshop",
    "startDateTime": "2023-12-15T14:00:00Z",
    "endDateTime": "2023-12-15T16:00:00Z",
    "description": "Special workshop event"
  }
"""
META = """
{
    "message": "success",
    "meta": {
      "skip": 0,
      "take": 10,
      "count": 1
    }
  }
"""


@pytest.fixture
def routine(alice) -> Timeline:
    return TimelineFactory(trainer=alice, uuid="a1b2c3d4-e5f6-7890-a1b2-c3d4e5f6a7b8")


def on(routine, text):
    """The printed body, on a timeline that there is."""
    return json.loads(text.replace(PRINTED_ID, str(routine.uuid)))


def without_what_the_system_sets(session):
    return {name: value for name, value in session.items() if name not in {"id", "createdAt", "updatedAt"}}


def test_creating_a_recurring_session(as_alice, routine):
    response = as_alice.post("sessions", on(routine, RECURRING))

    assert response.status_code == 200
    assert list(response.json()) == ["data", "meta"]
    assert response.json()["meta"] == {"message": "success"}
    session = data(response)
    assert list(session) == KEYS
    assert without_what_the_system_sets(session) == on(routine, RECURRING) | {"removedAt": None}


def test_creating_a_scheduled_session(as_alice, routine):
    session = made(as_alice, on(routine, WORKSHOP))

    assert list(session) == KEYS
    assert without_what_the_system_sets(session) == on(routine, WORKSHOP) | {
        "repeatCycleType": None,
        "recurringDayOfWeek": None,
        "removedAt": None,
    }


def test_creating_on_the_printed_timeline(as_alice):
    response = as_alice.post("sessions", json.loads(RECURRING))

    assert wrong(response) == ["timelineId"]
    assert not Session.objects.exists()


def test_updating_a_session_schedule(as_alice, routine):
    session = made(as_alice, on(routine, RECURRING))

    response = as_alice.patch(f"sessions/{session['id']}", json.loads(UPDATE))

    assert response.json() == {
        "data": session | json.loads(UPDATE) | {"updatedAt": data(response)["updatedAt"]},
        "meta": {"message": "success"},
    }


def test_retrieving_sessions(as_alice, routine):
    session = made(as_alice, on(routine, WORKSHOP))

    response = as_alice.get(f"sessions?timelineId={routine.uuid}&startDateTimeSortOrder=ASC&skip=0&take=10")

    assert response.status_code == 200
    assert response.json() == {"data": [session], "meta": json.loads(META)}


def test_retrieving_sessions_of_the_printed_timeline(as_alice, routine):
    made(as_alice, on(routine, WORKSHOP))

    response = as_alice.get(f"sessions?timelineId={PRINTED_ID}&startDateTimeSortOrder=ASC&skip=0&take=10")

    assert response.status_code == 200
    assert response.json() == {
        "data": [],
        "meta": {"message": "success", "meta": {"skip": 0, "take": 10, "count": 0}},
    }


def test_retrieving_a_session(as_alice, routine):
    session = made(as_alice, on(routine, WORKSHOP))

    response = as_alice.get(f"sessions/{session['id']}")

    assert (response.status_code, response.json()) == (200, {"data": session, "meta": {"message": "success"}})


def test_deleting_a_session(as_alice, routine):
    session = made(as_alice, on(routine, WORKSHOP))

    removed = data(as_alice.delete(f"sessions/{session['id']}"))

    assert removed["removedAt"] is not None
    assert removed == session | {"removedAt": removed["removedAt"], "updatedAt": removed["removedAt"]}
    assert as_alice.get(f"sessions/{session['id']}").status_code == 404
