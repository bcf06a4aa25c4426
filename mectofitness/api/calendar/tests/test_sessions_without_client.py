"""Contract 000 of a session of a series that has no client: the same keys as ever."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory

RANGE = {"start_range": "2027-06-08T00:00:00Z", "end_range": "2027-06-15T00:00:00Z"}


@pytest.fixture
def yoga(alice) -> Session:
    """Tuesday from ten to eleven in Berlin, with nobody in particular."""
    return OccurrenceFactory(series__timeline__trainer=alice)


def test_range(as_alice, alice, yoga):
    response = as_alice.post(f"sessions/trainer/{alice.uuid}", RANGE)

    assert (response.status_code, response.json()) == (
        200,
        [
            {
                "id": str(yoga.uuid),
                "client_id": None,
                "client_name": "",
                "session_type": "Yoga",
                "start_date": "2027-06-08T08:00:00.000Z",
                "end_date": "2027-06-08T09:00:00.000Z",
                "description": "",
            }
        ],
    )


@pytest.mark.parametrize("count", [1, 3])
def test_range_takes_no_more_queries(as_alice, alice, emma, count):
    SessionFactory(client=emma)
    with CaptureQueriesContext(connection) as before:
        as_alice.post(f"sessions/trainer/{alice.uuid}", RANGE)
    OccurrenceFactory.create_batch(count, series__timeline__trainer=alice)

    with CaptureQueriesContext(connection) as after:
        response = as_alice.post(f"sessions/trainer/{alice.uuid}", RANGE)

    assert [one["client_name"] for one in response.json()] == ["Emma Wilson"] + [""] * count
    assert len(after) == len(before)


def test_update(as_alice, yoga):
    response = as_alice.patch(f"session/{yoga.uuid}", {"description": "Bring mats"})

    yoga.refresh_from_db()
    assert (yoga.client, yoga.description) == (None, "Bring mats")
    assert (response.status_code, response.json()) == (
        200,
        {
            "id": str(yoga.uuid),
            "client_id": None,
            "client_name": "",
            "client_email": "",
            "session_type": "Yoga",
            "start_time": "2027-06-08T08:00:00.000Z",
            "end_time": "2027-06-08T09:00:00.000Z",
            "description": "Bring mats",
        },
    )


def test_update_never_gives_it_a_client(as_alice, emma, yoga):
    response = as_alice.patch(f"session/{yoga.uuid}", {"client_id": str(emma.uuid)})

    yoga.refresh_from_db()
    assert (response.status_code, response.json()["client_id"], yoga.client) == (200, None, None)


def test_cancel(as_alice, yoga):
    response = as_alice.delete(f"session/{yoga.uuid}")

    yoga.refresh_from_db()
    assert (response.status_code, yoga.status) == (200, "cancelled")


def test_create_into_its_time(as_alice, emma, yoga):
    body = {
        "client_id": str(emma.uuid),
        "session_type": "Rehab",
        "start_time": "2027-06-08T08:30:00Z",
        "end_time": "2027-06-08T09:30:00Z",
    }

    response = as_alice.post("session", body)

    assert response.status_code == 409
    assert Session.objects.get() == yoga


def test_a_client_is_answered_once_it_has_one(as_alice, emma, yoga):
    Session.objects.update(client=emma)

    answer = as_alice.patch(f"session/{yoga.uuid}", {}).json()

    assert answer["client_id"] == str(emma.uuid)
    assert (answer["client_name"], answer["client_email"]) == ("Emma Wilson", "emma@example.com")


def test_schema_says_null():
    schemas = Browser().get("/api/calendar/schema").json()["components"]["schemas"]

    for name, keys in (("SessionData", {"client_name", "client_email"}), ("RangeData", {"client_name"})):
        properties = schemas[name]["properties"]
        assert properties["client_id"]["nullable"] is True
        assert keys | {"client_id"} <= set(schemas[name]["required"])
        # An empty text has no shape that e-mail addresses have.
        assert [properties[key] for key in keys] == [{"type": "string"}] * len(keys)
