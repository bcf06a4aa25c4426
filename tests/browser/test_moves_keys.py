"""Sessions are moved without a pointer: by keyboard, by cutting and pasting, and without JavaScript."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at
from tests.browser.test_look import serious
from tests.browser.test_moves import MONDAY, WEEK, WIDE, block, refusal, said, stands

pytestmark = pytest.mark.browser


@pytest.fixture
def page(arrive, alice, rehab):
    page = arrive(alice, viewport=WIDE)
    page.goto(WEEK)
    return page


@pytest.fixture
def press(page):
    return lambda *keys: [page.keyboard.press(key) for key in keys]


def told(page):
    return page.locator("[aria-live='assertive']")


def bar(page):
    return page.get_by_role("application", name="Moving Rehab with Emma Wilson")


def when(day):
    return f"{day:%A} {day.day} {day:%B}"


def test_arrows_go_among_the_sessions(page, alice, press):
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    for title, hour, days in [("Later", 12, 0), ("Early", 8, 2), ("Near", 12.5, 2)]:
        SessionFactory(client=noah, title=title, scheduled_start=at(hour, DAY + timedelta(days=days)))
    page.reload()
    block(page, "Rehab").locator("a").focus()

    press("ArrowDown")
    expect(block(page, "Later").locator("a")).to_be_focused()
    press("ArrowRight")
    expect(block(page, "Near").locator("a")).to_be_focused()
    press("ArrowRight", "ArrowUp")
    expect(block(page, "Early").locator("a")).to_be_focused()
    press("ArrowLeft")
    expect(block(page, "Rehab").locator("a")).to_be_focused()


def test_keys_are_shown_while_a_session_has_the_focus(page, press):
    hint = page.locator(".keys-hint")
    expect(hint).to_be_hidden()

    press("Tab")
    block(page, "Rehab").locator("a").focus()

    expect(hint).to_contain_text("M move")
    expect(block(page, "Rehab").locator("a")).to_have_attribute("aria-describedby", "keys-hint")
    assert serious(page) == []


def test_pick_up_move_stretch_and_put_down(page, rehab, press):
    block(page, "Rehab").locator("a").focus()
    press("m")
    expect(bar(page)).to_be_focused()
    expect(told(page)).to_contain_text("Picked up Rehab with Emma Wilson.")
    assert serious(page) == []

    press("ArrowRight", "ArrowDown")
    wednesday = DAY + timedelta(days=1)
    expect(told(page)).to_have_text(f"Rehab with Emma Wilson, {when(wednesday)}, 10:15 to 11:15")
    press("Shift+ArrowDown", "Alt+Shift+ArrowUp", "Alt+Shift+ArrowUp")
    expect(bar(page)).to_contain_text(f"{when(wednesday)}, 09:45 to 11:30")
    expect(page.locator(f"[data-date='{wednesday}'] .is-carried")).to_have_class(re.compile("row-22 span-21"))
    press("Enter")

    expect(said(page)).to_contain_text("Moved Rehab with Emma Wilson")
    expect(block(page, "Rehab").locator("a")).to_be_focused()
    expect(bar(page)).to_be_hidden()
    assert stands(rehab) == (at(9.75, wednesday), at(11.5, wednesday))


def test_into_another_week_and_over_its_edge(page, rehab, press):
    block(page, "Rehab").locator("a").focus()
    press("m", "PageDown")
    expect(page).to_have_url(re.compile(f"/calendar/week/{MONDAY + timedelta(days=7)}/"))
    expect(page.locator(".is-carried")).to_be_visible()
    press("ArrowLeft", "ArrowLeft")
    expect(page).to_have_url(re.compile(WEEK))
    press("Enter")

    expect(said(page)).to_contain_text("Moved Rehab")
    sunday = DAY + timedelta(days=5)
    assert stands(rehab) == (at(10, sunday), at(11, sunday))


def test_escape_lets_go_and_gives_the_focus_back(page, rehab, press):
    block(page, "Rehab").locator("a").focus()

    press("m", "ArrowDown", "Escape")

    expect(page.locator(".is-carried")).to_have_count(0)
    expect(block(page, "Rehab").locator("a")).to_be_focused()
    expect(told(page)).to_contain_text("It stays where it was.")
    assert stands(rehab) == (at(10), at(11))


def test_what_it_would_overlap_is_said_and_the_server_refuses(page, alice, rehab, press):
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    SessionFactory(client=noah, title="Boxing", scheduled_start=at(11))
    page.reload()
    block(page, "Rehab").locator("a").focus()

    press("m", "ArrowDown")
    expect(told(page)).to_contain_text("10:15 to 11:15; overlaps Boxing with Noah Kim")
    press("Enter")

    expect(refusal(page)).to_contain_text("This time is taken by Boxing with Noah Kim")
    expect(block(page, "Rehab").locator("a")).to_be_focused()
    assert stands(rehab) == (at(10), at(11))


def test_menu_moves_and_leads_to_the_pages(page, rehab, press):
    block(page, "Rehab").locator("a").focus()
    press("Tab")
    expect(page.get_by_role("button", name="More for Rehab")).to_be_focused()
    press("Enter", "ArrowDown")
    expect(page.get_by_role("button", name="Move M")).to_be_focused()
    assert serious(page) == []
    press("Escape")
    expect(page.get_by_role("button", name="More for Rehab")).to_be_focused()
    press("Enter", "ArrowDown", "Enter")
    expect(bar(page)).to_be_focused()
    press("ArrowDown", "Enter")
    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(10.25), at(11.25))

    block(page, "Rehab").locator("a").focus()
    press("Tab", "Enter", "ArrowDown", "ArrowDown", "Enter")
    expect(page.get_by_role("heading", name="Move Rehab")).to_be_visible()
    page.get_by_role("link", name="Back without moving").click()
    expect(page).to_have_url(re.compile(WEEK))


def test_menu_says_what_became_of_it(page, rehab):
    block(page, "Rehab").hover()
    page.get_by_role("button", name="More for Rehab").click()
    page.get_by_role("button", name="No-show").click()
    expect(said(page)).to_contain_text("Marked as no-show: Rehab")
    expect(page).to_have_url(re.compile(WEEK))

    block(page, "Rehab").hover()
    page.get_by_role("button", name="More for Rehab").click()
    expect(page.get_by_role("button", name="Complete")).to_have_count(0)
    page.get_by_role("button", name="Put back to scheduled").click()

    expect(block(page, "Rehab")).to_have_class(re.compile("status-scheduled"))


def test_cut_and_paste_at_an_hour(page, rehab, press):
    block(page, "Rehab").locator("a").focus()
    press("Control+x")
    expect(page.locator(".is-cut")).to_have_count(1)
    expect(told(page)).to_contain_text("Cut Rehab with Emma Wilson.")

    page.get_by_role("link", name=f"Book {MONDAY:%a} {MONDAY.day} {MONDAY:%B} 14:00").focus()
    press("Control+v")

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(14, MONDAY), at(15, MONDAY))
    expect(page.locator(".is-cut")).to_have_count(0)


def test_menu_of_what_is_cancelled_offers_no_other_time(page, rehab):
    booking.cancel(rehab, now=at(8))
    page.goto(WEEK)
    block(page, "Rehab").locator("a").focus()
    page.get_by_role("button", name="More for Rehab").click()

    expect(page.get_by_role("button", name="Put back to scheduled")).to_be_visible()
    expect(page.get_by_role("link", name="Find another time")).to_have_count(0)


def test_cut_and_paste_at_a_day_of_another_week(page, rehab, press):
    block(page, "Rehab").locator("a").focus()
    press("Control+x")
    following = DAY + timedelta(days=8)
    page.goto(f"/calendar/week/{MONDAY + timedelta(days=7)}/")

    page.locator(".day", has=page.locator(f"[data-date='{following}']")).locator(".day-head a").focus()
    press("Control+v")

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(10, following), at(11, following))


def test_cut_is_forgotten_with_escape(page, rehab, press):
    block(page, "Rehab").locator("a").focus()
    press("Control+x", "Escape")
    expect(page.locator(".is-cut")).to_have_count(0)

    page.get_by_role("link", name=f"Book {MONDAY:%a} {MONDAY.day} {MONDAY:%B} 14:00").focus()
    press("Control+v")

    assert page.evaluate("sessionStorage.getItem('cut-session')") is None
    assert stands(rehab) == (at(10), at(11))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_page_offers_what_is_free_and_moves(arrive, alice, rehab, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(f"/sessions/{rehab.uuid}/")
    page.get_by_role("link", name="Find another time").click()
    page.get_by_label("Length in minutes").fill("90")
    page.get_by_role("button", name="Show what is free").click()
    expect(page.get_by_role("heading", name="for 1 h 30 min")).to_be_visible()
    wednesday = DAY + timedelta(days=1)
    page.get_by_role("link", name=f"{wednesday:%a} {wednesday.day}").click()
    expect(page.get_by_label("Length in minutes")).to_have_value("90")
    page.get_by_role("button", name="14:30", exact=True).click()

    expect(said(page)).to_contain_text("Moved Rehab with Emma Wilson")
    assert stands(rehab) == (at(14.5, wednesday), at(16, wednesday))


def test_page_shows_what_is_free_as_the_day_is_chosen(arrive, alice, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/{rehab.uuid}/move/")
    thursday = DAY + timedelta(days=2)

    page.get_by_label("Start").fill(f"{thursday}T10:00")
    page.get_by_label("Length in minutes").focus()

    expect(page.get_by_role("heading", name=f"Free on {thursday:%a} {thursday.day}")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_page_is_for_everybody(arrive, alice, rehab, scheme, width):
    page = arrive(alice, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(f"/sessions/{rehab.uuid}/move/")

    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
