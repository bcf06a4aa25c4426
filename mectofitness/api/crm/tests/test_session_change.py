"""Contract 001, sections 4 and 5: updating, moving, cancelling and deleting a session."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import FIELDS, at, session, stored
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

MOMENT = datetime(2027, 6, 11, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)
COMPLETED = {
    "status": "completed",
    "actual_start": "2027-06-08T10:05:00",
    "actual_end": "2027-06-08T11:35:00",
    "exercises_performed": "Body composition scan, flexibility tests",
    "trainer_notes": "Client showed good baseline fitness.",
    "client_feedback": "Really helpful assessment.",
}


@pytest.fixture
def booked(emma) -> Session:
    """Tuesday from ten to eleven in Berlin, written a while ago."""
    return session(emma, notes="Kept", created_at=at("2027-06-01T09:00"), updated_at=at("2027-06-01T09:00"))


def invalid(response):
    assert (response.status_code, response.json()["error"]) == (400, "Validation failed")
    return response.json()["errors"]


def changed(before, pk, **expected):
    """What should be stored: all as before but these values of one session."""
    rows = [row | expected if row["id"] == pk else row for row in before["Session"]]
    return before | {"Session": rows}


def test_patch_completed(alice, booked):
    before = stored()

    with time_machine.travel(MOMENT, tick=False):
        response = Caller(alice).patch(f"sessions/{booked.pk}", COMPLETED)

    data = response.json()["data"]
    instants = {"actual_start": at("2027-06-08T10:05"), "actual_end": at("2027-06-08T11:35")}
    assert (response.status_code, response.json()["message"]) == (200, "Session updated successfully")
    assert list(data) == FIELDS
    assert data | COMPLETED == data
    assert data["updated_at"] == "2027-06-11T08:00:00"
    assert stored() == changed(before, booked.pk, **COMPLETED | instants, updated_at=MOMENT, version=2)


@pytest.mark.parametrize("status", ["scheduled", "completed"])
def test_patch_back_from_cancelled_for_an_inactive_client(as_alice, emma, booked, status):
    as_alice.delete(f"sessions/{booked.pk}")
    as_alice.delete(f"clients/{emma.pk}")
    before = stored()

    errors = invalid(as_alice.patch(f"sessions/{booked.pk}", {"status": status}))

    assert errors == {"client_id": "This client is inactive; bring the client back before booking"}
    assert stored() == before


@pytest.mark.parametrize("method", ["put", "patch"])
@pytest.mark.parametrize("scope", ["", "?scope=this&dry_run=true"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), datetime(2027, 10, 31, 2, 30, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 15, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 15, tzinfo=UTC), datetime(2027, 10, 31, 1, 45, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC) + SECOND),
    ],
    ids=["from the second on", "looks reversed", "all of it in the second", "looks a second long"],
)
def test_what_was_answered_in_the_hour_that_comes_twice_is_sent_back(
    as_alice, emma, method, scope, start, end
):
    actual = {"actual_start": start, "actual_end": end}
    night = SessionFactory(
        client=emma, scheduled_start=start, scheduled_end=end, status="completed", **actual
    )
    before = stored()
    answered = as_alice.get(f"sessions/{night.pk}").json()["data"]

    response = getattr(as_alice, method)(f"sessions/{night.pk}{scope}", answered)

    assert response.status_code == 200
    assert stored() == before


def test_another_time_in_the_hour_that_comes_twice_is_the_first(as_alice, emma):
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    night = SessionFactory(client=emma, scheduled_start=second, scheduled_end=second + timedelta(hours=1))

    for sent, start in (
        ("2027-10-31T02:30:00+02:00", second - timedelta(hours=1)),
        ("2027-10-31T02:30:00", second - timedelta(hours=1)),
        ("2027-10-31T02:30:00+01:00", second),
        ("2027-10-31T02:30", second),
        ("2027-10-31T02:15:00", second - timedelta(minutes=75)),
    ):
        as_alice.patch(f"sessions/{night.pk}", {"scheduled_start": sent})
        night.refresh_from_db()
        assert night.scheduled_start == start, sent


def test_patch_moves(as_alice, booked):
    times = {"scheduled_start": "2027-06-12T14:00:00", "scheduled_end": "2027-06-12T15:00:00"}

    data = as_alice.patch(f"sessions/{booked.pk}", times).json()["data"]

    assert data | times == data
    assert (data["status"], data["notes"]) == ("scheduled", "Kept")


@pytest.mark.parametrize(
    ("start", "end"), [("10:00:00", "11:00:00"), ("10:30:00", "11:30:00"), ("10:15:00", "10:45:00")]
)
def test_patch_moves_over_itself(as_alice, booked, start, end):
    times = {"scheduled_start": f"2027-06-08T{start}", "scheduled_end": f"2027-06-08T{end}"}

    assert as_alice.patch(f"sessions/{booked.pk}", times).status_code == 200


@pytest.mark.parametrize("body", [{}, {"title": "Personal Training"}, {"id": 5, "trainer_id": 9, "x": 1}])
def test_patch_without_a_difference(as_alice, booked, body):
    before = stored()

    assert as_alice.patch(f"sessions/{booked.pk}", body).status_code == 200
    assert stored() == before


@pytest.mark.parametrize(
    "body",
    [
        {"scheduled_end": "2027-06-08T09:30:00"},
        {"scheduled_end": "2027-06-08T10:00:00"},
        {"scheduled_start": "2027-06-08T11:00:00"},
        {"scheduled_start": "2027-06-09T00:00:00"},
    ],
)
def test_patch_only_one_end_past_the_other(as_alice, booked, body):
    before = stored()

    response = as_alice.patch(f"sessions/{booked.pk}", body)

    assert invalid(response) == {"scheduled_end": "Scheduled end time must be after start time"}
    assert stored() == before


@pytest.mark.parametrize(
    "body",
    [
        {"status": "weird"},
        {"status": 5},
        {"status": None},
        {"status": "Completed"},
        {"status": ["completed"]},
        {"status": ""},
        {"session_type": "yoga"},
        {"session_type": None},
        {"title": None},
        {"title": ""},
        {"scheduled_start": None},
        {"scheduled_end": None},
        {"client_id": None},
        {"client_id": "1"},
        {"actual_start": "yesterday"},
        {"actual_end": 1764583200},
        {"notes": "n" * 10_001},
        {"location": "a\nb"},
        {"client_feedback": 5},
    ],
)
def test_patch_that_is_wrong(as_alice, booked, body):
    before = stored()

    assert list(invalid(as_alice.patch(f"sessions/{booked.pk}", body | {"description": "new"}))) == list(body)
    assert stored() == before


def test_patch_back_to_a_status_that_holds_time(as_alice, emma, booked):
    assert as_alice.patch(f"sessions/{booked.pk}", {"status": "cancelled"}).status_code == 200
    session(ClientFactory(trainer=emma.trainer), "2027-06-08T10:30:00", title="In between")
    before = stored()

    for status in ("scheduled", "completed"):
        response = as_alice.patch(f"sessions/{booked.pk}", {"status": status})
        assert response.status_code == 409
        assert response.json() == {
            "success": False,
            "error": 'Scheduling conflict detected with session "In between" at 2027-06-08T10:30:00',
        }
    assert as_alice.patch(f"sessions/{booked.pk}", {"status": "no-show"}).status_code == 200
    assert before["Session"][1] in stored()["Session"]


@pytest.mark.parametrize("status", Session.Status.values)
def test_patch_into_a_taken_time(as_alice, emma, booked, status):
    other = session(emma, "2027-06-09T10:00:00", status=status)
    times = {"scheduled_start": "2027-06-08T10:59:59", "scheduled_end": "2027-06-08T12:00:00"}

    response = as_alice.patch(f"sessions/{other.pk}", times)

    assert response.status_code == (409 if status in {"scheduled", "completed"} else 200)


def test_patch_client(as_alice, emma, booked, charlie):
    anna = ClientFactory(trainer=emma.trainer)
    inactive = ClientFactory(trainer=emma.trainer, status="inactive")
    foreign = ClientFactory(trainer=charlie)
    path, before = f"sessions/{booked.pk}", stored()

    for pk in (foreign.pk, 987654):
        assert invalid(as_alice.patch(path, {"client_id": pk})) == {"client_id": "Client not found"}
    assert list(invalid(as_alice.patch(path, {"client_id": inactive.pk}))) == ["client_id"]
    assert stored() == before
    assert as_alice.patch(path, {"client_id": anna.pk}).json()["data"]["client_id"] == anna.pk


def test_patch_session_of_an_inactive_client(as_alice, emma, booked):
    emma.status = "inactive"
    emma.save()

    response = as_alice.patch(f"sessions/{booked.pk}", {"client_id": emma.pk, "notes": "Get well"})

    assert (response.status_code, response.json()["data"]["notes"]) == (200, "Get well")


@pytest.mark.parametrize("end", ["2027-06-08T10:05:00", "2027-06-08T10:00:00", "2027-06-08T10:05:00.9"])
def test_patch_actual_end_not_after_start(as_alice, booked, end):
    body = {"actual_start": "2027-06-08T10:05:00", "actual_end": end}

    response = as_alice.patch(f"sessions/{booked.pk}", body)

    assert invalid(response) == {"actual_end": "Actual end time must be after start time"}


def test_patch_null_clears(as_alice, booked):
    as_alice.patch(f"sessions/{booked.pk}", COMPLETED)
    nothing = dict.fromkeys(["actual_start", "actual_end", "exercises_performed", "notes", "description"])

    data = as_alice.patch(f"sessions/{booked.pk}", nothing).json()["data"]

    assert data | nothing == data


def test_put(as_alice, booked, sample):
    required = {key: sample[key] for key in ("client_id", "title", "scheduled_start", "scheduled_end")}

    response = as_alice.put(f"sessions/{booked.pk}", required)

    data = response.json()["data"]
    assert (response.status_code, response.json()["message"]) == (200, "Session updated successfully")
    assert data | required | {"notes": "Kept", "session_type": "personal"} == data


@pytest.mark.parametrize("name", ["client_id", "title", "scheduled_start", "scheduled_end"])
def test_put_without_a_required_field(as_alice, booked, sample, name):
    before = stored()
    del sample[name]

    assert list(invalid(as_alice.put(f"sessions/{booked.pk}", sample))) == [name]
    assert stored() == before


def test_delete_cancels_once(alice, booked):
    before = stored()
    expected = {
        "success": True,
        "message": "Session cancelled successfully",
        "data": {
            "id": booked.pk,
            "title": "Personal Training",
            "status": "cancelled",
            "updated_at": "2027-06-11T08:00:00",
        },
    }

    with time_machine.travel(MOMENT, tick=False):
        first = Caller(alice).delete(f"sessions/{booked.pk}")
    with time_machine.travel(MOMENT + timedelta(hours=1), tick=False):
        second = Caller(alice).delete(f"sessions/{booked.pk}?permanent=FALSE")

    assert (first.status_code, first.json()) == (200, expected)
    assert (second.status_code, second.json()) == (200, expected)
    assert stored() == changed(before, booked.pk, status="cancelled", updated_at=MOMENT, version=2)


def test_delete_frees_the_time(as_alice, booked, sample):
    times = {"scheduled_start": "2027-06-08T10:00:00", "scheduled_end": "2027-06-08T11:00:00"}

    as_alice.delete(f"sessions/{booked.pk}")

    assert as_alice.post("sessions", sample | times).status_code == 201


@pytest.mark.parametrize("word", ["true", "TRUE", "1"])
def test_delete_permanently(as_alice, emma, booked, word):
    session(emma, "2027-06-09T10:00:00")
    path = f"sessions/{booked.pk}"

    response = as_alice.delete(f"{path}?permanent={word}")

    assert (response.status_code, response.json()) == (
        200,
        {"success": True, "message": "Session permanently deleted"},
    )
    again, gone = as_alice.delete(f"{path}?permanent=true"), as_alice.get(path)
    assert again.json() == gone.json() == {"success": False, "error": "Session not found"}
    assert again.status_code == gone.status_code == 404
    assert as_alice.get("sessions/stats").json()["data"]["total_sessions"] == 1


@pytest.mark.parametrize("word", ["", "yes", "banana", "2", "%00", "true%20"])
def test_delete_with_another_word(as_alice, booked, word):
    before = stored()

    assert list(invalid(as_alice.delete(f"sessions/{booked.pk}?permanent={word}"))) == ["permanent"]
    assert stored() == before


@pytest.mark.parametrize(
    ("method", "query"),
    [("get", ""), ("put", ""), ("patch", ""), ("delete", ""), ("delete", "?permanent=true")],
)
def test_session_of_another_trainer(as_charlie, booked, sample, method, query):
    before = stored()

    response = getattr(as_charlie, method)(f"sessions/{booked.pk}{query}", sample)

    assert response.status_code == 403
    assert response.json() == {
        "success": False,
        "error": "You do not have permission to view this session",
    }
    assert stored() == before


@pytest.mark.parametrize(("method", "most"), [("patch", 14), ("delete", 13), ("put", 15)])
def test_change_queries(as_alice, booked, sample, django_assert_max_num_queries, method, most):
    with django_assert_max_num_queries(most):
        assert getattr(as_alice, method)(f"sessions/{booked.pk}", sample).status_code == 200
