"""A long list is imported before one's eyes, by itself or by a button, and taken back."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from clients.importing import uploads
from scheduling.models import Session
from tests.browser.conftest import DAY

pytestmark = pytest.mark.browser

MANY = 2 * uploads.PORTION + 10


@pytest.fixture
def rows(emma):
    days = (DAY + timedelta(days=number) for number in range(MANY))
    return "Client,Date,Time,Type\n" + "".join(f"Emma Wilson,{day},10:00,PT\n" for day in days)


def start(page, rows, address="/sessions/import/"):
    page.goto(address)
    page.get_by_label("Or paste the rows here").fill(rows)
    page.get_by_role("button", name="Look at the rows").click()
    expect(page.locator("tbody")).to_contain_text("Emma Wilson")
    assert Session.objects.count() == 0
    page.get_by_role("button", name=f"Import {MANY} sessions").click()


def take_back(page):
    expect(page.get_by_role("heading", name="The list is imported")).to_be_visible()
    assert Session.objects.count() == MANY
    page.get_by_role("button", name="Take this import back").click()
    expect(page.get_by_role("heading", name="The import is taken back")).to_be_visible()
    assert Session.objects.count() == 0


def test_long_list_goes_on_by_itself(arrive, alice, rows):
    page = arrive(alice)
    shown = []
    page.on("response", lambda answer: shown.append(answer.request.method))

    start(page, rows)
    take_back(page)

    expect(page).to_have_title("Imported · MectoFitness")
    assert shown.count("POST") == 5  # the list, three portions, and back


def test_desk_imports_for_a_trainer(arrive, sam, alice, rows):
    page = arrive(sam, viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(f"/desk/trainers/{alice.pk}/")
    page.get_by_role("link", name="Import sessions").click()

    start(page, rows, page.url)
    take_back(page)

    page.get_by_role("link", name="Back to the trainer").click()
    page.wait_for_url(f"**/desk/trainers/{alice.pk}/")


def test_long_list_goes_on_by_a_button_without_javascript(arrive, alice, rows):
    page = arrive(alice, java_script_enabled=False)

    start(page, rows)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", str(uploads.PORTION))
    page.goto("/clients/import/")
    page.get_by_role("link", name="Go on with it").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", str(2 * uploads.PORTION))
    page.get_by_role("button", name="Go on").click()

    take_back(page)
