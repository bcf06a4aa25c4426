"""Undo by button and by keys, notes while they are typed, several at once: what a person does."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone
from playwright.sync_api import expect

from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY

pytestmark = pytest.mark.browser

TUESDAY = f"/calendar/day/{DAY}/"


def cancel(page, title="Rehab"):
    entry = page.locator(".entry", has_text=title)
    entry.locator(".menu summary").click()
    entry.get_by_role("textbox", name="Reason for cancelling").fill("Has the flu")
    entry.get_by_role("button", name="Cancel session").click()
    expect(page.locator(".message")).to_contain_text("Cancelled")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_cancelled_for_a_reason_undone_and_done_again(arrive, alice, rehab, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(TUESDAY)
    cancel(page)
    expect(page.locator(".entry", has_text="Rehab")).to_contain_text("Has the flu")

    page.locator(".message").get_by_role("button", name="Undo").click()
    expect(page.locator(".message")).to_contain_text("Undone: Cancelled")
    assert Session.objects.get().status == "scheduled"
    page.locator(".message").get_by_role("button", name="Redo").click()
    expect(page.locator(".message")).to_contain_text("Done again: Cancelled")
    assert Session.objects.get().cancellation_reason == "Has the flu"


def test_undone_by_keys_where_one_is(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(TUESDAY)
    cancel(page)
    page.goto(TUESDAY)

    page.keyboard.press("Control+z")
    expect(page.locator(".message")).to_contain_text("Undone: Cancelled")
    expect(page.locator("body > [role=status]")).to_contain_text("Undone: Cancelled")
    expect(page.locator(".entry", has_text="Rehab")).to_contain_text("Scheduled")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".message")).to_contain_text("Done again: Cancelled")
    expect(page).to_have_url(re.compile(TUESDAY))
    assert Session.objects.get().status == "cancelled"


def test_session_page_follows_the_keys(arrive, alice, emma):
    start = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=2)
    past = SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + timedelta(hours=1))
    page = arrive(alice)
    page.goto(f"/sessions/{past.uuid}/")
    page.get_by_role("button", name="No-show").click()
    badge = page.locator("main .status").first
    expect(badge).to_have_text("No-show")
    page.wait_for_load_state()  # its scripts listen to the keys

    for key, status in (
        ("Control+z", "Scheduled"),
        ("Control+Shift+z", "No-show"),
        ("Control+z", "Scheduled"),
    ):
        page.keyboard.press(key)
        expect(badge).to_have_text(status)


def test_keys_belong_to_the_field_while_one_types(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(TUESDAY)
    cancel(page)
    page.goto(f"/sessions/{rehab.uuid}/edit/")

    page.get_by_label("Title").fill("Boxing")
    page.keyboard.press("Control+z")

    expect(page.get_by_label("Title")).to_have_value("Rehab")
    assert Session.objects.get().status == "cancelled"


def test_what_cannot_be_undone_says_why(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(TUESDAY)
    cancel(page)
    booking.revise(Session.objects.get(), {"title": "Boxing"}, now=timezone.now())
    page.goto(TUESDAY)

    page.keyboard.press("Control+z")

    expect(page.locator(".message-error")).to_contain_text(
        "Boxing (Emma Wilson, Tue 1 June 2027) was changed since"
    )


def test_from_what_is_gone_to_its_day(arrive, alice, emma):
    page = arrive(alice)
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T10:00")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator(".message")).to_contain_text("Booked")
    page.wait_for_load_state()

    page.keyboard.press("Control+z")

    expect(page).to_have_url(re.compile(TUESDAY))
    expect(page.locator(".message")).to_contain_text("Undone: Booked")
    assert not Session.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_all_of_the_day_at_once(arrive, alice, scripts):
    yesterday = timezone.now().astimezone(alice.zone).replace(hour=10) - timedelta(days=1)
    for number, title in enumerate(("Rehab", "Boxing")):
        person = ClientFactory(trainer=alice, email=f"{number}@example.com")
        start = yesterday + timedelta(hours=2 * number)
        SessionFactory(
            client=person, title=title, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
        )
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(f"/calendar/day/{yesterday.date()}/")

    page.get_by_text("Select all that are over").click()
    page.locator(".several").get_by_role("button", name="Complete").click()

    expect(page.locator(".message")).to_contain_text("Completed 2 sessions")
    assert {each.status for each in Session.objects.all()} == {"completed"}


def test_notes_are_saved_while_they_are_typed(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/{rehab.uuid}/")

    page.get_by_label("Notes", exact=True).fill("Knee is fine")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.get_by_label("Client feedback").fill("Tired")
    page.get_by_label("Trainer notes").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")

    page.wait_for_function("!document.querySelector('form[data-saving]')")
    stored = Session.objects.get()
    assert (stored.notes, stored.client_feedback) == ("Knee is fine", "Tired")


def test_notes_in_the_list_of_the_day(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(TUESDAY)

    page.locator(".entry-notes summary").click()
    page.get_by_label("Exercises performed").fill("Squats 3 x 10")
    page.get_by_role("button", name="Save notes").click()

    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert Session.objects.get().exercises_performed == "Squats 3 x 10"


def test_notes_of_two_are_both_shown_and_saved_by_decision(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/{rehab.uuid}/")
    booking.revise(Session.objects.get(), {"notes": "Theirs"}, now=timezone.now())

    page.get_by_label("Notes", exact=True).fill("Mine")
    page.get_by_role("button", name="Save notes").click()
    expect(page.locator(".field-wrong")).to_contain_text("Changed meanwhile, to: Theirs.")
    expect(page.get_by_label("Notes", exact=True)).to_have_value("Mine")
    page.get_by_role("button", name="Save notes").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")

    assert Session.objects.get().notes == "Mine"


def test_notes_are_kept_offline_and_saved_later(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/{rehab.uuid}/")
    page.context.set_offline(True)

    page.get_by_label("Notes", exact=True).fill("In the cellar")
    expect(page.locator("[data-saved]")).to_contain_text("no connection")
    page.context.set_offline(False)

    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert Session.objects.get().notes == "In the cellar"


def test_notes_are_kept_when_signed_out(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/{rehab.uuid}/")
    BrowserSession.objects.all().delete()

    page.get_by_label("Notes", exact=True).fill("Typed for long")

    expect(page.locator("[data-saved]")).to_contain_text("you are signed out")
    expect(page.get_by_label("Notes", exact=True)).to_have_value("Typed for long")
    assert Session.objects.get().notes is None


def test_notes_without_javascript(arrive, alice, rehab):
    page = arrive(alice, java_script_enabled=False)
    page.goto(f"/sessions/{rehab.uuid}/")

    page.get_by_label("Notes", exact=True).fill("By button")
    page.get_by_role("button", name="Save notes").click()

    expect(page.locator(".message")).to_contain_text("Wrote notes:")
    assert Session.objects.get().notes == "By button"
