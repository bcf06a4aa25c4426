"""Clients are found while typing, imported without JavaScript, and counted."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at

pytestmark = pytest.mark.browser

ROWS = "Client;E-mail;Mobile\nNora Berg;nora@example.com;+49 30 23125 111\nBo;bo@example;12\n"


@pytest.fixture
def noah(alice):
    return ClientFactory(trainer=alice, first_name="Noah", last_name="Kim", email="noah@example.com")


def test_list_follows_what_is_typed(arrive, alice, emma, noah):
    page = arrive(alice)
    page.goto("/clients/?sort=-name")
    search = page.get_by_label("Search by name")

    search.press_sequentially("kim")

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Noah Kim")
    expect(page.locator("#clients-count")).to_contain_text("1 active client found")
    expect(page).to_have_url(re.compile(r"\?q=kim&sort=-name&status=active$"))
    expect(search).to_be_focused()
    page.locator(".filter-more summary").click()
    page.get_by_label("Next session").select_option("Booked")
    expect(page.locator("#clients")).to_contain_text("Nobody found")
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_list_is_sorted_and_filtered_without_javascript(arrive, alice, emma, noah):
    SessionFactory(client=noah, scheduled_start=at(10))
    page = arrive(alice, java_script_enabled=False)
    page.goto("/clients/")

    page.get_by_role("link", name="Name").click()
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr").first).to_contain_text("Noah")
    page.locator(".filter-more summary").click()
    page.get_by_label("Next session").select_option("Booked")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Next session: booked").click()
    expect(page.locator("tbody tr")).to_have_count(2)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_import(arrive, alice, emma, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto("/clients/")
    page.get_by_role("link", name="Import").click()

    page.get_by_role("button", name="Look at the rows").click()
    expect(page.get_by_text("Choose a file, or paste rows below.")).to_be_visible()
    page.get_by_label("Or paste the rows here").fill(ROWS)
    page.get_by_role("button", name="Look at the rows").click()
    page.get_by_label("Mobile").select_option("Leave it out")
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_label("Mobile")).to_have_value("")
    assert Client.objects.count() == 1
    page.get_by_role("button", name="Import 1 client").click()

    expect(page.get_by_role("heading", name="The list is imported")).to_be_visible()
    expect(page.locator(".rows")).to_contain_text("Last name: This field cannot be blank.")
    assert Client.objects.get(email="nora@example.com").phone == ""
    page.get_by_role("link", name="See your clients").click()
    expect(page.locator("tbody tr").first).to_contain_text("Nora Berg")


def test_same_time_again(arrive, alice, emma):
    SessionFactory(client=emma, title="Rehab", scheduled_start=at(10))
    page = arrive(alice)
    page.goto(f"/clients/{emma.uuid}/")

    page.get_by_role("link", name="Same time again").click()
    page.get_by_role("button", name="Book", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text("Booked Rehab with Emma Wilson")
    assert Session.objects.latest("id").scheduled_start == at(10, DAY + timedelta(days=7))


def test_deactivated_client_is_brought_back_from_the_message(arrive, alice, emma):
    page = arrive(alice)
    page.goto(f"/clients/{emma.uuid}/")
    page.get_by_text("Deactivate", exact=True).click()
    page.get_by_role("button", name="Deactivate this client").click()

    page.locator(".messages").get_by_role("button", name="Undo").click()

    expect(page.locator(".messages")).to_contain_text("Undone")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_number_leads_to_what_it_counts(arrive, alice, emma, noah, scripts):
    SessionFactory(client=emma, title="Rehab", status="completed", scheduled_start=at(10))
    SessionFactory(client=noah, title="Boxing", status="no-show", scheduled_start=at(12))
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(f"/numbers/?from={DAY}&to={DAY + timedelta(days=6)}")

    page.locator(".weeks a").first.click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.go_back()
    page.locator(".hours").get_by_role("link", name="1").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Rehab")
    page.go_back()
    page.get_by_role("link", name="1 no-show").click()
    expect(page.locator("tbody")).to_contain_text("Boxing")


def test_inactive_client_is_to_be_brought_back_first(arrive, alice, emma):
    gone = ClientFactory(trainer=alice, first_name="Kim", last_name="Off", status="inactive")
    page = arrive(alice)
    page.goto(f"/sessions/new/?start={DAY}T10:00")
    field = page.get_by_role("combobox", name="Client")
    field.press_sequentially("kim")
    expect(page.get_by_role("option", name="Kim Off is inactive")).to_be_visible()

    field.press("Tab")
    expect(page).to_have_url(re.compile("/sessions/new/"))
    field.click()
    page.get_by_role("option", name="Kim Off is inactive").click()

    expect(page).to_have_url(re.compile(f"/clients/{gone.uuid}/"))


def test_without_scripts_the_list_says_where_the_inactive_are(arrive, alice, emma):
    page = arrive(alice, java_script_enabled=False)
    page.goto(f"/sessions/new/?start={DAY}T10:00")

    page.get_by_role("link", name="Bring one back first").click()

    expect(page).to_have_url(re.compile(r"/clients/\?status=inactive"))
