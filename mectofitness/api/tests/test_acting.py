"""Staff act for a trainer with `trainer_id`, as far as their role goes: every operation, as each role."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client as Browser

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.api import tokens
from mectofitness.api.tests.callers import Caller
from mectofitness.api.tests.schemas import operations
from scheduling.models import Series, Session
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers.models import Receipt, User
from trainers.tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("roles")

DIALECTS = ["/api/v1", "/api/calendar", "/api/timeline"]
DEEDS = {"get": "view", "post": "add", "put": "change", "patch": "change", "delete": "change"}
# Those of which the method does not say what they do.
OTHERS = {
    ("post", "/api/calendar/sessions/trainer/{key}"): "view",
    ("delete", "/api/timeline/sessions/{id}"): "delete",
    ("delete", "/api/timeline/timelines/{id}"): "delete",
}
EVERYTHING, NOTHING = {"view", "add", "change", "delete"}, set()
ROLES = {
    "superuser": EVERYTHING,
    "manager": EVERYTHING,
    "front desk": EVERYTHING,
    "auditor": {"view"},
    "trainer": NOTHING,
    "nothing": NOTHING,
}


def listed():
    """(method, address) of every operation on what is a trainer's."""
    found = []
    for prefix in DIALECTS:
        schema = Browser().get(f"{prefix}/schema", HTTP_HOST="localhost").json()
        found += [(method, f"{prefix}{path}") for method, path in operations(schema, prefix)]
    return sorted(operation for operation in found if "/auth/" not in operation[1])


class Staff(Caller):
    prefix = ""


@pytest.fixture
def member():
    """member(role) -> one of the staff, calling."""

    def caller_of(role):
        is_staff, is_superuser = role != "trainer", role == "superuser"
        user = UserFactory(username=role, is_staff=is_staff, is_superuser=is_superuser)
        user.groups.set(Group.objects.filter(name=role))
        caller = Staff()
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.obtain(user).access}")
        return caller

    return caller_of


@pytest.fixture
def keys(emma):
    """{what stands in an address: the key of one of Alice's}, by how the address begins."""
    session = SessionFactory(client=emma, trainer_notes="Between us")
    return {
        "/api/v1/sessions": session.pk,
        "/api/v1/clients": ClientFactory(trainer=emma.trainer).pk,
        "/api/calendar/sessions": emma.trainer.uuid,
        "/api/calendar/session": session.uuid,
        "/api/timeline/sessions": SeriesFactory(timeline__client=emma).uuid,
        "/api/timeline/timelines": TimelineFactory(client=emma).uuid,
    }


def ask(caller, operation, keys, trainer):
    method, address = operation
    key = next(key for start, key in keys.items() if address.startswith(start))
    filled = re.sub(r"{\w+}", str(key), address)
    # A body of nothing: whoever may do it is told what is missing, or changes nothing.
    body = {} if method in {"post", "put", "patch"} else None
    return getattr(caller, method)(f"{filled}?trainer_id={trainer}", body)


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do_for_a_trainer(member, emma, keys, role):
    caller, wrong = member(role), []

    for operation in listed():
        deed = OTHERS.get(operation, DEEDS[operation[0]])
        answer = ask(caller, operation, keys, emma.trainer_id)
        if (answer.status_code != 403) != (deed in ROLES[role]):
            wrong.append((*operation, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"trainer"}))
def test_nobody_acts_without_saying_for_whom(member, keys, role):
    answer = member(role).get("/api/v1/sessions")

    assert answer.status_code == 403
    assert answer.json()["error"].startswith("This account has no trainer profile")


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "anna", "0b5f2a9e-8a3c-4a51-9d5e-6f1d2c3b4a59", ""])
def test_a_trainer_who_is_not_there(member, key):
    answer = member("front desk").get(f"/api/v1/sessions?trainer_id={key}")

    assert (answer.status_code, answer.json()["errors"]) == (400, {"trainer_id": "There is no such trainer."})


def test_front_desk_books_on_the_trainers_clock(member, emma):
    sent = {
        "client_id": emma.pk,
        "title": "Walk-in",
        "scheduled_start": "2027-06-10T10:00:00",
        "scheduled_end": "2027-06-10T11:00:00",
        "trainer_notes": "Mine",
    }

    answer = member("front desk").post(f"/api/v1/sessions?trainer_id={emma.trainer.uuid}", sent)

    assert (answer.status_code, answer.json()["data"]["scheduled_start"]) == (201, "2027-06-10T10:00:00")
    session = Session.objects.get()
    assert (session.trainer, session.trainer_notes) == (emma.trainer, None)
    assert session.history.get().history_user.username == "front desk"


def test_nothing_new_for_who_is_inactive(member, emma):
    emma.trainer.user.is_active = False
    emma.trainer.user.save()
    caller, query = member("front desk"), f"?trainer_id={emma.trainer_id}"
    session = SessionFactory(client=emma)

    refused = caller.post(f"/api/v1/sessions{query}", {"client_id": emma.pk})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["trainer_id"])
    assert caller.delete(f"/api/v1/sessions/{session.pk}{query}").status_code == 200


def test_private_notes_stay_between_the_trainer_and_who_may_see_them(member, emma):
    session = SessionFactory(client=emma, trainer_notes="Between us")
    address = f"/api/v1/sessions/{session.pk}?trainer_id={emma.trainer_id}"

    desk = member("front desk").patch(address, {"trainer_notes": "Mine", "notes": "Seen"})
    manager = member("manager").get(address)

    assert (desk.json()["data"]["trainer_notes"], desk.json()["data"]["notes"]) == (None, "Seen")
    assert manager.json()["data"]["trainer_notes"] == "Between us"


def test_what_is_of_another_trainer_than_named(member, emma, charlie):
    session = SessionFactory(client=emma)

    answer = member("manager").get(f"/api/v1/sessions/{session.pk}?trainer_id={charlie.pk}")

    assert answer.status_code == 403


def test_a_client_of_another_trainer_than_named(member, emma, charlie):
    sent = {
        "client_id": emma.pk,
        "title": "Walk-in",
        "scheduled_start": "2027-06-10T10:00:00",
        "scheduled_end": "2027-06-10T11:00:00",
    }

    answer = member("manager").post(f"/api/v1/sessions?trainer_id={charlie.pk}", sent)

    assert (answer.status_code, answer.json()["errors"]) == (400, {"client_id": "Client not found"})


def test_permanent_needs_the_right_to_delete(member, emma):
    session = SessionFactory(client=emma)
    caller = member("front desk")
    Group.objects.get(name="front desk").permissions.filter(codename="delete_session").delete()
    address = f"/api/v1/sessions/{session.pk}?trainer_id={emma.trainer_id}"

    assert caller.delete(f"{address}&permanent=true").status_code == 403
    assert caller.delete(address).status_code == 200
    assert Session.objects.get().status == Session.Status.CANCELLED


def test_the_other_dialects(member, emma):
    caller, query = member("front desk"), f"?trainer_id={emma.trainer_id}"
    timeline = TimelineFactory(client=emma)
    once = {
        "type": "ONE_TIME",
        "timelineId": str(timeline.uuid),
        "name": "Workshop",
        "startDateTime": "2027-06-11T09:00:00Z",
    }
    hour = {
        "client_id": str(emma.uuid),
        "session_type": "Rehab",
        "start_time": "2027-06-10T09:00:00Z",
        "end_time": "2027-06-10T10:00:00Z",
    }
    week = {"start_range": "2027-06-07T00:00:00Z", "end_range": "2027-06-14T00:00:00Z"}

    assert caller.post(f"/api/timeline/sessions{query}", once).status_code == 200
    assert caller.post(f"/api/calendar/session{query}", hour).status_code == 201
    found = caller.post(f"/api/calendar/sessions/trainer/{emma.trainer.uuid}", week).json()
    assert [each["session_type"] for each in found] == ["Rehab", "Workshop"]
    assert Series.objects.get().trainer == emma.trainer


def test_one_key_for_two_trainers(member, emma, charlie):
    caller = member("manager")
    sent = {"first_name": "Zoe", "last_name": "Young", "email": "zoe@example.com"}
    key = {"HTTP_IDEMPOTENCY_KEY": "walk-in"}

    first = caller.post(f"/api/v1/clients?trainer_id={charlie.pk}", sent, **key)
    again = caller.post(f"/api/v1/clients?trainer_id={charlie.pk}", sent, **key)
    other = caller.post(f"/api/v1/clients?trainer_id={emma.trainer_id}", sent, **key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert Client.objects.get(email="zoe@example.com").trainer == charlie
    assert Receipt.objects.count() == 1


def test_a_retry_by_who_may_not_any_more(member, emma):
    """Nobody is told again what they were told while they had the right; back in the role they are."""
    caller = member("front desk")
    sent = {"first_name": "Zoe", "last_name": "Young", "email": "zoe@example.com"}
    address, key = f"/api/v1/clients?trainer_id={emma.trainer_id}", {"HTTP_IDEMPOTENCY_KEY": "walk-in"}
    user = User.objects.get(username="front desk")
    first = caller.post(address, sent, **key)

    user.groups.clear()
    without = caller.post(address, sent, **key)
    user.groups.add(Group.objects.get(name="front desk"))
    again = caller.post(address, sent, **key)

    assert (first.status_code, without.status_code, again.status_code) == (201, 403, 201)
    assert "zoe@example.com" not in without.content.decode()
    assert again.content == first.content
    assert Client.objects.filter(email="zoe@example.com").count() == 1


def test_a_retry_for_a_trainer_who_is_inactive_by_now(member, emma):
    caller = member("front desk")
    sent = {"first_name": "Zoe", "last_name": "Young", "email": "zoe@example.com"}
    address, key = f"/api/v1/clients?trainer_id={emma.trainer_id}", {"HTTP_IDEMPOTENCY_KEY": "walk-in"}
    first = caller.post(address, sent, **key)
    User.objects.filter(pk=emma.trainer.user_id).update(is_active=False)

    assert caller.post(address, sent, **key).content == first.content


def test_staff_who_train_ask_for_themselves(alice, emma):
    alice.user.is_staff = True
    alice.user.save()
    SessionFactory(client=emma)
    caller = Staff(alice)

    for query in ("", f"?trainer_id={alice.pk}", f"?trainer_id={alice.uuid}"):
        assert caller.get(f"/api/v1/sessions{query}").json()["data"]["pagination"]["total_items"] == 1


def test_queries_of_a_list_for_staff(member, emma, django_assert_max_num_queries):
    SessionFactory.create_batch(3, client=emma)
    caller = member("front desk")

    with django_assert_max_num_queries(10):
        caller.get(f"/api/v1/sessions?trainer_id={emma.trainer_id}")
