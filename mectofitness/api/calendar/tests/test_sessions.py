"""What contract 000 leaves open, as it is decided: ranges, clients, texts, times, refusals."""

import json
from datetime import datetime, timedelta

import pytest

from clients.tests.factories import ClientFactory
from mectofitness.api.calendar.tests.conftest import Caller
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

UNKNOWN = "00000000-0000-4000-8000-000000000000"
RANGE = {"start_range": "2027-06-08T00:00:00Z", "end_range": "2027-06-09T00:00:00Z"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def body(emma) -> dict[str, str]:
    return {
        "client_id": str(emma.uuid),
        "session_type": "Mobility Work",
        "start_time": "2027-06-08T10:00:00+02:00",
        "end_time": "2027-06-08T11:00:00+02:00",
    }


@pytest.fixture
def session(emma) -> Session:
    """10:00 to 11:00 in Berlin."""
    return SessionFactory(
        client=emma,
        description="knee",
        scheduled_start=at("2027-06-08T08:00:00Z"),
        scheduled_end=at("2027-06-08T09:00:00Z"),
    )


def in_range(caller, trainer, **asked):
    return caller.post(f"sessions/trainer/{trainer.uuid}", RANGE | asked)


def test_range_empty(as_alice, alice):
    response = in_range(as_alice, alice)

    assert (response.status_code, response.json()) == (200, [])


@pytest.mark.parametrize(("status", "listed"), [("scheduled", 1), ("no-show", 1), ("cancelled", 0)])
def test_range_by_status(as_alice, alice, session, status, listed):
    Session.objects.update(status=status)

    assert len(in_range(as_alice, alice).json()) == listed


@pytest.mark.parametrize(
    ("start", "end", "listed"),
    [
        ("2027-06-08T08:59:59Z", "2027-06-08T10:00:00Z", 1),
        ("2027-06-08T09:00:00Z", "2027-06-08T10:00:00Z", 0),
        ("2027-06-08T07:00:00Z", "2027-06-08T08:00:01Z", 1),
        ("2027-06-08T07:00:00Z", "2027-06-08T08:00:00Z", 0),
    ],
)
def test_range_is_half_open(as_alice, alice, session, start, end, listed):
    assert len(in_range(as_alice, alice, start_range=start, end_range=end).json()) == listed


def test_range_over_midnight_is_on_both_days(as_alice, alice, session):
    Session.objects.update(
        scheduled_start=at("2027-06-08T21:30:00Z"), scheduled_end=at("2027-06-08T22:30:00Z")
    )
    days = [
        ("2027-06-07T22:00:00Z", "2027-06-08T22:00:00Z"),
        ("2027-06-08T22:00:00Z", "2027-06-09T22:00:00Z"),
    ]

    found = [in_range(as_alice, alice, start_range=a, end_range=b).json() for a, b in days]

    assert [len(sessions) for sessions in found] == [1, 1]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"end_range": "2027-06-08T00:00:00Z"}, "end_range"),
        ({"end_range": "2027-06-07T00:00:00Z"}, "end_range"),
        ({"end_range": "2028-07-13T00:00:01Z"}, "end_range"),
        ({"start_range": "2027-06-08T00:00:00"}, "start_range"),
        ({"start_range": "2027-06-08"}, "start_range"),
        ({"start_range": None}, "start_range"),
        ({"start_range": "1969-12-31T23:59:59Z"}, "start_range"),
    ],
)
def test_range_refused(as_alice, alice, asked, field):
    response = in_range(as_alice, alice, **asked)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


def test_range_of_400_days(as_alice, alice):
    assert in_range(as_alice, alice, end_range="2028-07-12T00:00:00Z").status_code == 200


def test_range_by_the_id_of_the_trainer(as_alice, alice, session):
    assert len(as_alice.post(f"sessions/trainer/{alice.pk}", RANGE).json()) == 1


def test_range_of_another_trainer(as_charlie, alice, session):
    for key in (alice.uuid, alice.pk):
        response = as_charlie.post(f"sessions/trainer/{key}", RANGE)
        assert response.status_code == 403
        assert response.json() == {"message": "You do not have permission to view this trainer"}


@pytest.mark.parametrize("key", [UNKNOWN, "0", "9" * 18, "abc", "1-2"])
def test_range_of_an_unknown_trainer(as_alice, key):
    response = as_alice.post(f"sessions/trainer/{key}", RANGE)

    assert response.status_code == 404
    assert list(response.json()) == ["message"]


@pytest.mark.parametrize("count", [1, 3])
def test_range_queries(as_alice, alice, emma, count, django_assert_num_queries):
    SessionFactory.create_batch(count, client=emma)

    with django_assert_num_queries(2):  # the token with its user; the sessions, and whether series are behind
        sessions = in_range(as_alice, alice, end_range="2028-01-01T00:00:00Z").json()

    assert len(sessions) == count


def test_create(as_alice, body):
    response = as_alice.post("session", body)

    stored = Session.objects.get()
    assert response.status_code == 201
    assert (response.json()["start_time"], response.json()["description"]) == ("2027-06-08T08:00:00.000Z", "")
    assert (stored.title, stored.session_type, stored.description) == ("Mobility Work", "personal", None)


def test_create_with_one_of_the_types_of_the_crm(as_alice, body):
    as_alice.post("session", body | {"session_type": "assessment"})

    assert Session.objects.get().session_type == "assessment"


def test_create_never_changes_the_client(as_alice, body, emma):
    response = as_alice.post("session", body | {"client_name": "Eve", "client_email": "eve@example.com"})

    emma.refresh_from_db()
    assert (response.json()["client_name"], response.json()["client_email"]) == (emma.name, emma.email)
    assert (emma.first_name, emma.email) == ("Emma", "emma@example.com")


@pytest.mark.parametrize("name", ["client_name", "client_email"])
@pytest.mark.parametrize("value", ["a\x00b", "\ud800", [1], True, 5, {}], ids=repr)
def test_create_with_no_text_of_the_client(as_alice, body, name, value):
    raw = json.dumps(body | {name: value}).encode()

    response = as_alice.generic("POST", "session", raw, content_type="application/json")

    assert (response.status_code, list(response.json()["errors"])) == (400, [name])
    assert not Session.objects.exists()


@pytest.mark.parametrize("value", [None, ""])
def test_create_without_a_text_of_the_client(as_alice, body, value):
    response = as_alice.post("session", body | {"client_name": value, "client_email": value})

    assert (response.status_code, response.json()["client_name"]) == (201, "Emma Wilson")


@pytest.mark.parametrize("client", [UNKNOWN, "emma", 5, None, True, {}, "\x00"])
def test_create_without_a_client_of_the_trainer(as_alice, body, client):
    response = as_alice.post("session", body | {"client_id": client})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["client_id"]
    assert not Session.objects.exists()


def test_create_with_another_trainers_client(as_charlie, body):
    own = as_charlie.post("session", body)
    unknown = as_charlie.post("session", body | {"client_id": UNKNOWN})

    assert (own.status_code, own.content) == (unknown.status_code, unknown.content)
    assert own.status_code == 400


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, None, 5, "two\nlines"])
def test_create_session_type_refused(as_alice, body, text):
    response = as_alice.post("session", body | {"session_type": text})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["session_type"]


def test_create_without_anything(as_alice):
    response = as_alice.post("session", {})

    assert response.json() == {
        "message": "Validation failed",
        "errors": {
            "client_id": "Client is required",
            "session_type": "Session type is required",
            "start_time": "Start time is required",
            "end_time": "End time is required",
        },
    }


def test_create_conflict(as_alice, alice, session, body):
    another = ClientFactory(trainer=alice)

    response = as_alice.post("session", body | {"client_id": str(another.uuid)})

    assert response.status_code == 409
    assert response.json() == {
        "message": 'Scheduling conflict detected with session "Personal Training" at 2027-06-08T10:00:00'
    }


def test_update_one_field(as_alice, session):
    response = as_alice.patch(f"session/{session.uuid}", {"description": "shoulder"})

    stored = Session.objects.get()
    assert response.status_code == 200
    assert (stored.description, stored.title, stored.scheduled_start) == (
        "shoulder",
        session.title,
        session.scheduled_start,
    )


def test_update_nothing(as_alice, session):
    response = as_alice.patch(f"session/{session.uuid}", {})

    assert response.status_code == 200
    assert Session.objects.get().updated_at == session.updated_at


def test_update_to_the_own_answer_changes_nothing(as_alice, session):
    Session.objects.update(description=None)
    answer = as_alice.patch(f"session/{session.uuid}", {})

    again = as_alice.patch(f"session/{session.uuid}", answer.json())

    assert (again.json(), again.headers["ETag"]) == (answer.json(), answer.headers["ETag"])
    assert (answer.json()["description"], Session.objects.get().description) == ("", None)


def test_update_keeps_the_type_of_the_crm_with_its_text(as_alice, session):
    Session.objects.update(session_type="online")

    as_alice.patch(f"session/{session.uuid}", {"session_type": session.title})
    assert Session.objects.get().session_type == "online"

    as_alice.patch(f"session/{session.uuid}", {"session_type": "Rehab"})
    assert Session.objects.get().session_type == "personal"


def test_update_never_changes_the_client(as_alice, alice, session):
    as_alice.patch(f"session/{session.uuid}", {"client_id": str(ClientFactory(trainer=alice).uuid)})

    assert Session.objects.get().client_id == session.client_id


def test_update_end_before_start(as_alice, session):
    response = as_alice.patch(f"session/{session.uuid}", {"end_time": "2027-06-08T07:00:00Z"})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["end_time"]


def test_update_onto_another_session(as_alice, emma, session):
    other = SessionFactory(client=emma, scheduled_start=session.scheduled_end + timedelta(hours=1))

    response = as_alice.patch(
        f"session/{other.uuid}",
        {"start_time": "2027-06-08T08:30:00Z", "end_time": "2027-06-08T09:30:00Z"},
    )

    assert response.status_code == 409
    assert Session.objects.get(pk=other.pk).scheduled_start == other.scheduled_start


def test_cancel_twice(as_alice, session, body):
    first = as_alice.delete(f"session/{session.uuid}")
    changed = Session.objects.get().updated_at

    second = as_alice.delete(f"session/{session.uuid}")

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert Session.objects.get().updated_at == changed
    assert as_alice.post("session", body).status_code == 201


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_session_of_another_trainer(as_charlie, session, method):
    response = getattr(as_charlie, method)(f"session/{session.uuid}", {})

    assert response.status_code == 403
    assert response.json() == {"message": "You do not have permission to view this session"}
    assert Session.objects.get().status == "scheduled"


@pytest.mark.parametrize("uuid", [UNKNOWN, "abc", "%00", "1"])
def test_session_unknown(as_alice, uuid):
    response = as_alice.delete(f"session/{uuid}")

    assert response.status_code == 404
    assert list(response.json()) == ["message"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("get", "sessions/trainer/1", "POST, OPTIONS"),
        ("put", "session", "POST, OPTIONS"),
        ("get", f"session/{UNKNOWN}", "PATCH, DELETE, OPTIONS"),
        ("put", f"session/{UNKNOWN}", "PATCH, DELETE, OPTIONS"),
    ],
)
def test_method_not_allowed(as_alice, method, path, allowed):
    response = getattr(as_alice, method)(path)

    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert list(response.json()) == ["message"]


@pytest.mark.parametrize("path", ["session", "session/"])
def test_slash_at_the_end_changes_nothing(as_alice, body, path):
    assert as_alice.post(path, body).status_code == 201


def test_anonymous(as_anonymous, session):
    response = as_anonymous.delete(f"session/{session.uuid}")

    assert response.status_code == 401
    assert list(response.json()) == ["message"]


def test_unknown_path(db):
    response = Caller().get("nothing")

    assert (response.status_code, response.json()) == (404, {"message": "Not found"})
