"""Booking in one line, finding, and single keys, with hands on the keyboard."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at
from tests.browser.test_look import serious

pytestmark = pytest.mark.browser

WEEK, TUESDAY = f"/calendar/week/{DAY - timedelta(days=1)}/", f"/calendar/day/{DAY}/"
LINE = f"Emma {DAY} 14:00 rehab 60 at Gym 2"


def said(page):
    return page.locator("#messages")


def test_line_is_read_while_it_is_typed_and_enter_books_it(arrive, alice, emma):
    page = arrive(alice)
    page.goto(WEEK)

    page.keyboard.press("q")
    page.keyboard.type(LINE)
    expect(page.locator("#quick-live")).to_contain_text("Rehab with Emma Wilson")
    page.keyboard.press("Enter")

    expect(said(page)).to_contain_text("Booked Rehab with Emma Wilson")
    expect(page).to_have_url(re.compile(WEEK))
    booked = Session.objects.get()
    assert (booked.client, booked.title, booked.location) == (emma, "Rehab", "Gym 2")
    assert (booked.scheduled_start, booked.scheduled_end) == (at(14), at(15))


def test_enter_right_after_typing_books_what_stands_in_the_field(arrive, alice, emma):
    page = arrive(alice)
    page.goto(WEEK)

    page.keyboard.press("q")
    page.keyboard.insert_text(LINE)
    for _ in range(3):
        page.keyboard.press("Enter")

    expect(said(page)).to_contain_text("Booked Rehab")
    assert Session.objects.get().scheduled_start == at(14)


def test_enter_opens_the_form_when_something_is_missing_or_in_the_way(arrive, alice, emma, rehab):
    page = arrive(alice)
    page.goto(WEEK)

    for line, words in {f"Emma {DAY}": "At what time?", f"Emma {DAY} 10:30": "This time is taken by"}.items():
        page.locator("body").press("q")
        page.keyboard.insert_text(line)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/sessions/quick/"))
        expect(page.locator("#quick-result")).to_contain_text(words)
        expect(page.get_by_label("Client")).to_have_value("Emma Wilson")
        page.goto(WEEK)
    assert Session.objects.get() == rehab


def test_line_without_javascript(arrive, alice, emma):
    page = arrive(alice, java_script_enabled=False)
    page.goto(WEEK)

    page.get_by_role("link", name="Quick line").click()
    page.get_by_role("textbox", name="What, with whom and when").fill(LINE)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Start", exact=True)).to_have_value(re.compile(f"{DAY}T14:00"))
    page.get_by_role("button", name="Book", exact=True).click()

    expect(said(page)).to_contain_text("Booked Rehab with Emma Wilson")


def test_line_on_its_page_fills_the_form_while_it_is_typed(arrive, alice, emma):
    page = arrive(alice)
    page.goto("/sessions/quick/")

    page.get_by_role("textbox", name="What, with whom and when").fill(LINE)
    expect(page.get_by_label("Title")).to_have_value("Rehab")
    expect(page.get_by_label("Client")).to_have_value("Emma Wilson")
    page.keyboard.press("Enter")

    expect(said(page)).to_contain_text("Booked Rehab with Emma Wilson")


def test_client_is_found_by_letters_and_what_is_usual_filled_in(arrive, alice, emma):
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    SessionFactory(
        client=noah, title="Boxing", location="Ring", session_type="group", scheduled_start=at(8),
        scheduled_end=at(8.75),
    )  # fmt: skip
    page = arrive(alice)
    page.goto(f"/sessions/new/?start={DAY}T14:00")
    field = page.get_by_role("combobox", name="Client")

    field.press_sequentially("ki")
    expect(page.get_by_role("option", name="Noah Kim")).to_have_attribute("aria-selected", "true")
    field.press("Enter")

    expect(field).to_have_value("Noah Kim")
    expect(page.get_by_text("As usual with this client")).to_contain_text("Boxing, Group, Ring, 45 min")
    expect(page.get_by_label("Title")).to_have_value("Boxing")
    expect(page.get_by_label("End", exact=True)).to_have_value(re.compile("T14:45"))
    page.get_by_role("button", name="Book", exact=True).click()
    expect(said(page)).to_contain_text("Booked Boxing with Noah Kim")


def test_letters_after_the_key_that_books_are_a_name(arrive, alice, emma):
    page = arrive(alice)
    page.goto(WEEK)

    page.keyboard.press("c")
    page.wait_for_url("**/sessions/new/**")
    expect(page.get_by_role("combobox", name="Client")).to_be_focused()
    page.keyboard.type("am")

    expect(page.get_by_role("combobox", name="Client")).to_have_value("am")
    expect(page).to_have_url(re.compile("/sessions/new/"))


def test_what_was_typed_is_not_replaced_by_what_is_usual(arrive, alice, emma, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/new/?start={DAY}T14:00")
    page.get_by_label("Title").fill("Yoga")

    page.get_by_label("Client").fill("Emma")
    page.get_by_role("option", name="Emma Wilson").click()

    expect(page.get_by_text("As usual with this client")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Yoga")


def test_time_that_was_drawn_stays_whatever_is_usual(arrive, alice, emma, rehab):
    page = arrive(alice)
    page.goto(f"/sessions/new/?start={DAY}T14:00&end={DAY}T14:30")

    page.get_by_label("Client").fill("Emma")
    page.get_by_role("option", name="Emma Wilson").click()

    expect(page.get_by_label("Title")).to_have_value("Rehab")
    expect(page.get_by_label("End", exact=True)).to_have_value(re.compile("T14:30"))


def test_arrows_and_escape_in_the_field_for_a_client(arrive, alice, emma):
    ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    page = arrive(alice)
    page.goto("/sessions/new/")
    field = page.get_by_role("combobox", name="Client")

    field.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(page.get_by_role("option", name="Noah Kim")).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("nobody of mine")
    field.press("Tab")

    assert field.evaluate("field => field.validationMessage").startswith("Choose one of your clients")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_new_client_is_added_with_the_session(arrive, alice, emma, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(f"/sessions/new/?start={DAY}T14:00")

    if scripts:
        page.get_by_label("Client").press_sequentially("Noah Kim")
        page.get_by_role("option", name="New client").click()
        expect(page.get_by_label("E-mail")).to_be_focused()
    else:
        page.locator("summary", has_text="New client").click()
        page.get_by_label("First name").fill("Noah")
        page.get_by_label("Last name").fill("Kim")
    page.get_by_label("E-mail").fill(emma.email)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("You have a client with this e-mail already.")).to_be_visible()
    page.get_by_label("E-mail").fill("noah@example.com")
    page.get_by_role("button", name="Book", exact=True).click()

    expect(said(page)).to_contain_text("with Noah Kim")
    assert Client.objects.filter(email="noah@example.com").exists()


def test_next_one_from_the_message(arrive, alice, emma):
    page = arrive(alice)
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T14:00")
    page.get_by_role("button", name="Book", exact=True).click()

    said(page).get_by_role("link", name="Book the next one").click()
    page.get_by_role("button", name="Book", exact=True).click()

    expect(said(page)).to_contain_text("Booked")
    assert [session.scheduled_start for session in Session.objects.in_order()] == [
        at(14),
        at(14, DAY + timedelta(days=7)),
    ]


def test_search_from_the_header_with_the_keyboard(arrive, alice, emma, rehab):
    page = arrive(alice)
    page.goto(WEEK)

    page.keyboard.press("/")
    page.keyboard.type("reh")
    expect(page.get_by_role("option", name="Rehab")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/sessions/{rehab.uuid}/"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_search_page(arrive, alice, emma, rehab, scripts):
    page = arrive(alice, java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    page.goto(TUESDAY)

    page.get_by_role("link", name="Search").click()
    page.get_by_label("Search for").fill("emma")
    if not scripts:
        page.keyboard.press("Enter")

    expect(page.get_by_role("region", name="Sessions")).to_contain_text("Rehab")
    expect(page).to_have_url(re.compile("q=emma"))


def test_keys(arrive, alice, emma, rehab):
    page = arrive(alice)
    page.goto(WEEK)

    for key, leads in {"d": "/calendar/day/", "w": "/calendar/week/", "c": "/sessions/new/"}.items():
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(leads))
        page.wait_for_load_state()
    page.goto(TUESDAY)
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(f"{DAY + timedelta(days=1)}"))
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(TUESDAY))
    # The address comes first, then the page, and its heading has the focus for a moment.
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    page.keyboard.press("g")
    expect(page.get_by_label("Go to a date")).to_be_focused()


def test_keys_on_the_session_that_has_the_focus(arrive, alice, rehab):
    page = arrive(alice)
    for key, leads in {"e": "edit", "Delete": "cancel"}.items():
        page.goto(TUESDAY)
        page.get_by_role("link", name="Rehab").first.focus()
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"/sessions/{rehab.uuid}/{leads}/"))


def test_keys_do_nothing_in_a_field_with_a_modifier_or_switched_off(arrive, alice, emma):
    page = arrive(alice)
    page.goto("/sessions/new/")
    page.get_by_label("Title").fill("")
    page.get_by_label("Title").press_sequentially("wdcq?/")
    expect(page.get_by_label("Title")).to_have_value("wdcq?/")
    page.locator("h1").click()
    page.keyboard.press("Alt+d")
    expect(page).to_have_url(re.compile("/sessions/new/"))

    page.goto("/shortcuts/")
    page.get_by_label("Listen to these keys").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(said(page)).to_contain_text("Keyboard shortcuts are off now.")
    page.keyboard.press("d")
    page.keyboard.press("?")

    expect(page).to_have_url(re.compile("/shortcuts/"))
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(arrive, alice, emma, rehab, scheme):
    page = arrive(alice, color_scheme=scheme)
    page.goto(WEEK)
    found = {}

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    found["keys"] = serious(page)
    page.keyboard.press("Escape")
    lines = {LINE: "Rehab with", f"Emma {DAY} 10:00": "This time is taken", "Emma 6/8 9": "not understood"}
    for line, words in lines.items():
        page.keyboard.press("q")
        page.keyboard.insert_text(line)
        expect(page.locator("#quick-live")).to_contain_text(words)
        found[line] = serious(page)
        page.keyboard.press("Escape")
        expect(page.locator("#quick-dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.insert_text("emma")
    expect(page.get_by_role("listbox", name="Found")).to_be_visible()
    found["search"] = serious(page)
    page.goto("/sessions/new/")
    page.get_by_label("Client").fill("em")
    expect(page.get_by_role("option", name="Emma Wilson")).to_be_visible()
    found["clients"] = serious(page)

    assert {name: faults for name, faults in found.items() if faults} == {}
