"""What staff do on a trainer's pages: the history says who did it for whom, through every door and back."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import Step, TimeOff
from trainers.tests.factories import UserFactory

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def sam(standing_clock, db):
    user = UserFactory(username="sam", first_name="Sam", last_name="Staff", is_staff=True)
    user.groups.add(Group.objects.get(name="manager"))
    return user


@pytest.fixture
def as_alice(client, sam, alice):
    """Sam's browser, working as Alice."""
    client.force_login(sam)
    client.post(reverse("admin:trainers_trainer_work_as", args=[alice.pk]))
    return client


@pytest.fixture
def rehab(emma):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN)


def text(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def doors(session):
    """(who, through which door) of what was changed, oldest first."""
    found = Session.history.filter(id=session.pk, history_type="~").order_by("history_id")
    return list(found.values_list("history_user__username", "history_change_reason"))


def cancel(client, session):
    client.post(f"/sessions/{session.uuid}/cancel/")


def test_history_says_who_did_it_for_whom(as_alice, sam, alice, rehab):
    cancel(as_alice, rehab)
    address = f"/sessions/{rehab.uuid}/"
    seen_by_sam = text(as_alice.get(address))
    as_alice.force_login(alice.user)

    assert "Sam Staff for Alice Archer · Tue 8 June 08:00 · Changed Status" in seen_by_sam
    assert "Sam Staff for Alice Archer · Tue 8 June 08:00 · Changed Status" in text(as_alice.get(address))
    assert doors(rehab) == [("sam", "support")]


def test_history_of_what_is_undone_and_done_again(as_alice, rehab):
    cancel(as_alice, rehab)
    as_alice.post("/changes/undo/")
    as_alice.post("/changes/redo/")

    page = text(as_alice.get(f"/sessions/{rehab.uuid}/"))

    assert "Sam Staff for Alice Archer by undo ·" in page
    assert "Sam Staff for Alice Archer by redo ·" in page
    assert doors(rehab) == [("sam", "support"), ("sam", "support undo"), ("sam", "support redo")]


def test_history_of_time_off(as_alice, alice, emma, sam):
    as_alice.post(
        "/hours/time-off/new/",
        {"first": "2027-07-01", "last": "2027-07-02", "reason": "Away", "all_day": "on"},
    )

    [off] = TimeOff.history.all()
    history = text(as_alice.get(reverse("admin:trainers_trainer_history", args=[alice.pk])))
    assert (off.history_user, off.history_change_reason) == (sam, "support")
    assert "Sam Staff for Alice Archer" in history


def test_history_of_the_staffs_own_admin_is_their_own(as_alice, emma, sam):
    address = reverse("admin:clients_client_change", args=[emma.pk])
    form = as_alice.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    as_alice.post(address, sent | {"phone": "+1-555-0199", "version": emma.version})

    last = emma.history.first()
    assert (last.phone, last.history_user, last.history_change_reason) == ("+1-555-0199", sam, "admin")


def test_history_after_the_end_is_the_trainers_own(as_alice, alice, rehab):
    cancel(as_alice, rehab)
    as_alice.post("/working-as/stop/")
    as_alice.force_login(alice.user)
    as_alice.post("/changes/undo/")

    assert doors(rehab) == [("sam", "support"), ("alice", "undo")]


def test_history_by_somebody_of_whom_no_name_is_left(as_alice, sam, alice, rehab):
    cancel(as_alice, rehab)
    as_alice.force_login(alice.user)
    sam.delete()

    assert "A user who was deleted for" not in text(as_alice.get(f"/sessions/{rehab.uuid}/"))
    assert "A user who was deleted" in text(as_alice.get(f"/sessions/{rehab.uuid}/"))


def test_step_is_the_trainers_and_says_who_took_it(as_alice, alice, rehab):
    cancel(as_alice, rehab)
    as_alice.force_login(alice.user)

    listed = text(as_alice.get("/changes/"))
    as_alice.post("/changes/undo/")

    rehab.refresh_from_db()
    assert "Done by Sam Staff for Alice Archer ." in listed
    assert rehab.status == Session.Status.SCHEDULED
    undone = text(as_alice.get("/changes/"))
    assert "Done by Sam Staff for Alice Archer ." in undone
    assert "Undone by" not in undone


def test_step_of_the_trainer_says_who_undid_it_and_did_it_again(client, sam, alice, rehab):
    client.force_login(alice.user)
    cancel(client, rehab)
    client.force_login(sam)
    client.post(reverse("admin:trainers_trainer_work_as", args=[alice.pk]))

    client.post("/changes/undo/")
    undone = text(client.get("/changes/"))
    client.post("/changes/redo/")
    again = text(client.get("/changes/"))

    assert "Undone by Sam Staff for Alice Archer ." in undone
    assert "Done by" not in undone
    assert "Done by Sam Staff for Alice Archer ." in again
    assert "Undone by" not in again


def test_steps_of_two_are_not_one(client, sam, alice, rehab):
    """Notes are saved while they are typed, as one step: but not the trainer's with somebody else's."""
    address, script = f"/sessions/{rehab.uuid}/notes/", {"HTTP_ACCEPT": "application/json"}
    client.force_login(alice.user)
    client.post(address, {"notes": "a", "initial-notes": "", "version": 1}, **script)
    client.force_login(sam)
    client.post(reverse("admin:trainers_trainer_work_as", args=[alice.pk]))

    client.post(address, {"notes": "ab", "initial-notes": "a", "version": 2}, **script)
    client.post(address, {"notes": "abc", "initial-notes": "ab", "version": 3}, **script)

    assert list(Step.objects.order_by("id").values_list("by__username", flat=True)) == [None, "sam"]


def test_import_of_staff_is_theirs_for_the_trainer(as_alice, sam, alice, emma):
    address = as_alice.post("/sessions/import/", {"text": "Client,Start\nEmma Wilson,2027-06-09 10:00\n"})[
        "Location"
    ]
    shown = as_alice.get(address).context
    as_alice.post(address, shown["choice"].asked | {"seen": shown["plan"].fingerprint})

    record = Session.objects.get(trainer=alice).history.get()
    assert (record.history_user, record.history_change_reason) == (sam, "support")
    assert [(step.words, step.by) for step in alice.steps.all()] == [("Imported 1 session", sam)]
