"""Contract 001, section 3: booking, what is refused, what stands in the way, and what the clocks show."""

from datetime import UTC, datetime

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import at, session, stored
from scheduling.models import Session
from trainers.tests.factories import TrainerFactory

REQUIRED = {
    "client_id": "Client is required",
    "title": "Title is required",
    "scheduled_start": "Scheduled start time is required",
    "scheduled_end": "Scheduled end time is required",
}
MOMENT = datetime(2027, 6, 8, 6, tzinfo=UTC)


def slot(sample, start, end):
    return sample | {"scheduled_start": start, "scheduled_end": end}


def invalid(response):
    """The fields that are wrong, and why."""
    answer = response.json()
    assert response.status_code == 400, answer
    assert (answer["success"], answer["error"], list(answer)) == (
        False,
        "Validation failed",
        ["success", "error", "errors"],
    )
    assert all(isinstance(message, str) for message in answer["errors"].values())
    return answer["errors"]


def test_create(sample, emma, alice):
    with time_machine.travel(MOMENT, tick=False):
        response = Caller(alice).post("sessions", sample)

    assert response.status_code == 201
    assert response.json() == {
        "success": True,
        "message": "Session created successfully",
        "data": sample
        | {
            "id": Session.objects.get().pk,
            "actual_start": None,
            "actual_end": None,
            "status": "scheduled",
            "exercises_performed": None,
            "client_feedback": None,
            "google_event_id": None,
            "outlook_event_id": None,
            "created_at": "2027-06-08T08:00:00",
            "updated_at": "2027-06-08T08:00:00",
            "trainer_id": alice.pk,
            "client": {
                "id": emma.pk,
                "name": "Emma Wilson",
                "email": "emma@example.com",
                "phone": "+1-555-0123",
                "status": "active",
            },
        },
    }


def test_create_with_what_is_required(as_alice, sample, emma):
    response = as_alice.post("sessions", {name: sample[name] for name in REQUIRED})

    booked = Session.objects.values("title", "session_type", "notes", "location", "client_id").get()
    assert response.status_code == 201
    assert booked == {
        "title": sample["title"],
        "session_type": "personal",
        "notes": None,
        "location": None,
        "client_id": emma.pk,
    }


def test_create_queries(as_alice, sample, django_assert_max_num_queries):
    session(ClientFactory(trainer=TrainerFactory()))

    with django_assert_max_num_queries(13):
        assert as_alice.post("sessions", sample).status_code == 201


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("absent", [True, False])
def test_create_without_a_required_field(as_alice, sample, name, absent):
    before = stored()
    body = {key: value for key, value in sample.items() if key != name} if absent else sample | {name: None}

    assert invalid(as_alice.post("sessions", body)) == {name: REQUIRED[name]}
    assert stored() == before


def test_create_without_anything(as_alice):
    assert invalid(as_alice.post("sessions", {})) == REQUIRED


@pytest.mark.parametrize("end", ["2027-06-10T10:00:00", "2027-06-10T09:59:59", "2027-06-10T10:00:00.9"])
def test_create_end_not_after_start(as_alice, sample, end):
    response = as_alice.post("sessions", slot(sample, "2027-06-10T10:00:00.1", end))

    assert invalid(response) == {"scheduled_end": "Scheduled end time must be after start time"}
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("2027-06-10T10:00:00", "2027-06-24T10:00:00", 201),
        ("2027-06-10T10:00:00", "2027-06-24T10:00:01", 400),
        ("1970-01-01T01:00:00", "1970-01-01T02:00:00", 201),
        ("1970-01-01T00:59:59", "1970-01-01T02:00:00", 400),
        ("2099-12-31T22:00:00", "2100-01-01T00:59:59", 201),
        ("2099-12-31T22:00:00", "2100-01-01T01:00:00", 400),
        ("0001-01-01T00:00:00", "0001-01-01T01:00:00", 400),
        ("9999-12-31T22:00:00", "9999-12-31T23:59:59", 400),
        ("2027-06-10", "2027-06-11", 400),
    ],
)
def test_create_at_the_bounds(as_alice, sample, start, end, status):
    response = as_alice.post("sessions", slot(sample, start, end))

    assert response.status_code == status
    assert Session.objects.count() == (status == 201)


SHAPES = [("10:00:00", "11:00:00"), ("10:15:00", "10:45:00"), ("09:00:00", "12:00:00"),
    ("09:30:00", "10:30:00"), ("10:30:00", "11:30:00"), ("10:59:59", "12:00:00"),
    ("09:00:00", "10:00:01")]  # fmt: skip


@pytest.mark.parametrize(("start", "end"), SHAPES)
@pytest.mark.parametrize("status", Session.Status.values)
def test_create_overlapping(as_alice, sample, emma, start, end, status):
    session(
        ClientFactory(trainer=emma.trainer), "2027-06-10T10:00:00", title='A "quoted" hour', status=status
    )
    before = stored()

    response = as_alice.post("sessions", slot(sample, f"2027-06-10T{start}", f"2027-06-10T{end}"))

    if status in {"cancelled", "no-show"}:
        assert response.status_code == 201
        return
    assert response.status_code == 409
    assert response.json() == {
        "success": False,
        "error": 'Scheduling conflict detected with session "A "quoted" hour" at 2027-06-10T10:00:00',
    }
    assert stored() == before


@pytest.mark.parametrize(("start", "end"), [("09:00:00", "10:00:00"), ("11:00:00", "12:00:00")])
def test_create_next_to_another(as_alice, sample, emma, start, end):
    session(emma, "2027-06-10T10:00:00")

    response = as_alice.post("sessions", slot(sample, f"2027-06-10T{start}", f"2027-06-10T{end}"))

    assert response.status_code == 201


def test_create_with_several_in_the_way(as_alice, sample, emma):
    session(emma, "2027-06-10T11:00:00", 30, title="Later")
    session(emma, "2027-06-10T09:30:00", 45, title="Earliest")

    response = as_alice.post("sessions", sample)

    assert response.json()["error"] == (
        'Scheduling conflict detected with session "Earliest" at 2027-06-10T09:30:00'
    )


def test_create_as_many_as_run_in_parallel(as_alice, alice, sample):
    alice.parallel_sessions = 2
    alice.save()
    clients = [ClientFactory(trainer=alice).pk for _ in range(3)]

    first, again, second, third = [
        as_alice.post("sessions", sample | {"client_id": pk}).status_code
        for pk in (clients[0], clients[0], clients[1], clients[2])
    ]

    assert (first, again, second, third) == (201, 409, 201, 409)


def test_create_for_a_client_who_cannot_be_booked(as_alice, sample, alice, charlie):
    foreign = ClientFactory(trainer=charlie)
    inactive = ClientFactory(trainer=alice, status="inactive")
    before = stored()

    unknown, others, gone = [
        as_alice.post("sessions", sample | {"client_id": pk}) for pk in (987654, foreign.pk, inactive.pk)
    ]

    assert invalid(unknown) == invalid(others) == {"client_id": "Client not found"}
    assert unknown.content == others.content
    assert list(invalid(gone)) == ["client_id"]
    assert stored() == before


def test_create_with_keys_that_may_not_be_set(as_alice, sample, alice, charlie):
    response = as_alice.post(
        "sessions?trainer_id=999",
        sample
        | {
            "id": 77,
            "uuid": "7ed42ee7-aa61-4623-9898-5781762dde30",
            "trainer_id": charlie.pk,
            "trainer": charlie.pk,
            "client": 1,
            "status": "completed",
            "actual_start": "2027-06-10T10:00:00",
            "created_at": "2001-01-01T00:00:00",
            "google_event_id": "g",
            "client_feedback": "f",
            "nonsense": {},
        },
        HTTP_X_USER_ID=str(charlie.user_id),
    )

    data = response.json()["data"]
    assert response.status_code == 201
    assert data["id"] != 77
    assert data["created_at"] > "2026"
    expected = {
        "trainer_id": alice.pk,
        "client_id": sample["client_id"],
        "status": "scheduled",
        "actual_start": None,
        "google_event_id": None,
        "client_feedback": None,
    }
    assert {key: data[key] for key in expected} == expected


@pytest.mark.parametrize("title", ["x", "t" * 200, "\N{FLEXED BICEPS}" * 200, " padded ", "a\u202eb"])
def test_create_with_a_title(as_alice, sample, title):
    response = as_alice.post("sessions", sample | {"title": title})

    assert (response.status_code, response.json()["data"]["title"]) == (201, title)


@pytest.mark.parametrize(
    "title", ["t" * 201, "\N{FLEXED BICEPS}" * 201, "   ", "", "\u200b\u2060", 5, True, []]
)
def test_create_with_no_title(as_alice, sample, title):
    assert list(invalid(as_alice.post("sessions", sample | {"title": title}))) == ["title"]
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("zone", "sent", "answered", "instant"),
    [
        ("Europe/Berlin", "2027-06-08T10:00:00Z", "2027-06-08T12:00:00", "2027-06-08T10:00:00"),
        ("America/New_York", "2027-06-08T10:00:00Z", "2027-06-08T06:00:00", "2027-06-08T10:00:00"),
        ("Europe/Berlin", "2027-06-10T14:23:45.123456", "2027-06-10T14:23:45", "2027-06-10T12:23:45"),
        ("Europe/Berlin", "2027-06-10T14:23:45.123456789Z", "2027-06-10T16:23:45", "2027-06-10T14:23:45"),
        ("Europe/Berlin", "2027-06-10T14:23", "2027-06-10T14:23:00", "2027-06-10T12:23:00"),
        ("America/New_York", "2027-11-07T01:30:00", "2027-11-07T01:30:00", "2027-11-07T05:30:00"),
        ("America/New_York", "2027-11-07T01:30:00-05:00", "2027-11-07T01:30:00", "2027-11-07T06:30:00"),
        ("Australia/Lord_Howe", "2027-04-04T01:45:00", "2027-04-04T01:45:00", "2027-04-03T14:45:00"),
        ("Australia/Lord_Howe", "2027-04-04T01:45:00+10:30", "2027-04-04T01:45:00", "2027-04-03T15:15:00"),
        ("Europe/Berlin", "2027-03-28T01:59:59", "2027-03-28T01:59:59", "2027-03-28T00:59:59"),
        ("Europe/Berlin", "2027-03-28T03:00:00", "2027-03-28T03:00:00", "2027-03-28T01:00:00"),
        ("Australia/Lord_Howe", "2027-10-03T02:30:00", "2027-10-03T02:30:00", "2027-10-02T15:30:00"),
        ("Pacific/Chatham", "2027-04-04T03:00:00", "2027-04-04T03:00:00", "2027-04-03T13:15:00"),
        ("Antarctica/Troll", "2027-10-31T02:00:00", "2027-10-31T02:00:00", "2027-10-31T00:00:00"),
        ("UTC", "2027-06-08T10:00:00+14:00", "2027-06-07T20:00:00", "2027-06-07T20:00:00"),
        ("UTC", "2027-06-08T10:00:00-12:00", "2027-06-08T22:00:00", "2027-06-08T22:00:00"),
        ("UTC", "2027-06-08T10:00:00+05:45", "2027-06-08T04:15:00", "2027-06-08T04:15:00"),
        ("UTC", "2027-06-08T10:00:00+00:00", "2027-06-08T10:00:00", "2027-06-08T10:00:00"),
        ("UTC", "2027-06-08T10:00:00-00:00", "2027-06-08T10:00:00", "2027-06-08T10:00:00"),
    ],
)
def test_create_on_the_clock_of_a_zone(db, sample, zone, sent, answered, instant):
    client = ClientFactory(trainer__timezone=zone)
    body = slot(sample, sent, "2027-12-01T00:00:00Z") | {"client_id": client.pk}
    booked = session(client, "2027-12-24T10:00:00")

    # A session lasts at most 14 days; its end is set from what was stored.
    end = at(instant, "UTC").replace(hour=23, minute=59, second=59)
    response = Caller(client.trainer).post("sessions", body | {"scheduled_end": f"{end:%Y-%m-%dT%H:%M:%SZ}"})

    assert response.status_code == 201, response.json()
    assert response.json()["data"]["scheduled_start"] == answered
    assert Session.objects.exclude(pk=booked.pk).get().scheduled_start == at(instant, "UTC")


@pytest.mark.parametrize(
    ("zone", "missing"),
    [
        ("Europe/Berlin", "2027-03-28T02:30:00"),
        ("Europe/Berlin", "2027-03-28T02:00:00"),
        ("America/New_York", "2027-03-14T02:30:00"),
        ("Australia/Lord_Howe", "2027-10-03T02:15:00"),
        ("Africa/Cairo", "2027-04-30T00:30:00"),
        ("America/Santiago", "2027-09-05T00:00:00"),
        ("America/Havana", "2027-03-14T00:59:59"),
        ("Pacific/Chatham", "2027-09-26T02:45:00"),
        ("Antarctica/Troll", "2027-03-28T02:59:59"),
    ],
)
def test_create_at_a_time_that_does_not_exist(db, sample, zone, missing):
    client = ClientFactory(trainer__timezone=zone)
    body = slot(sample, missing, f"{missing[:11]}05:00:00") | {"client_id": client.pk}

    errors = invalid(Caller(client.trainer).post("sessions", body))

    assert list(errors) == ["scheduled_start"]
    assert "does not exist" in errors["scheduled_start"]
    assert not Session.objects.exists()


def test_create_over_the_repeated_hour(as_alice, sample):
    response = as_alice.post("sessions", slot(sample, "2027-10-31T01:30:00", "2027-10-31T03:30:00"))

    booked = Session.objects.get()
    assert response.status_code == 201
    assert (booked.scheduled_end - booked.scheduled_start).total_seconds() == 180 * 60


def test_create_within_the_repeated_hour_looks_reversed(as_alice, sample):
    response = as_alice.post("sessions", slot(sample, "2027-10-31T02:45:00", "2027-10-31T02:15:00"))

    assert invalid(response) == {"scheduled_end": "Scheduled end time must be after start time"}


def test_zone_changed_after_booking(alice, emma):
    booked = session(emma, "2027-06-08T18:00:00")
    alice.timezone = "America/New_York"
    alice.save()

    data = Caller(alice).patch(f"sessions/{booked.pk}", {"notes": "Moved house"}).json()["data"]

    booked.refresh_from_db()
    assert data["scheduled_start"] == "2027-06-08T12:00:00"
    assert booked.scheduled_start == at("2027-06-08T18:00:00")
