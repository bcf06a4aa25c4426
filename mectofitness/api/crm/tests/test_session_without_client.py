"""Contract 001 of a session of a series that has no client: `client_id` is null, and so is `client`."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.samples import FIELDS, at, session, stored
from mectofitness.api.crm.tests.test_schema import fits, published
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory

PATHS = ["sessions", "sessions/{pk}"]


@pytest.fixture
def yoga(alice) -> Session:
    """Tuesday from ten to eleven in Berlin, with nobody in particular."""
    return OccurrenceFactory(
        series__timeline__trainer=alice, created_at=at("2027-06-01T09:00"), updated_at=at("2027-06-01T09:00")
    )


def item(response):
    assert response.status_code == 200, response.json()
    data = response.json()["data"]
    return data["sessions"][0] if "sessions" in data else data


def invalid(response):
    assert (response.status_code, response.json()["error"]) == (400, "Validation failed")
    return response.json()["errors"]


@pytest.mark.parametrize("path", PATHS)
def test_client_id_is_null(as_alice, alice, yoga, path):
    found = item(as_alice.get(path.format(pk=yoga.pk)))

    assert list(found) == FIELDS
    assert found == dict.fromkeys(FIELDS) | {
        "id": yoga.pk,
        "title": "Yoga",
        "session_type": "personal",
        "scheduled_start": "2027-06-08T10:00:00",
        "scheduled_end": "2027-06-08T11:00:00",
        "status": "scheduled",
        "created_at": "2027-06-01T09:00:00",
        "updated_at": "2027-06-01T09:00:00",
        "trainer_id": alice.pk,
        "client_id": None,
    }


@pytest.mark.parametrize("path", PATHS)
def test_included_client_is_null(as_alice, yoga, path):
    found = item(as_alice.get(f"{path.format(pk=yoga.pk)}?include_client=true"))

    assert list(found) == [*FIELDS, "client"]
    assert found["client"] is None


@pytest.mark.parametrize(
    ("operation", "path"),
    [(("get", "sessions"), "sessions"), (("get", "sessions/{id}"), "sessions/{pk}")],
)
@pytest.mark.parametrize("query", ["", "?include_client=1&include_trainer=1"])
def test_answer_fits_the_schema(as_alice, yoga, operation, path, query):
    assert fits(published(), operation, as_alice.get(path.format(pk=yoga.pk) + query))


def test_schema_says_null():
    found = published()["components"]["schemas"]["SessionData"]["properties"]

    assert found["client_id"]["nullable"] is True
    assert found["client"]["nullable"] is True


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_no_more_queries(as_alice, alice, emma, count):
    session(emma)
    with CaptureQueriesContext(connection) as before:
        as_alice.get("sessions?include_client=1")
    OccurrenceFactory.create_batch(count, series__timeline__trainer=alice)

    with CaptureQueriesContext(connection) as after:
        response = as_alice.get("sessions?include_client=1")

    assert len(response.json()["data"]["sessions"]) == 1 + count
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("text", "found"), [("yoga", True), ("YOG", True), ("hall", True), ("Emma", False), ("None", False)]
)
def test_search(as_alice, yoga, text, found):
    Session.objects.update(location="Hall 2")

    response = as_alice.get(f"sessions?search={text}")

    assert [one["id"] for one in response.json()["data"]["sessions"]] == [yoga.pk] * found


def test_search_finds_both_kinds(as_alice, emma, yoga):
    booked = session(emma, "2027-06-09T10:00:00", title="Yoga alone")

    response = as_alice.get("sessions?search=yoga&sort_order=asc")

    assert [one["client_id"] for one in response.json()["data"]["sessions"]] == [None, booked.client_id]


def test_filter_by_a_client_leaves_it_out(as_alice, emma, yoga):
    response = as_alice.get(f"sessions?client_id={emma.pk}")

    assert response.json()["data"]["sessions"] == []


def test_patch_of_another_field(as_alice, yoga):
    found = item(as_alice.patch(f"sessions/{yoga.pk}", {"notes": "Bring mats"}))

    yoga.refresh_from_db()
    assert list(found) == FIELDS
    assert (found["client_id"], found["notes"]) == (None, "Bring mats")
    assert (yoga.client, yoga.notes) == (None, "Bring mats")


def test_patch_keeps_it_without_client(as_alice, yoga):
    before = stored()

    found = item(as_alice.patch(f"sessions/{yoga.pk}", {"client_id": None}))

    assert found["client_id"] is None
    assert stored() == before


def test_put_keeps_it_without_client(as_alice, yoga, sample):
    found = item(as_alice.put(f"sessions/{yoga.pk}", sample | {"client_id": None}))

    assert found | sample | {"client_id": None} == found
    yoga.refresh_from_db()
    assert (yoga.client, yoga.title) == (None, "Initial Fitness Assessment")


def test_put_without_the_key(as_alice, yoga, sample):
    del sample["client_id"]
    before = stored()

    assert invalid(as_alice.put(f"sessions/{yoga.pk}", sample)) == {"client_id": "Client is required"}
    assert stored() == before


@pytest.mark.parametrize("method", ["patch", "put"])
def test_client_of_an_ordinary_session_cannot_be_taken_away(as_alice, emma, sample, method):
    booked = session(emma)
    before = stored()

    response = getattr(as_alice, method)(f"sessions/{booked.pk}", sample | {"client_id": None})

    assert invalid(response) == {"client_id": "Client is required"}
    assert stored() == before


def test_create_without_client(as_alice, sample):
    response = as_alice.post("sessions", sample | {"client_id": None})

    assert invalid(response) == {"client_id": "Client is required"}
    assert stored()["Session"] == []


def test_patch_gives_it_a_client(as_alice, emma, yoga):
    found = item(as_alice.patch(f"sessions/{yoga.pk}", {"client_id": emma.pk}))

    yoga.refresh_from_db()
    assert (found["client_id"], yoga.client) == (emma.pk, emma)


def test_patch_gives_it_no_client_that_cannot_be_booked(as_alice, charlie, emma, yoga):
    deactivate(emma)
    before = stored()

    inactive = as_alice.patch(f"sessions/{yoga.pk}", {"client_id": emma.pk})
    foreign = as_alice.patch(f"sessions/{yoga.pk}", {"client_id": ClientFactory(trainer=charlie).pk})

    assert "inactive" in invalid(inactive)["client_id"]
    assert invalid(foreign) == {"client_id": "Client not found"}
    assert stored()["Session"] == before["Session"]


def test_patch_gives_it_no_client_who_is_elsewhere_then(as_alice, alice, emma, yoga):
    alice.parallel_sessions = 2
    alice.save()
    session(emma)

    response = as_alice.patch(f"sessions/{yoga.pk}", {"client_id": emma.pk})

    assert response.status_code == 409
    yoga.refresh_from_db()
    assert yoga.client is None


def test_cancel(as_alice, yoga):
    assert item(as_alice.delete(f"sessions/{yoga.pk}"))["status"] == "cancelled"


def test_it_is_in_the_way(as_alice, sample, yoga):
    times = {"scheduled_start": "2027-06-08T10:30:00", "scheduled_end": "2027-06-08T11:30:00"}

    response = as_alice.post("sessions", sample | times)

    assert response.status_code == 409
    assert 'session "Yoga" at 2027-06-08T10:00:00' in str(response.json())


def test_stats_count_it(as_alice, emma, yoga):
    def totals(query=""):
        data = as_alice.get(f"sessions/stats{query}").json()["data"]
        return data["total_sessions"], data["by_status"]["scheduled"], data["by_type"]["personal"]

    assert totals() == (1, 1, 1)
    assert totals(f"?client_id={emma.pk}") == (0, 0, 0)


def test_availability_leaves_its_time_out(as_alice, yoga):
    data = as_alice.get("sessions/availability?date=2027-06-08").json()["data"]

    assert data["booked_sessions"] == [
        {"start": "2027-06-08T10:00:00", "end": "2027-06-08T11:00:00", "title": "Yoga"}
    ]
    assert [(slot["start"][11:16], slot["end"][11:16]) for slot in data["available_slots"]] == [
        ("08:00", "10:00"),
        ("11:00", "20:00"),
    ]


def test_strangers_see_nothing_of_it(as_charlie, yoga):
    for method in ("get", "patch", "delete"):
        response = getattr(as_charlie, method)(f"sessions/{yoga.pk}", {} if method == "patch" else None)
        assert response.status_code == 403
        assert "Yoga" not in str(response.json())
