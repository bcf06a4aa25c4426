"""What was done is said over the page: nothing moves for it, and nothing in use is below it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at
from trainers.models import Trainer

pytestmark = pytest.mark.browser

WEEK = f"/calendar/week/{DAY - timedelta(days=1)}/"
TUESDAY = f"/calendar/day/{DAY}/"
WIDE = {"width": 1440, "height": 700}
PHONE = {"width": 390, "height": 800}
# Where the page is, and how far it is scrolled.
PLACES = """() => [scrollY, ...["h1", "#calendar", ".day-body"].map(
    (each) => document.querySelector(each)?.getBoundingClientRect().top)]"""


@pytest.fixture
def page(arrive, alice, rehab):
    """Alice's week, with Rehab in the focus."""
    page = arrive(alice, viewport=WIDE)
    page.goto(WEEK)
    focus_on(page, "Rehab")
    return page


def focus_on(page, title):
    page.locator(".block:not(.is-carried)", has_text=title).locator("a").first.focus()


def message(page):
    return page.locator(".message")


def move(page):
    for key in ("m", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(message(page)).to_contain_text("Moved")


def cancel(page, title="Rehab"):
    entry = page.locator(".entry", has_text=title)
    entry.locator(".menu summary").click()
    entry.get_by_role("button", name="Cancel session").click()
    expect(message(page)).to_contain_text("Cancelled")


def overlap(one, other):
    one, other = one.bounding_box(), other.bounding_box()
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_nothing_moves_when_it_comes_and_goes(page):
    before = page.evaluate(PLACES)

    move(page)
    shown = page.evaluate(PLACES)
    message(page).get_by_role("button", name="Close").click()
    expect(message(page)).to_be_hidden()

    assert shown == before
    assert page.evaluate(PLACES) == before
    expect(page.locator("#main")).to_be_focused()


def test_heads_of_the_days_stay_in_sight(page):
    move(page)

    page.mouse.wheel(0, 400)
    page.wait_for_function("scrollY > 300")

    assert page.evaluate("""[...document.querySelectorAll(".day-head a")].every((each) => {
        const box = each.getBoundingClientRect();
        return each.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    })""")


def test_undo_is_reached_by_keys(page):
    move(page)

    page.locator("#main").focus()
    page.keyboard.press("Tab")
    expect(message(page).get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")

    expect(message(page)).to_contain_text("Undone: Moved")


def test_what_has_the_focus_is_not_below_it(page, emma):
    monday = DAY - timedelta(days=1)
    for hour in range(8, 20, 2):
        SessionFactory(client=emma, title=f"At {hour}", scheduled_start=at(hour, monday))
    page.goto(WEEK)
    focus_on(page, "Rehab")
    move(page)

    for hour in range(8, 20, 2):
        focus_on(page, f"At {hour}")
        expect(page.locator(".block", has_text=f"At {hour}")).to_be_visible()
        assert not overlap(page.locator(".block", has_text=f"At {hour}"), message(page))


def test_complaint_can_be_put_away(page):
    page.keyboard.press("Control+z")
    expect(message(page)).to_contain_text("There is nothing to undo")

    message(page).get_by_role("button", name="Close").click()

    expect(message(page)).to_be_hidden()


def test_on_a_phone_above_the_navigation(arrive, alice, rehab):
    page = arrive(alice, viewport=PHONE, has_touch=True)
    page.goto(TUESDAY)
    cancel(page)

    box, bar = message(page).bounding_box(), page.locator(".nav").bounding_box()

    assert box["y"] + box["height"] <= bar["y"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_its_buttons_stand_beside_its_words(arrive, alice, rehab, width):
    Trainer.objects.update(language="de")
    page = arrive(alice, viewport={"width": width, "height": 800}, has_touch=True)
    page.goto(f"/sessions/{rehab.uuid}/move/?start={DAY}T23:00")
    page.locator("form[data-once] .primary").tap()
    expect(message(page)).to_have_count(2)

    for each in message(page).all():
        words, close = each.locator("p").bounding_box(), each.locator(".message-close").bounding_box()
        assert words["x"] + words["width"] <= close["x"]
        assert close["y"] < words["y"] + words["height"]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    end = page.locator("main > :last-child")
    assert not any(overlap(each, end) for each in message(page).all())


def test_without_scripts_it_covers_nothing(arrive, alice, rehab):
    page = arrive(alice, java_script_enabled=False, viewport=PHONE)
    page.goto(TUESDAY)
    cancel(page)

    expect(message(page).get_by_role("button", name="Undo")).to_be_visible()
    expect(message(page).get_by_role("button", name="Close")).to_be_hidden()
    assert not overlap(message(page), page.locator("#calendar"))
