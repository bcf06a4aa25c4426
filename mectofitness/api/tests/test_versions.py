"""ETag and If-Match in every dialect: a change is made on the version that was seen, or not at all."""

import pytest

from mectofitness.api.tests.callers import Caller
from scheduling.domain import booking, series, timelines
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers.models import Trainer

OBJECTS = ["session in crm", "client in crm", "session in calendar", "session on timeline", "timeline"]


class Anywhere(Caller):
    prefix = ""


@pytest.fixture
def as_alice(alice: Trainer) -> Anywhere:
    return Anywhere(alice)


@pytest.fixture(params=OBJECTS)
def one(request, alice, emma) -> tuple[str, dict[str, str], dict[str, str]]:
    """The address of an object, and two changes of it that have no field in common."""
    match request.param:
        case "session in crm":
            address = f"/api/v1/sessions/{SessionFactory(client=emma).pk}"
            return address, {"title": "Mine"}, {"notes": "Yours"}
        case "client in crm":
            return f"/api/v1/clients/{emma.pk}", {"notes": "Mine"}, {"phone": "+1-555-0199"}
        case "session in calendar":
            address = f"/api/calendar/session/{SessionFactory(client=emma).uuid}"
            return address, {"session_type": "Mine"}, {"description": "Yours"}
        case "session on timeline":
            yoga = SeriesFactory(timeline=TimelineFactory(trainer=alice))
            return f"/api/timeline/sessions/{yoga.uuid}", {"name": "Mine"}, {"description": "Yours"}
    address = f"/api/timeline/timelines/{TimelineFactory(trainer=alice).uuid}"
    return address, {"name": "Mine"}, {"description": "Yours"}


def current(caller, address):
    """The version by a change that changes nothing; contract 000 reads no single session."""
    return caller.patch(address, {})["ETag"]


def patch(caller, address, body, version):
    return caller.patch(address, body, headers={"If-Match": version})


def test_a_change_makes_another_version(as_alice, one):
    address, mine, _ = one
    first = current(as_alice, address)

    changed = as_alice.patch(address, mine)
    same = as_alice.patch(address, mine)

    assert (first, changed["ETag"], same["ETag"]) == ('"1"', '"2"', '"2"')


def test_of_two_with_one_version_the_second_is_told_the_version_that_is_stored(as_alice, one):
    address, mine, yours = one
    seen = current(as_alice, address)

    first = patch(as_alice, address, mine, seen)
    second = patch(as_alice, address, yours, seen)

    assert (first.status_code, second.status_code, second["ETag"]) == (200, 412, '"2"')
    body = second.json()
    assert 'Changed meanwhile: the version is now "2"' in {body.get("error"), body.get("message")}
    assert patch(as_alice, address, yours, second["ETag"]).status_code == 200


def test_without_a_version_both_changes_are_there(as_alice, one):
    address, mine, yours = one

    as_alice.patch(address, mine)
    answer = as_alice.patch(address, yours).json()

    stored = answer.get("data", answer)
    assert {**mine, **yours}.items() <= stored.items()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("*", 200),
        ('"1"', 200),
        ('"7", "1"', 200),
        ('W/"1"', 412),
        ('"7"', 412),
        ('"7", W/"1"', 412),
        ("1", 400),
        ('"1', 400),
        ("", 400),
        (",", 400),
        ("\xfc", 400),
    ],
)
def test_how_a_version_is_demanded(as_alice, one, sent, status):
    address, mine, _ = one

    assert patch(as_alice, address, mine, sent).status_code == status
    assert current(as_alice, address) == ('"2"' if status == 200 else '"1"')


def test_deletion_of_another_version_deletes_nothing(as_alice, one):
    address, mine, _ = one
    seen = current(as_alice, address)
    as_alice.patch(address, mine)

    refused = as_alice.delete(address, headers={"If-Match": seen})

    assert (refused.status_code, current(as_alice, address)) == (412, '"2"')
    assert as_alice.delete(address, headers={"If-Match": '"2"'}).status_code == 200


def test_a_version_of_what_is_gone(as_alice, alice, emma, now):
    session, yoga = SessionFactory(client=emma), SeriesFactory(timeline=TimelineFactory(trainer=alice))
    booking.remove(session, now=now)
    series.remove(yoga, now=now)
    timelines.remove(yoga.timeline, now=now)

    for address in (
        f"/api/v1/sessions/{session.pk}",
        f"/api/calendar/session/{session.uuid}",
        f"/api/timeline/sessions/{yoga.uuid}",
        f"/api/timeline/timelines/{yoga.timeline.uuid}",
    ):
        assert patch(as_alice, address, {}, '"1"').status_code == 404


def test_a_version_of_another_trainers(charlie, one):
    address, mine, _ = one

    assert patch(Anywhere(charlie), address, mine, '"9"').status_code == 403


def test_put_on_another_version(as_alice, emma):
    body = {"first_name": "Emma", "last_name": "Wilson", "email": "emma@example.com"}

    answer = as_alice.put(f"/api/v1/clients/{emma.pk}", body, headers={"If-Match": '"2"'})

    assert answer.status_code == 412


@pytest.mark.parametrize("scope", ["this", "following", "all"])
@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_change_of_many_is_made_on_the_session_that_was_seen(as_alice, alice, emma, now, scope, dry_run):
    yoga = series.create(
        alice,
        {
            "timeline": TimelineFactory(client=emma),
            "title": "Yoga",
            "start": now,
            "cycle": "WEEKLY",
            "count": 3,
        },
        now=now,
    )
    session = yoga.sessions.in_order()[1]
    booking.revise(session, {"notes": "Mine"}, now=now)
    address = f"/api/v1/sessions/{session.pk}?scope={scope}&dry_run={dry_run}"

    moved = patch(as_alice, address, {"title": "Power"}, '"1"')
    cancelled = as_alice.delete(address, headers={"If-Match": '"1"'})

    assert (moved.status_code, cancelled.status_code) == (412, 412)
    assert set(yoga.sessions.values_list("title", "status")) == {("Yoga", "scheduled")}


def test_the_version_of_what_takes_place_once_is_that_of_its_series(as_alice, alice, now):
    """The session and its series say the same, each with versions of its own."""
    timeline = TimelineFactory(trainer=alice)
    values = {"timeline": timeline, "title": "Once", "start": now}
    once = series.create(alice, values, now=now)
    session = once.sessions.get()

    told = as_alice.patch(f"/api/timeline/sessions/{once.uuid}", {"name": "Mine"})
    moved = as_alice.patch(f"/api/v1/sessions/{session.pk}", {"title": "Yours"})
    noted = as_alice.patch(f"/api/v1/sessions/{session.pk}", {"notes": "Only here"})

    assert (told["ETag"], moved["ETag"], noted["ETag"]) == ('"2"', '"3"', '"4"')
    assert as_alice.get(f"/api/timeline/sessions/{once.uuid}")["ETag"] == '"3"'
