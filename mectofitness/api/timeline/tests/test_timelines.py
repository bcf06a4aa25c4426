"""Timelines: created, listed, read, changed, removed with what is on them."""

import pytest

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.api.timeline.tests.samples import (
    TIMELINE_KEYS,
    UNKNOWN,
    data,
    made,
    refusal,
    stored,
    wrong,
)
from scheduling.models import Session, Timeline
from scheduling.tests.factories import TimelineFactory


def test_create(as_alice, emma):
    body = {"name": "Morning routine", "description": "gently", "clientId": str(emma.uuid)}

    response = as_alice.post("timelines", body)

    timeline = Timeline.objects.get()
    moment = f"{timeline.created_at:%Y-%m-%dT%H:%M:%SZ}"
    assert (response.status_code, response.json()) == (
        200,
        {
            "data": body
            | {"id": str(timeline.uuid), "createdAt": moment, "updatedAt": moment, "removedAt": None},
            "meta": {"message": "success"},
        },
    )
    assert list(data(response)) == TIMELINE_KEYS
    assert (timeline.trainer, timeline.client) == (emma.trainer, emma)


def test_create_with_a_name_alone(as_alice):
    timeline = data(as_alice.post("timelines", {"name": "Yoga"}))

    assert (timeline["name"], timeline["description"], timeline["clientId"]) == ("Yoga", None, None)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "name: Name is required"),
        ({"name": None}, "name: Name is required"),
        ({"name": ""}, "name: Name is required"),
        ({"name": "Yoga", "clientId": UNKNOWN}, "clientId: Client not found"),
        ({"name": "Yoga", "clientId": "x"}, "clientId: Client not found"),
        ({"name": "Yoga", "clientId": 5}, "clientId: Client not found"),
        ({"name": "Yoga", "clientId": ""}, "clientId: Client not found"),
    ],
    ids=str,
)
def test_create_refused(as_alice, sent, sentence):
    response = as_alice.post("timelines", sent)

    assert (response.status_code, response.json()["errors"]) == (400, [sentence])
    assert not Timeline.objects.exists()


def test_create_with_another_trainers_client(as_charlie, emma):
    foreign = as_charlie.post("timelines", {"name": "Yoga", "clientId": str(emma.uuid)})
    unknown = as_charlie.post("timelines", {"name": "Yoga", "clientId": UNKNOWN})

    assert wrong(foreign) == ["clientId"]
    assert foreign.content == unknown.content


def test_create_with_an_inactive_client(as_alice, emma):
    Client.objects.update(status="inactive")

    assert wrong(as_alice.post("timelines", {"name": "Yoga", "clientId": str(emma.uuid)})) == ["clientId"]


def test_list(as_alice, alice, charlie, now):
    several = [TimelineFactory(trainer=alice, name=name) for name in ("c", "a", "b", "a")]
    TimelineFactory(trainer=alice, removed_at=now)
    TimelineFactory(trainer=charlie)

    whole, part = as_alice.get("timelines"), as_alice.get("timelines?skip=1&take=2")

    rows = data(whole)
    assert [row["id"] for row in rows] == [str(several[number].uuid) for number in (1, 3, 2, 0)]
    assert whole.json()["meta"]["meta"] == {"skip": 0, "take": 10, "count": 4}
    assert (data(part), part.json()["meta"]["meta"]) == (rows[1:3], {"skip": 1, "take": 2, "count": 4})


def test_list_of_a_client(as_alice, emma, timeline):
    own = TimelineFactory(client=emma)

    assert [row["id"] for row in data(as_alice.get(f"timelines?clientId={emma.uuid}"))] == [str(own.uuid)]


@pytest.mark.parametrize("value", [UNKNOWN, "x", "", "null", "foreign"])
def test_list_of_no_client(as_alice, timeline, charlie, value):
    foreign = TimelineFactory(client=ClientFactory(trainer=charlie)).client

    response = as_alice.get(f"timelines?clientId={foreign.uuid if value == 'foreign' else value}")

    assert response.json() == {
        "data": [],
        "meta": {"message": "success", "meta": {"skip": 0, "take": 10, "count": 0}},
    }


def test_retrieve(as_alice, emma):
    timeline = TimelineFactory(client=emma, description="gently")

    assert data(as_alice.get(f"timelines/{timeline.uuid}")) == {
        "id": str(timeline.uuid),
        "name": "Morning routine",
        "description": "gently",
        "clientId": str(emma.uuid),
        "createdAt": f"{timeline.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "updatedAt": f"{timeline.updated_at:%Y-%m-%dT%H:%M:%SZ}",
        "removedAt": None,
    }


@pytest.mark.parametrize(
    "changes", [{"name": "Rehab"}, {"description": "x"}, {"description": ""}, {"clientId": None}], ids=str
)
def test_update(as_alice, emma, changes):
    timeline = TimelineFactory(client=emma, description="gently")
    before = data(as_alice.get(f"timelines/{timeline.uuid}"))

    after = data(as_alice.patch(f"timelines/{timeline.uuid}", changes))

    assert after == before | changes | {"updatedAt": after["updatedAt"]}
    assert data(as_alice.get(f"timelines/{timeline.uuid}")) == after


def test_update_nothing(as_alice, timeline):
    before = stored()

    for changes in ({}, {"id": UNKNOWN, "removedAt": "2027-06-08T10:00:00Z"}, {"name": timeline.name}):
        assert as_alice.patch(f"timelines/{timeline.uuid}", changes).status_code == 200
    assert stored() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"description": "x" * 10_001}, "description"),
        ({"clientId": UNKNOWN}, "clientId"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_update_refused(as_alice, timeline, changes, field):
    before = stored()

    assert wrong(as_alice.patch(f"timelines/{timeline.uuid}", changes)) == [field]
    assert stored() == before


def test_update_gives_the_sessions_to_the_client(as_alice, emma, timeline, once):
    made(as_alice, once)

    data(as_alice.patch(f"timelines/{timeline.uuid}", {"clientId": str(emma.uuid)}))

    assert Session.objects.get().client == emma


def test_remove(as_alice, timeline, once):
    session = made(as_alice, once)
    before = data(as_alice.get(f"timelines/{timeline.uuid}"))

    removed = data(as_alice.delete(f"timelines/{timeline.uuid}"))

    assert removed == before | {"removedAt": removed["removedAt"], "updatedAt": removed["removedAt"]}
    assert data(as_alice.get("timelines")) == data(as_alice.get("sessions")) == []
    assert as_alice.get(f"sessions/{session['id']}").status_code == 404
    assert not Session.objects.holding_time().exists()
    assert wrong(as_alice.post("sessions", once)) == ["timelineId"]


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_timeline_that_is_gone(as_alice, timeline, now, method):
    Timeline.objects.update(removed_at=now)

    for key in (timeline.uuid, UNKNOWN):
        response = getattr(as_alice, method)(f"timelines/{key}", {})
        assert (response.status_code, response.json()) == (404, refusal(404, "Timeline not found"))


@pytest.mark.parametrize("items", [1, 3])
def test_list_queries(as_alice, alice, items, django_assert_num_queries):
    for _ in range(items):
        TimelineFactory(client=ClientFactory(trainer=alice))

    with django_assert_num_queries(2):  # the token with its user; the part, and how many
        assert len(data(as_alice.get("timelines"))) == items


def test_create_queries(as_alice, emma, django_assert_max_num_queries):
    # The token, the user, the trainer, the client; within a savepoint and its release the lock, the client
    # as it is then, the new row and its record.
    with django_assert_max_num_queries(10):
        data(as_alice.post("timelines", {"name": "Yoga", "clientId": str(emma.uuid)}))


def test_list_sorts_by_code_point(as_alice, alice):
    for name in ("a", "B", "ä", "A"):
        TimelineFactory(trainer=alice, name=name)

    found = [timeline["name"] for timeline in as_alice.get("timelines").json()["data"]]

    assert found == ["A", "B", "a", "ä"]
