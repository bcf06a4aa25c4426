"""An import is taken back without what was touched since; that stays, with whom it is, and is named."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from clients import domain as clients
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, erasure, timelines, undo
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.steps import taking
from scheduling.domain.taking_in import Wanted, take_in
from scheduling.domain.undo import ChangedSince
from scheduling.models import Session
from trainers.models import Step

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = datetime(2027, 6, 9, 8, tzinfo=UTC)
NORA = {"first_name": "Nora", "last_name": "Berg", "email": "nora@example.com"}


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


def wanted(number, client=None, newcomer=None):
    start = TEN + number * DAY
    values = {"title": f"Boxing {number}", "scheduled_start": start, "scheduled_end": start + HOUR}
    return Wanted(values, {}, client, newcomer)


@pytest.fixture
def bring(alice, now):
    """bring(what is wanted, ...) -> the step of its import"""

    def call(*all_of):
        with taking(alice, now, uuid=uuid4()) as step:
            take_in(alice, all_of, now=now)
            step.words = "Imported"
        return step

    return call


def titles():
    return sorted(Session.objects.values_list("title", flat=True))


def number(title):
    return Session.objects.get(title=f"Boxing {title}")


def test_what_was_changed_stays_and_the_rest_goes(emma, bring, now):
    step = bring(*(wanted(day, emma) for day in range(3)))
    booking.revise(number(1), {"notes": "Knee"}, now=now)
    names = {step.pk: "Boxing 1 (Emma Wilson, Thu 10 June 2027)"}
    assert undo.outlook([step], now=now) == ({}, names)

    undone = undo.undo(step, now=now)

    assert titles() == ["Boxing 1"]
    assert undo.outlook([undone], now=now).stays == names


def test_what_stayed_is_not_in_it_any_more(emma, bring, now):
    """Done again, it brings what had gone; undone again, it takes that."""
    step = bring(*(wanted(day, emma) for day in range(3)))
    keys = dict(Session.objects.values_list("title", "uuid"))
    booking.revise(number(1), {"notes": "Knee"}, now=now)

    redone = undo.redo(undo.undo(step, now=now), now=now)
    assert dict(Session.objects.values_list("title", "uuid")) == keys
    booking.revise(number(2), {"notes": "Shoulder"}, now=now)
    again = undo.undo(redone, now=now)

    assert titles() == ["Boxing 1", "Boxing 2"]
    assert undo.outlook([again], now=now).stays == {
        step.pk: "Boxing 1 (Emma Wilson, Thu 10 June 2027), Boxing 2 (Emma Wilson, Fri 11 June 2027)"
    }


def test_its_time_that_is_taken_by_what_stayed_is_not_taken_twice(emma, bring, now):
    step = bring(wanted(0, emma), wanted(1, emma))
    booking.revise(number(1), {"notes": "Knee"}, now=now)
    undone = undo.undo(step, now=now)
    booking.revise(number(1), {"scheduled_start": TEN, "scheduled_end": TEN + HOUR}, now=now)

    with pytest.raises(SchedulingConflict):
        undo.redo(undone, now=now)

    assert titles() == ["Boxing 1"]


def test_new_client_stays_with_a_session_that_stays(alice, bring, now):
    step = bring(wanted(0, newcomer=NORA), wanted(1, newcomer=NORA))
    booking.cancel(number(0), now=now)

    undone = undo.undo(step, now=now)

    assert (titles(), Client.objects.get().name) == (["Boxing 0"], "Nora Berg")
    stays = undo.outlook([undone], now=now).stays
    assert stays == {step.pk: "Nora Berg, Boxing 0 (Nora Berg, Wed 9 June 2027)"}


@pytest.mark.parametrize("kind", ["session", "timeline"])
def test_new_client_stays_who_is_in_use_by_now(alice, bring, now, kind):
    step = bring(wanted(0, newcomer=NORA), wanted(1, newcomer={**NORA, "email": "other@example.com"}))
    nora = Client.objects.get(email="nora@example.com")
    if kind == "session":
        values = {
            "client": nora,
            "title": "Yoga",
            "scheduled_start": TEN - DAY,
            "scheduled_end": TEN - 23 * HOUR,
        }
        booking.book(alice, values, now=now)
    else:
        timelines.create(alice, {"name": "Routine", "client": nora}, now=now)

    undone = undo.undo(step, now=now)

    assert (titles(), Client.objects.get()) == (["Yoga"] if kind == "session" else [], nora)
    assert undo.outlook([undone], now=now).stays == {step.pk: "Nora Berg"}


def test_what_is_filled_in_stays_if_it_was_changed_since(alice, emma, now):
    kim = ClientFactory(trainer=alice, email="kim@example.com", notes="")
    with taking(alice, now, uuid=uuid4()) as step:
        entries = [{"email": each.email, "notes": "Knee"} for each in (emma, kim)]
        names = [{"first_name": each.first_name, "last_name": each.last_name} for each in (emma, kim)]
        clients.enrol_all(alice, [(a | b, {}) for a, b in zip(entries, names, strict=True)])
    clients.revise(emma, {"phone": "030 12"})

    undo.undo(step, now=now)

    assert dict(Client.objects.values_list("email", "notes")) == {emma.email: "Knee", kim.email: ""}


def test_what_is_gone_does_not_stay_and_does_not_come_back(emma, bring, now):
    step = bring(wanted(0, emma), wanted(1, emma))
    booking.remove(number(1), now=now)

    undone = undo.undo(step, now=now)
    assert (titles(), undo.outlook([undone], now=now).stays) == ([], {})
    undo.redo(undone, now=now)

    assert titles() == ["Boxing 0"]


def test_nothing_is_taken_back_of_what_was_all_changed(emma, bring, now):
    step = bring(wanted(0, emma))
    booking.revise(number(0), {"notes": "Knee"}, now=now)

    with pytest.raises(ChangedSince, match=r"Boxing 0 \(Emma Wilson, Wed 9 June 2027\) was changed since"):
        undo.undo(step, now=now)

    assert not Step.objects.get().is_undone


def test_what_is_another_trainers_by_now_is_not_named(charlie, bring, now):
    step = bring(wanted(0, newcomer=NORA), wanted(1, newcomer={**NORA, "email": "other@example.com"}))
    Client.objects.filter(email="nora@example.com").update(trainer=charlie, last_name="Secret")
    Session.objects.filter(title="Boxing 0").update(trainer=charlie, title="Secret")

    undone = undo.undo(step, now=now)

    assert undo.outlook([undone], now=now).stays == {step.pk: "A client, A session"}


def test_client_who_stayed_and_is_erased_takes_the_step_along(emma, bring, now):
    step = bring(wanted(0, emma), wanted(1, emma))
    booking.revise(number(1), {"notes": "Knee"}, now=now)
    undo.undo(step, now=now)

    erasure.erase(emma, now=now)

    assert not Step.objects.exists()


def test_more_than_a_few_are_counted(emma, bring, now):
    step = bring(*(wanted(day, emma) for day in range(6)))
    for day in range(5):
        booking.revise(number(day), {"notes": "Knee"}, now=now)

    stays = undo.outlook([step], now=now).stays[step.pk]
    assert stays.endswith("Boxing 2 (Emma Wilson, Fri 11 June 2027) and 2 more")


@pytest.fixture
def changed(client, alice, emma, bring, now):
    """An import of two, of which one was changed."""
    step = bring(wanted(0, emma), wanted(1, emma))
    booking.revise(number(1), {"notes": "Knee"}, now=now)
    client.force_login(alice.user)
    return step


def test_changes_say_what_stays_before_and_after(client, changed):
    stays = "What was changed or used since stays: Boxing 1 (Emma Wilson, Thu 10 June 2027)."
    assert stays in client.get("/changes/").content.decode()

    undone = client.post(f"/changes/{changed.uuid}/undo/", follow=True).content.decode()

    assert f"Undone: Imported. {stays}" in undone
    assert undone.count(stays) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_changes_queries(client, alice, emma, bring, now, count, django_assert_num_queries):
    for day in range(count):
        bring(wanted(2 * day, newcomer={**NORA, "email": f"{day}@example.com"}), wanted(2 * day + 1, emma))
        booking.revise(number(2 * day), {"notes": "Knee"}, now=now)
    client.force_login(alice.user)

    # cookie, user, trainer, how many steps, which; their clients and sessions, who has sessions, who
    # timelines; of what is named, whose it is and with whom
    with django_assert_num_queries(11):
        client.get("/changes/")
