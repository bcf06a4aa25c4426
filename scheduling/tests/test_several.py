"""Several sessions at once: all of them come out as was said, or none, and it is one step."""

from datetime import timedelta

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from scheduling.tests.test_changes_pages import text
from trainers.models import Step

HOUR = timedelta(hours=1)
SETTLE, DAY = "/sessions/settle/", "/calendar/day/2027-06-08/"


@pytest.fixture
def signed_in(client, alice, now):
    """In the evening of the day."""
    with time_machine.travel(now + 12 * HOUR, tick=False):
        client.force_login(alice.user)
        yield client


@pytest.fixture
def three(alice, now):
    people = [ClientFactory(trainer=alice, email=f"{n}@example.com") for n in range(3)]
    return [
        SessionFactory(client=person, title=title, scheduled_start=now + (n + 2) * HOUR)
        for n, (person, title) in enumerate(zip(people, ("Rehab", "Boxing", "Yoga"), strict=True))
    ]


def ticked(sessions):
    return [f"{each.uuid}.{each.version}" for each in sessions]


def stored(*fields):
    return list(Session.objects.order_by("pk").values_list(*fields))


@pytest.mark.parametrize("came_from", ["nowhere", "//evil.example/", "1"])
def test_what_is_no_page_of_ours_is_not_gone_back_to(signed_in, three, came_from):
    answer = signed_in.post(SETTLE, {"sessions": ticked(three), "outcome": "complete", "next": came_from})

    assert answer["Location"] == "/calendar/day/"


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [
        ("complete", "completed", "Completed 3 sessions: Rehab, Boxing, Yoga."),
        ("no-show", "no-show", "Marked 3 sessions as no-show: Rehab, Boxing, Yoga."),
        ("cancel", "cancelled", "Cancelled 3 sessions: Rehab, Boxing, Yoga. Reason: Ill."),
    ],
)
def test_all_at_once_and_back_again(signed_in, three, outcome, status, said):
    sent = {"sessions": ticked(three), "outcome": outcome, "reason": "Ill", "next": DAY}
    page = signed_in.post(SETTLE, sent, follow=True)

    assert page.redirect_chain == [(DAY, 302)]
    assert said in text(page)
    assert {each for (each,) in stored("status")} == {status}
    assert Step.objects.count() == 1

    signed_in.post("/changes/undo/")
    assert {each for (each,) in stored("status")} == {"scheduled"}
    assert {each for (each,) in stored("cancellation_reason")} == {None}


def test_completed_took_place_as_planned(signed_in, three):
    signed_in.post(SETTLE, {"sessions": ticked(three), "outcome": "complete"})

    assert stored("actual_start", "actual_end") == stored("scheduled_start", "scheduled_end")


@pytest.mark.parametrize(
    ("outcome", "question", "status"),
    [
        ("complete", "Complete what has not begun yet?", "completed"),
        ("no-show", "Mark as a no-show what has not begun yet?", "no-show"),
    ],
)
def test_before_they_begin_it_is_asked_whether_it_is_meant(signed_in, three, now, outcome, question, status):
    sent = {"sessions": ticked(three), "outcome": outcome, "next": DAY}
    with time_machine.travel(now + 3 * HOUR, tick=False):  # when the second one begins
        page = signed_in.post(SETTLE, sent)

        assert question in text(page)
        assert "1 of the 3 that you chose is still to come" in text(page)
        assert [each.title for each in page.context["to_come"]] == ["Yoga"]
        assert {each for (each,) in stored("status")} == {"scheduled"}
        assert not Step.objects.exists()

        answer = signed_in.post(SETTLE, sent | {"sessions": page.context["ticked"], "early": "yes"})

    assert answer["Location"] == DAY
    assert {each for (each,) in stored("status")} == {status}


def test_cancelled_before_they_begin_without_a_question(signed_in, three, now):
    with time_machine.travel(now, tick=False):
        answer = signed_in.post(SETTLE, {"sessions": ticked(three), "outcome": "cancel", "next": DAY})

    assert answer["Location"] == DAY
    assert {each for (each,) in stored("status")} == {"cancelled"}


def test_what_is_refused_anyway_is_not_asked(signed_in, three, now):
    booking.cancel(three[0], now=now)
    with time_machine.travel(now, tick=False):
        page = signed_in.post(SETTLE, {"sessions": ticked(three), "outcome": "complete"})

    assert (page.status_code, "Nothing was changed" in text(page)) == (409, True)


def test_one_that_is_overtaken_refuses_all(signed_in, three, now):
    sent = {"sessions": ticked(three), "outcome": "complete"}
    booking.revise(three[1], {"title": "Kickboxing"}, now=now)

    page = signed_in.post(SETTLE, sent)

    assert page.status_code == 409
    assert "Kickboxing with Emma Wilson, Tue 8 June 11:00: Somebody else has changed it" in text(page)
    assert {each for (each,) in stored("status")} == {"scheduled"}
    assert not Step.objects.exists()


def test_one_that_is_cancelled_already_refuses_all(signed_in, three, now):
    booking.cancel(three[2], now=now)

    page = signed_in.post(SETTLE, {"sessions": ticked(three), "outcome": "no-show"})

    assert (page.status_code, "It is cancelled already." in text(page)) == (409, True)
    assert stored("status") == [("scheduled",), ("scheduled",), ("cancelled",)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": "complete"}, "No session was chosen."),
        ({"outcome": "delete"}, "Say what became of them"),
        ({}, "Say what became of them"),
        ({"outcome": "cancel", "sessions": ["nonsense"]}, "One of them is not there any more."),
        (
            {"outcome": "cancel", "sessions": ["7ed42ee7-aa61-4623-9898-5781762dde30.1"]},
            "not there any more.",
        ),
        ({"outcome": "cancel", "reason": "x" * 201}, "at most 200 characters"),
    ],
)
def test_refused_input(signed_in, three, sent, said):
    page = signed_in.post(SETTLE, sent)

    assert (page.status_code, said in text(page)) == (409, True)


def test_a_reason_that_cannot_be_stored(signed_in, three):
    page = signed_in.post(SETTLE, {"sessions": ticked(three), "outcome": "cancel", "reason": "a\u2028b"})

    assert page.status_code == 409
    assert {each for (each,) in stored("status")} == {"scheduled"}


def test_a_stranger_changes_nothing(client, charlie, three):
    client.force_login(charlie.user)

    page = client.post(SETTLE, {"sessions": ticked(three), "outcome": "complete"})

    assert (page.status_code, "Rehab" in text(page)) == (409, False)
    assert {each for (each,) in stored("status")} == {"scheduled"}


@pytest.mark.parametrize("view", ["day", "agenda"])
def test_what_is_ticked_belongs_to_a_form_that_leads_back(signed_in, three, view):
    address = f"/calendar/{view}/2027-06-08/?type=personal"
    page = signed_in.get(address).content.decode()

    assert page.count('form="several"') == 3
    assert page.count('id="several"') == 1
    form = page.split('id="several"')[1].split("</form>")[0]
    assert f'name="next" value="{address}"' in form


def test_get_leads_to_the_day(signed_in):
    assert signed_in.get(SETTLE)["Location"] == "/calendar/day/"


def test_all_that_are_over_are_ticked_without_a_script(signed_in, three):
    page = signed_in.get(f"{DAY}?pick=over").content.decode()

    assert page.count("data-over checked") == 3
    assert "checked" not in signed_in.get(DAY).content.decode()


def test_why_it_was_cancelled_is_shown_and_goes_with_it(signed_in, three):
    address = f"/sessions/{three[0].uuid}/"
    signed_in.post(f"{address}cancel/", {"reason": "Has the flu"})
    assert "Reason: Has the flu" in text(signed_in.get(address))
    assert "Cancellation reason nothing" not in text(signed_in.get(address))

    signed_in.post(f"{address}reinstate/")

    assert Session.objects.get(pk=three[0].pk).cancellation_reason is None


def test_a_reason_that_is_too_long_is_said_beside_it(signed_in, three):
    page = signed_in.post(f"/sessions/{three[0].uuid}/cancel/", {"reason": "x" * 201})

    assert page.status_code == 400
    assert "at most 200 characters" in text(page)
