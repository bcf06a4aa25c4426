"""PATCH and DELETE of a session of a series: this one, those that follow, all that are to come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from conftest import NOW
from scheduling.domain import booking, series
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory, TimelineFactory

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin, a Tuesday
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture(autouse=True)
def standing_clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def yoga(alice, emma, now) -> list[Session]:
    """Five Tuesdays."""
    timeline = TimelineFactory(trainer=alice, client=emma)
    values = {"timeline": timeline, "title": "Yoga", "start": TEN, "end": TEN + HOUR}
    made = series.create(alice, values | {"cycle": "WEEKLY", "count": 5}, now=now)
    return list(made.sessions.order_by("scheduled_start"))


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Session, Series)]


def shown() -> list[tuple[str, str, str]]:
    """(start, title, status) of all sessions in order."""
    return [
        (f"{session.scheduled_start:%m-%d %H:%M}", session.title, session.status)
        for session in Session.objects.order_by("scheduled_start")
    ]


def test_this_is_preset_and_keeps_the_session_apart(as_alice, yoga):
    answer = as_alice.patch(f"sessions/{yoga[1].pk}", {"scheduled_end": "2027-06-15T11:30:00"})

    assert answer.status_code == 200
    lengths = [s.scheduled_end - s.scheduled_start for s in Session.objects.order_by("scheduled_start")]
    assert lengths == [HOUR, HOUR * 1.5, HOUR, HOUR, HOUR]
    assert Session.objects.get(changed_by_hand=True) == yoga[1]


def test_all_moves_every_session_to_come(as_alice, yoga):
    moved = {"scheduled_start": "2027-06-23T11:00:00", "scheduled_end": "2027-06-23T12:00:00"}

    answer = as_alice.patch(f"sessions/{yoga[2].pk}?scope=all", moved | {"title": "Pilates"})

    assert answer.status_code == 200
    data = answer.json()["data"]
    assert (data["id"], data["scheduled_start"], data["title"]) == (
        yoga[2].pk,
        "2027-06-23T11:00:00",
        "Pilates",
    )
    days = ["06-09", "06-16", "06-23", "06-30", "07-07"]
    assert shown() == [(f"{day} 09:00", "Pilates", "scheduled") for day in days]
    assert Series.objects.get().start == TEN + timedelta(days=1, hours=1)


def test_following_leaves_those_before_alone(as_alice, yoga):
    moved = {"scheduled_start": "2027-06-22T11:00:00", "scheduled_end": "2027-06-22T12:00:00"}

    assert as_alice.patch(f"sessions/{yoga[2].pk}?scope=following", moved).status_code == 200

    assert [start for start, _, _ in shown()] == [
        "06-08 08:00",
        "06-15 08:00",
        "06-22 09:00",
        "06-29 09:00",
        "07-06 09:00",
    ]
    assert [s.sessions.count() for s in Series.objects.order_by("pk")] == [2, 3]


def test_following_of_the_first_is_all(as_alice, yoga):
    assert as_alice.patch(f"sessions/{yoga[0].pk}?scope=following", {"title": "Pilates"}).status_code == 200

    assert {title for _, title, _ in shown()} == {"Pilates"}
    assert Series.objects.count() == 1


def test_exceptions_survive(as_alice, yoga, now):
    booking.cancel(yoga[1], now=now)
    later = {"scheduled_start": TEN + 2 * WEEK + 5 * HOUR, "scheduled_end": TEN + 2 * WEEK + 6 * HOUR}
    booking.revise(yoga[2], later, now=now)
    booking.revise(yoga[3], {"notes": "knee"}, now=now)
    moved = {"scheduled_start": "2027-06-08T11:00:00", "scheduled_end": "2027-06-08T12:00:00"}

    assert as_alice.patch(f"sessions/{yoga[0].pk}?scope=all", moved).status_code == 200

    assert shown() == [
        ("06-08 09:00", "Yoga", "scheduled"),
        ("06-15 08:00", "Yoga", "cancelled"),
        ("06-22 13:00", "Yoga", "scheduled"),
        ("06-29 08:00", "Yoga", "scheduled"),
        ("07-06 09:00", "Yoga", "scheduled"),
    ]


def test_dry_run_tells_everything_and_changes_nothing(as_alice, alice, emma, yoga, now):
    booking.revise(yoga[1], {"notes": "knee"}, now=now)
    booking.revise(yoga[4], {"status": "completed"}, now=now)
    SessionFactory(client=emma, title="Massage", scheduled_start=TEN + 2 * WEEK + HOUR)
    before = everything()
    moved = {"scheduled_start": "2027-06-08T11:00:00", "scheduled_end": "2027-06-08T12:00:00"}

    answer = as_alice.patch(f"sessions/{yoga[0].pk}?scope=all&dry_run=true", moved)

    assert (answer.status_code, answer.json()["message"]) == (200, "Nothing was changed: this is a preview")
    data = answer.json()["data"]
    assert [
        (c["id"], c["before"]["scheduled_start"], c["after"]["scheduled_start"]) for c in data["changed"]
    ] == [
        (yoga[0].pk, "2027-06-08T10:00:00", "2027-06-08T11:00:00"),
        (yoga[2].pk, "2027-06-22T10:00:00", "2027-06-22T11:00:00"),
        (yoga[3].pk, "2027-06-29T10:00:00", "2027-06-29T11:00:00"),
    ]
    assert [(kept["id"], kept["reason"]) for kept in data["kept"]] == [
        (yoga[1].pk, "changed by hand"),
        (yoga[4].pk, "completed"),
    ]
    assert data["added"] == data["removed"] == []
    assert data["conflicts"] == [
        {
            "scheduled_start": "2027-06-22T11:00:00",
            "scheduled_end": "2027-06-22T12:00:00",
            "in_the_way": {
                "id": Session.objects.get(title="Massage").pk,
                "title": "Massage",
                "scheduled_start": "2027-06-22T11:00:00",
                "scheduled_end": "2027-06-22T12:00:00",
            },
        }
    ]
    assert everything() == before


@pytest.mark.parametrize("method", ["patch", "delete"])
@pytest.mark.parametrize("scope", ["this", "following", "all"])
def test_dry_run_changes_nothing(as_alice, yoga, method, scope):
    before = everything()

    answer = getattr(as_alice, method)(f"sessions/{yoga[2].pk}?scope={scope}&dry_run=1", {"title": "Pilates"})

    assert answer.status_code == 200
    assert set(answer.json()["data"]) == {"changed", "added", "removed", "kept", "conflicts"}
    assert everything() == before


def test_a_collision_refuses_all_of_it(as_alice, emma, yoga):
    SessionFactory(client=emma, title="Massage", scheduled_start=TEN + 3 * WEEK + HOUR)
    SessionFactory(client=emma, title="Massage", scheduled_start=TEN + 4 * WEEK + HOUR)
    before = everything()
    moved = {"scheduled_start": "2027-06-08T11:00:00", "scheduled_end": "2027-06-08T12:00:00"}

    answer = as_alice.patch(f"sessions/{yoga[0].pk}?scope=all", moved)

    assert answer.status_code == 409
    assert answer.json()["error"] == (
        'Scheduling conflict detected with session "Massage" at 2027-06-29T11:00:00;'
        " sessions of the series that collide: 2, the first on 2027-06-29"
    )
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"notes": "knee"}, "notes"),
        ({"status": "completed"}, "status"),
        ({"client_id": None}, "client_id"),
        ({"title": ""}, "title"),
        ({"scheduled_start": None}, "scheduled_start"),
        ({"scheduled_end": "2027-06-22T09:00:00"}, "scheduled_end"),
        ({"scheduled_start": "soon"}, "scheduled_start"),
    ],
    ids=str,
)
@pytest.mark.parametrize("scope", ["following", "all"])
def test_what_a_series_cannot_have(as_alice, yoga, scope, changes, field):
    before = everything()

    answer = as_alice.patch(f"sessions/{yoga[2].pk}?scope={scope}", changes)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert everything() == before


@pytest.mark.parametrize("query", ["scope=some", "scope=", "dry_run=perhaps", "scope=ALL"])
@pytest.mark.parametrize("method", ["patch", "delete", "put"])
def test_unknown_scope(as_alice, yoga, method, query):
    before = everything()

    answer = getattr(as_alice, method)(f"sessions/{yoga[2].pk}?{query}", {"title": "Pilates"})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])
    assert everything() == before


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_scope_of_a_session_without_series(as_alice, emma, method):
    single = SessionFactory(client=emma)

    answer = getattr(as_alice, method)(f"sessions/{single.pk}?scope=all", {"title": "Pilates"})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["scope"])
    assert [title for _, title, _ in shown()] == ["Personal Training"]


def test_delete_all_cancels_what_is_to_come_and_ends_the_series(as_alice, yoga, now):
    booking.revise(yoga[0], {"status": "completed"}, now=now)
    booking.revise(yoga[3], {"scheduled_end": TEN + 3 * WEEK + 2 * HOUR}, now=now)

    answer = as_alice.delete(f"sessions/{yoga[2].pk}?scope=all")

    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "cancelled")
    assert [status for _, _, status in shown()] == ["completed", *["cancelled"] * 4]
    assert Series.objects.get().removed_at == now


def test_delete_following_ends_the_series_before(as_alice, yoga, now):
    assert as_alice.delete(f"sessions/{yoga[3].pk}?scope=following").status_code == 200

    assert [status for _, _, status in shown()] == [*["scheduled"] * 3, *["cancelled"] * 2]
    stored = Series.objects.get()
    assert (stored.removed_at, stored.count) == (None, None)
    assert stored.until == datetime(2027, 6, 28, 21, 59, 59, tzinfo=UTC)


def test_delete_following_for_good(as_alice, yoga):
    answer = as_alice.delete(f"sessions/{yoga[3].pk}?scope=following&permanent=true")

    assert answer.json() == {"success": True, "message": "Session permanently deleted"}
    assert len(shown()) == 3


def test_a_stranger_is_refused(as_charlie, yoga):
    before = everything()

    for method in ("patch", "delete"):
        answer = getattr(as_charlie, method)(f"sessions/{yoga[2].pk}?scope=all", {"title": "Pilates"})
        assert answer.status_code == 403
    assert everything() == before
