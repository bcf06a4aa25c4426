"""Who is impatient, or comes back: a double click, Enter held down, Back and save again make one row."""

import re

import pytest
from playwright.sync_api import expect

from scheduling.models import Session, Timeline
from tests.browser.conftest import DAY

pytestmark = pytest.mark.browser

with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with JavaScript", "without JavaScript"]
)
ONE = re.compile(r"/timelines/[0-9a-f-]{36}/$")


def fill_in(page, name="Mornings"):
    page.goto("/timelines/new/")
    page.get_by_label("Name").fill(name)
    return page.get_by_role("button", name="Make timeline")


@with_and_without_scripts
def test_double_click(arrive, alice, scripts):
    page = arrive(alice, java_script_enabled=scripts)

    fill_in(page).dblclick(no_wait_after=True)

    expect(page).to_have_url(ONE)
    assert Timeline.objects.count() == 1


@with_and_without_scripts
def test_enter_three_times(arrive, alice, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    fill_in(page)

    for _ in range(3):
        page.keyboard.press("Enter")

    expect(page).to_have_url(ONE)
    assert Timeline.objects.count() == 1


def test_back_and_save_again_leads_to_what_was_made(arrive, alice):
    page = arrive(alice)
    fill_in(page).click()
    expect(page).to_have_url(ONE)
    made = page.url

    page.go_back()
    page.get_by_label("Name").fill("Mornings")
    page.get_by_role("button", name="Make timeline").click()

    expect(page).to_have_url(made)
    assert Timeline.objects.count() == 1


def test_back_and_typed_over_asks_first(arrive, alice):
    page = arrive(alice)
    fill_in(page).click()
    expect(page).to_have_url(ONE)

    page.go_back()
    page.get_by_label("Name").fill("Evenings")
    page.get_by_role("button", name="Make timeline").click()

    expect(page.get_by_role("heading")).to_have_text("You have saved this form already")
    assert Timeline.objects.count() == 1
    page.get_by_role("button", name="Save this too").click()
    expect(page).to_have_url(ONE)
    assert list(Timeline.objects.order_by("pk").values_list("name", flat=True)) == ["Mornings", "Evenings"]


def test_reached_by_a_link_the_form_is_a_new_one(arrive, alice):
    page = arrive(alice)
    for count in (1, 2):
        fill_in(page).click()
        expect(page).to_have_url(ONE)
        assert Timeline.objects.count() == count


@with_and_without_scripts
def test_back_and_book_again_books_once(arrive, alice, emma, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T10:00&end={DAY}T11:00")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page).to_have_url(re.compile("/sessions/[0-9a-f-]{36}/$"))
    made = page.url

    page.go_back()
    page.get_by_role("button", name="Book", exact=True).click()

    if scripts:
        expect(page).to_have_url(made)
    else:
        expect(page.locator(".conflict")).to_contain_text("This time is taken by")
    assert Session.objects.count() == 1


def test_what_was_refused_is_loaded_again_as_it_was_typed(arrive, alice, emma):
    page = arrive(alice)
    page.goto("/clients/new/")
    for label, text in {"First name": "Emmy", "Last name": "Wilson", "E-mail": emma.email}.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Add client").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")

    page.reload()

    expect(page.get_by_label("First name")).to_have_value("Emmy")


def test_back_beyond_what_was_refused_shows_the_form(arrive, alice, emma):
    """It does not send once more what was refused, nor ask whether to; and it is the same form."""
    page = arrive(alice)
    wanted = {"First name": "Emmy", "Last name": "Wilson", "E-mail": emma.email}
    page.goto("/clients/new/")
    for email in (emma.email, "emmy@example.com"):
        for label, text in (wanted | {"E-mail": email}).items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Add client").click()
        if email == emma.email:
            expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_role("heading", name="Emmy Wilson")).to_be_visible()
    made = page.url

    assert page.go_back().request.method == "GET"
    expect(page).to_have_title(re.compile("^Add a client"))
    for label, text in (wanted | {"E-mail": "emmy@example.com"}).items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Add client").click()

    expect(page).to_have_url(made)


def test_back_and_save_again_in_the_admin_leads_to_what_was_made(arrive, alice):
    alice.user.is_staff = alice.user.is_superuser = True
    alice.user.save()
    page = arrive(alice)
    page.goto("/admin/scheduling/timeline/add/")
    page.locator("[name=trainer]").fill(str(alice.pk))
    page.locator("[name=name]").fill("Mornings")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/scheduling/timeline/$"))

    page.go_back()
    page.locator("[name=trainer]").fill(str(alice.pk))
    page.locator("[name=name]").fill("Mornings")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page).to_have_url(re.compile("/admin/scheduling/timeline/$"))
    assert Timeline.objects.count() == 1
