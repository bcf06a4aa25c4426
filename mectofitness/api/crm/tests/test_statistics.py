"""Contract 001, section 6: counts of sessions, over the same ranges as the list."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import at, session
from scheduling.models import Session

NOTHING = {
    "total_sessions": 0,
    "by_status": {"scheduled": 0, "completed": 0, "cancelled": 0, "no-show": 0},
    "by_type": {"personal": 0, "group": 0, "online": 0, "assessment": 0, "consultation": 0},
    "upcoming_sessions": 0,
}
MOMENT = datetime(2027, 6, 8, 8, tzinfo=UTC)


def counted(sessions, now):
    """The same figures by counting one by one."""
    status = Counter(one.status for one in sessions)
    kind = Counter(one.session_type for one in sessions)
    return {
        "total_sessions": len(sessions),
        "by_status": {name: status[name] for name in Session.Status.values},
        "by_type": {name: kind[name] for name in Session.Type.values},
        "upcoming_sessions": sum(
            one.status == "scheduled" and one.scheduled_start >= now for one in sessions
        ),
    }


def test_statistics_without_sessions(as_alice, charlie):
    session(ClientFactory(trainer=charlie))

    response = as_alice.get("sessions/stats")

    assert (response.status_code, response.json()) == (200, {"success": True, "data": NOTHING})


@pytest.mark.parametrize(
    ("start", "status", "upcoming"),
    [
        ("2027-06-08T10:00:00", "scheduled", 1),
        ("2027-06-08T09:59:59", "scheduled", 0),
        ("2027-06-08T10:00:01", "scheduled", 1),
        ("2027-06-09T10:00:00", "completed", 0),
        ("2027-06-09T10:00:00", "cancelled", 0),
        ("2027-06-09T10:00:00", "no-show", 0),
    ],
)
def test_statistics_upcoming(alice, emma, start, status, upcoming):
    session(emma, start, status=status, session_type="consultation")

    with time_machine.travel(MOMENT, tick=False):
        data = Caller(alice).get("sessions/stats").json()["data"]

    assert data == NOTHING | {
        "total_sessions": 1,
        "by_status": NOTHING["by_status"] | {status: 1},
        "by_type": NOTHING["by_type"] | {"consultation": 1},
        "upcoming_sessions": upcoming,
    }


def test_statistics_of_a_client(as_alice, emma, charlie):
    session(emma, status="completed")
    session(ClientFactory(trainer=emma.trainer), "2027-06-09T10:00:00")
    foreign = session(ClientFactory(trainer=charlie))

    hers = as_alice.get(f"sessions/stats?client_id={emma.pk}").json()["data"]

    assert (hers["total_sessions"], hers["by_status"]["completed"]) == (1, 1)
    for nobody in (foreign.client_id, 0, 987654, 2**63):
        assert as_alice.get(f"sessions/stats?client_id={nobody}").json()["data"] == NOTHING


@pytest.mark.parametrize("query", ["start_date=2027-02-29", "end_date=now", "client_id=x", "client_id=-1"])
def test_statistics_that_are_wrong(as_alice, query):
    response = as_alice.get(f"sessions/stats?{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("query", ["status=completed", "search=x", "page=0", "sort_by=x", "permanent=banana"])
def test_statistics_ignore_what_is_not_theirs(as_alice, emma, query):
    session(emma)

    assert as_alice.get(f"sessions/stats?{query}").json()["data"]["total_sessions"] == 1


def random_bound(chance: random.Random) -> tuple[str, datetime, datetime]:
    """(as it is sent, the first instant of it, the last) in the week around Berlin's change of clocks."""
    if chance.random() < 0.3:
        day = f"2027-03-{chance.randint(25, 31)}"
        following = f"{datetime.fromisoformat(day) + timedelta(days=1):%Y-%m-%d}"
        return day, at(day), at(following) - timedelta(microseconds=1)
    instant = at("2027-03-25") + timedelta(minutes=15 * chance.randrange(7 * 96))
    if chance.random() < 0.5:
        return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", instant, instant
    return f"{instant.astimezone(UTC).astimezone(instant.tzinfo):%Y-%m-%dT%H:%M:%S}", instant, instant


@pytest.fixture
def hundred(emma) -> list[Session]:
    """Sessions in a week, many at its midnights and quarters of an hour; cancelled, or of fifteen minutes."""
    chance, booked = random.Random(52), []  # noqa: S311
    quarters = chance.sample(range(7 * 96), 80) + [96 * day for day in range(7)]
    for quarter in sorted(set(quarters)):
        start = at("2027-03-25").astimezone(UTC) + timedelta(minutes=15 * quarter)
        booked.append(
            Session(
                trainer=emma.trainer,
                client=emma,
                title="Quarter",
                scheduled_start=start,
                scheduled_end=start + timedelta(minutes=15),
                status=chance.choice(Session.Status.values),
                session_type=chance.choice(Session.Type.values),
            )
        )
    return Session.objects.bulk_create(booked)


def test_statistics_of_random_ranges_agree_with_the_list(alice, hundred):
    chance, now = random.Random(20270325), at("2027-03-28T12:00")  # noqa: S311
    with time_machine.travel(now, tick=False):
        as_alice = Caller(alice)
        for _ in range(50):
            start, first, _ = random_bound(chance)
            end, _, last = random_bound(chance)
            inside = [one for one in hundred if first <= one.scheduled_start <= last]
            query = {"start_date": start, "end_date": end}

            statistics = as_alice.get("sessions/stats", query).json()["data"]
            listed = as_alice.get("sessions", query | {"per_page": 100}).json()["data"]

            assert statistics == counted(inside, now), query
            assert listed["pagination"]["total_items"] == len(inside), query
            assert {item["id"] for item in listed["sessions"]} == {one.pk for one in inside}


@pytest.mark.parametrize("items", [1, 3])
def test_statistics_queries(as_alice, emma, django_assert_num_queries, items):
    for day in range(items):
        session(emma, f"2027-06-0{day + 1}T10:00:00")

    with django_assert_num_queries(2):  # the token with its user; the counts, and whether series are behind
        assert as_alice.get("sessions/stats").json()["data"]["total_sessions"] == items
