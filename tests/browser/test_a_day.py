"""A trainer's day from signing in to putting back what was cancelled, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from tests.browser.choosing import choose_client
from tests.browser.conftest import DAY, at
from trainers.tests.factories import PASSWORD

pytestmark = pytest.mark.browser

MONDAY = DAY - timedelta(days=1)
WEEK, TUESDAY = f"/calendar/week/{MONDAY}/", f"/calendar/day/{DAY}/"


def book(page: Page, client: str, title: str, start: str, end: str) -> None:
    page.goto("/sessions/new/")
    choose_client(page, client)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Start").fill(f"{DAY}T{start}")
    page.get_by_label("End").fill(f"{DAY}T{end}")
    page.get_by_role("button", name="Book", exact=True).click()


def said(page: Page):
    return page.get_by_role("status").first


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_working_day(arrive, alice, emma, scripts):
    ClientFactory(trainer=alice, first_name="Noah", last_name="Kim", email="noah@example.com")
    page = arrive(java_script_enabled=scripts)

    page.goto("/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/calendar/week/"))

    book(page, "Emma Wilson", "Rehab", "10:00", "11:00")
    # The year is said in another year only.
    when = rf"{DAY:%a} {DAY.day} {DAY:%B}( {DAY.year})? 10:00\."
    expect(said(page)).to_contain_text(re.compile(f"Booked Rehab with Emma Wilson, {when}"))

    book(page, "Noah Kim", "Boxing", "10:30", "11:30")
    expect(page.locator(".conflict")).to_contain_text("This time is taken by Rehab with Emma Wilson")
    page.get_by_role("button", name="11:00–12:00").click()
    expect(page.get_by_label("Title")).to_have_value("Boxing")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(said(page)).to_contain_text("Booked Boxing with Noah Kim")

    page.get_by_role("link", name="Edit or move").click()
    page.get_by_label("Start", exact=True).fill(f"{DAY}T15:00")
    page.get_by_label("End", exact=True).fill(f"{DAY}T16:00")
    page.get_by_role("button", name="Save").last.click()
    expect(said(page)).to_contain_text("Saved Boxing")
    assert Session.objects.get(title="Boxing").scheduled_start == at(15)

    page.goto(TUESDAY)
    entry = page.locator(".entry", has_text="Boxing")
    entry.locator("summary", has_text="More for").click()
    entry.get_by_role("button", name="Complete").click()
    expect(entry).to_contain_text("Completed")

    page.goto(WEEK)
    page.locator(".block", has_text="Rehab").get_by_role("link").click()
    page.get_by_role("link", name="Cancel session").click()
    page.get_by_role("button", name="Cancel session").click()
    expect(said(page)).to_contain_text("Cancelled Rehab with Emma Wilson")
    assert Session.objects.get(title="Rehab").status == "cancelled"
    said(page).get_by_role("button", name="Undo").click()
    expect(said(page)).to_contain_text("Undone: Cancelled")
    assert Session.objects.get(title="Rehab").status == "scheduled"


def test_hour_of_the_grid_books_that_hour(arrive, alice, emma):
    page = arrive(alice)
    page.goto(WEEK)

    page.get_by_role("link", name=f"Book {DAY:%a} {DAY.day} {DAY:%B} 14:00").click()
    expect(page.get_by_label("Client")).to_be_focused()
    choose_client(page, "Emma Wilson")
    page.get_by_role("button", name="Book", exact=True).click()

    expect(page).to_have_url(re.compile(WEEK))
    assert Session.objects.get().scheduled_start == at(14)


def test_by_keyboard_only(arrive, alice, emma):
    page = arrive(alice)
    press = page.keyboard.press

    page.goto(WEEK)
    press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto("/sessions/new/")
    expect(page.get_by_label("Client")).to_be_focused()
    page.keyboard.type("Emma")
    press("Tab")
    expect(page.get_by_label("Client")).to_have_value("Emma Wilson")
    press("Tab")  # beyond the way to somebody new
    page.keyboard.type("HIIT")
    press("Enter")
    expect(said(page)).to_contain_text("Booked HIIT with Emma Wilson")

    page.get_by_role("link", name="Cancel session").focus()
    press("Enter")
    page.get_by_role("button", name="Cancel session").focus()
    press("Enter")
    expect(said(page)).to_contain_text("Cancelled HIIT")
    assert Session.objects.get().status == "cancelled"


def test_arrows_go_among_the_hours_of_the_grid(arrive, alice, emma):
    page = arrive(alice)
    page.goto(WEEK)

    page.get_by_role("link", name=f"Book {MONDAY:%a} {MONDAY.day} {MONDAY:%B} 08:00").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)

    expect(page.get_by_label("Start")).to_have_value(f"{DAY}T10:00")


def test_save_hit_many_times_books_once(arrive, alice, emma):
    page = arrive(alice)
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T10:00")

    page.get_by_role("button", name="Book", exact=True).dblclick()

    expect(said(page)).to_contain_text("Booked")
    assert Session.objects.count() == 1


def test_end_keeps_its_distance_to_the_start(arrive, alice, emma):
    page = arrive(alice)
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T10:00")

    page.get_by_label("Start").fill(f"{DAY}T23:30")

    expect(page.get_by_label("End")).to_have_value(re.compile("T00:30"))


def test_back_after_signing_out_shows_nothing(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/{rehab.uuid}/")
    expect(page.get_by_role("heading", name="Rehab")).to_be_visible()

    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Rehab" not in page.content()
