"""What contract 002 leaves open of sessions, as it is decided: fields, times, refusals, their calendar."""

from datetime import datetime

import pytest

from clients.tests.factories import ClientFactory
from mectofitness.api.timeline.tests.samples import KEYS, UNKNOWN, data, made, refusal, stored, wrong
from scheduling.domain import booking
from scheduling.models import Series, Session
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_create(as_alice, once):
    session = made(as_alice, once | {"description": "knee"})

    series = Series.objects.get()
    assert list(session) == KEYS
    assert session == once | {
        "id": str(series.uuid),
        "repeatCycleType": None,
        "recurringDayOfWeek": None,
        "description": "knee",
        "createdAt": f"{series.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "updatedAt": f"{series.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "removedAt": None,
    }


def test_create_books_the_client_of_the_timeline(as_alice, emma, once):
    made(as_alice, once | {"timelineId": str(TimelineFactory(client=emma).uuid)})

    booked = Session.objects.get()
    assert (booked.client, booked.title, booked.session_type) == (emma, "Workshop", "personal")
    assert (booked.scheduled_start, booked.scheduled_end) == (
        at("2027-06-11T09:00:00Z"),
        at("2027-06-11T10:00:00Z"),
    )


def test_create_without_times(as_alice, once):
    for _ in range(2):  # in nobody's way, not even of its like
        session = made(as_alice, once | {"startDateTime": None, "endDateTime": None})
    del once["startDateTime"], once["endDateTime"]
    left_out = made(as_alice, once)

    assert (session["startDateTime"], session["endDateTime"]) == (None, None)
    assert (left_out["startDateTime"], left_out["endDateTime"]) == (None, None)
    assert not Session.objects.exists()


def test_create_without_an_end_takes_the_usual_length(as_alice, alice, once):
    alice.usual_session_minutes = 45
    alice.save()
    del once["endDateTime"]

    assert made(as_alice, once)["endDateTime"] == "2027-06-11T09:45:00Z"


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"startDateTime": None}, "startDateTime"),
        ({"endDateTime": "2027-06-11T09:00:00Z"}, "endDateTime"),
        ({"endDateTime": "2027-06-11T08:59:59Z"}, "endDateTime"),
        ({"endDateTime": "2027-06-25T09:00:01Z"}, "endDateTime"),
        ({"startDateTime": "2027-06-11T09:00:00"}, "startDateTime"),
        ({"startDateTime": "2027-06-11"}, "startDateTime"),
        ({"startDateTime": "1969-12-31T23:59:59Z"}, "startDateTime"),
        ({"endDateTime": "2100-01-01T00:00:00Z"}, "endDateTime"),
    ],
)
def test_create_times_refused(as_alice, once, times, field):
    assert wrong(as_alice.post("sessions", once | times)) == [field]
    assert not Series.objects.exists()


def test_create_without_anything(as_alice):
    response = as_alice.post("sessions", {})

    assert response.status_code == 400
    assert response.json() == {
        "statusCode": 400,
        "message": "Validation failed",
        "errors": [
            "type: Write one of: ONE_TIME, RECURRING.",
            "timelineId: Timeline is required",
            "name: Name is required",
        ],
    }


def test_create_times_are_answered_in_utc_to_the_second(as_alice, once):
    session = made(
        as_alice,
        once | {"startDateTime": "2027-06-11T11:00:00.987654+02:00", "endDateTime": "2027-06-11T19:30+09:30"},
    )

    assert (session["startDateTime"], session["endDateTime"]) == (
        "2027-06-11T09:00:00Z",
        "2027-06-11T10:00:00Z",
    )


@pytest.mark.parametrize("value", ["removed", "foreign", UNKNOWN, "x", "", 5, None, {}, "\x00"])
def test_create_without_a_timeline_of_the_trainer(as_alice, charlie, once, now, value):
    removed, foreign = TimelineFactory(removed_at=now), TimelineFactory(trainer=charlie)
    value = {"removed": str(removed.uuid), "foreign": str(foreign.uuid)}.get(str(value), value)

    response = as_alice.post("sessions", once | {"timelineId": value})

    words = "Timeline is required" if value is None else "Timeline not found"
    assert response.json()["errors"] == [f"timelineId: {words}"]
    assert not Series.objects.exists()


def test_create_ignores_what_may_not_be_set(as_alice, once, charlie):
    session = made(
        as_alice,
        once
        | {
            "id": UNKNOWN,
            "createdAt": "2020-01-01T00:00:00Z",
            "removedAt": "2020-01-01T00:00:00Z",
            "trainer": charlie.pk,
            "trainer_id": charlie.pk,
            "title": "other",
            "session_type": "group",
            "timezone": "UTC",
        },
    )

    series = Series.objects.get()
    assert session["id"] == str(series.uuid) != UNKNOWN
    assert (session["name"], session["removedAt"]) == ("Workshop", None)
    assert series.created_at.year > 2020
    assert (series.trainer.full_name, series.timezone) == ("Alice Archer", "Europe/Berlin")


def test_create_conflict(as_alice, emma, once):
    SessionFactory(client=emma, scheduled_start=at("2027-06-11T09:30:00Z"))
    before = stored()

    response = as_alice.post("sessions", once)

    message = 'Scheduling conflict detected with session "Personal Training" at 2027-06-11T11:30:00'
    assert (response.status_code, response.json()) == (409, refusal(409, message))
    assert stored() == before


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, None, 5, True, "two\nlines"])
def test_name_refused(as_alice, once, text):
    session = made(as_alice, once)

    assert wrong(as_alice.post("sessions", once | {"name": text})) == ["name"]
    assert wrong(as_alice.patch(f"sessions/{session['id']}", {"name": text})) == ["name"]


def test_retrieve(as_alice, timeline):
    series = SeriesFactory(timeline=timeline, description="gently")

    session = data(as_alice.get(f"sessions/{series.uuid}"))

    assert list(session) == KEYS
    assert session == {
        "id": str(series.uuid),
        "type": "RECURRING",
        "timelineId": str(timeline.uuid),
        "name": "Yoga",
        "startDateTime": "2027-06-08T08:00:00Z",
        "endDateTime": "2027-06-08T09:00:00Z",
        "repeatCycleType": "WEEKLY",
        "recurringDayOfWeek": "TUESDAY",
        "description": "gently",
        "createdAt": f"{series.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "updatedAt": f"{series.updated_at:%Y-%m-%dT%H:%M:%SZ}",
        "removedAt": None,
    }


@pytest.mark.parametrize("sent", [{}, {"nonsense": 1}, {"name": "Workshop"}])
def test_update_nothing(as_alice, once, sent):
    session = made(as_alice, once)

    assert data(as_alice.patch(f"sessions/{session['id']}", sent)) == session


def test_update_times_moves_the_session(as_alice, once):
    session = made(as_alice, once)
    times = {"startDateTime": "2027-06-12T08:00:00Z", "endDateTime": "2027-06-12T08:30:00Z"}

    changed = data(as_alice.patch(f"sessions/{session['id']}", times))

    assert changed == session | times | {"updatedAt": changed["updatedAt"]}
    assert Session.objects.get().scheduled_start == at("2027-06-12T08:00:00Z")


def test_update_description_to_nothing(as_alice, once):
    session = made(as_alice, once | {"description": "knee"})

    assert data(as_alice.patch(f"sessions/{session['id']}", {"description": None}))["description"] is None
    assert data(as_alice.patch(f"sessions/{session['id']}", {"description": ""}))["description"] == ""


def test_update_times_to_nothing(as_alice, once):
    """It is a placeholder from then on."""
    session = made(as_alice, once)

    changed = data(as_alice.patch(f"sessions/{session['id']}", {"startDateTime": None, "endDateTime": None}))

    assert (changed["startDateTime"], changed["endDateTime"]) == (None, None)
    assert not Session.objects.holding_time().exists()


def test_update_end_before_start(as_alice, once):
    session = made(as_alice, once)

    response = as_alice.patch(f"sessions/{session['id']}", {"endDateTime": "2027-06-11T08:00:00Z"})

    assert wrong(response) == ["endDateTime"]


def test_update_to_another_timeline(as_alice, emma, once):
    session, other = made(as_alice, once), TimelineFactory(client=emma)

    changed = data(as_alice.patch(f"sessions/{session['id']}", {"timelineId": str(other.uuid)}))

    assert changed == session | {"timelineId": str(other.uuid), "updatedAt": changed["updatedAt"]}
    assert Session.objects.get().client == emma


def test_update_onto_another_session(as_alice, emma, once):
    session = made(as_alice, once)
    SessionFactory(client=emma, scheduled_start=at("2027-06-12T09:00:00Z"))
    before = stored()

    response = as_alice.patch(
        f"sessions/{session['id']}",
        {"startDateTime": "2027-06-12T09:30:00Z", "endDateTime": "2027-06-12T10:30:00Z"},
    )

    assert response.status_code == 409
    assert stored() == before


def test_remove_frees_the_time(as_alice, once):
    session = made(as_alice, once)

    data(as_alice.delete(f"sessions/{session['id']}"))

    assert data(as_alice.get("sessions")) == []
    assert made(as_alice, once)["id"] != session["id"]


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_session_that_was_removed(as_alice, once, method):
    session = made(as_alice, once)
    as_alice.delete(f"sessions/{session['id']}")
    before = stored()

    response = getattr(as_alice, method)(f"sessions/{session['id']}", {})

    assert (response.status_code, response.json()) == (404, refusal(404, "Session not found"))
    assert stored() == before


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
@pytest.mark.parametrize("key", [UNKNOWN, "abc", "%00", "1", "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8"])
def test_session_unknown(as_alice, method, key):
    response = getattr(as_alice, method)(f"sessions/{key}", {})

    assert response.status_code == 404
    assert list(response.json()) == ["statusCode", "message", "errors"]


def test_session_of_the_calendar_is_not_one_of_a_timeline(as_alice, emma):
    booked = SessionFactory(client=emma)

    assert data(as_alice.get("sessions")) == []
    assert as_alice.get(f"sessions/{booked.uuid}").status_code == 404


def test_session_that_was_moved_elsewhere(as_alice, once, now):
    """By another dialect, or on a page: here it takes place when it does."""
    session = made(as_alice, once)
    times = {"startDateTime": "2027-06-12T09:00:00Z", "endDateTime": "2027-06-12T10:00:00Z"}

    booking.revise(
        Session.objects.get(),
        {"scheduled_start": at(times["startDateTime"]), "scheduled_end": at(times["endDateTime"])},
        now=now,
    )

    changed = data(as_alice.get(f"sessions/{session['id']}"))
    assert changed == session | times | {"updatedAt": "2027-06-08T06:00:00Z"}


def test_session_that_was_cancelled_elsewhere(as_alice, once, now):
    session = made(as_alice, once)

    booking.cancel(Session.objects.get(), now=now)

    assert data(as_alice.get(f"sessions/{session['id']}")) == session
    assert made(as_alice, once)["id"] != session["id"]


def test_session_that_was_deleted_elsewhere(as_alice, once, now):
    session = made(as_alice, once)

    booking.remove(Session.objects.get(), now=now)

    assert data(as_alice.get("sessions")) == []
    assert as_alice.get(f"sessions/{session['id']}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_create_queries(as_alice, alice, once, count, django_assert_max_num_queries):
    for day in range(count):
        made(as_alice, once | {"startDateTime": f"2027-06-1{day + 2}T09:00:00Z", "endDateTime": None})

    with django_assert_max_num_queries(20):  # seven of them savepoints
        made(as_alice, once)


def test_client_of_another_is_not_told(as_alice, charlie, once):
    """What Charlie has at that time is no reason against Alice's."""
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=at("2027-06-11T09:00:00Z"))

    assert made(as_alice, once)["startDateTime"] == "2027-06-11T09:00:00Z"
