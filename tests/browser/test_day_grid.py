"""The hours of a day beside its list: dragged, drawn and moved by keys as in the week."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DAY, at
from tests.browser.test_look import serious
from tests.browser.test_moves import WIDE, block, drag, said, stands

pytestmark = pytest.mark.browser

TUESDAY, WEDNESDAY = DAY, DAY + timedelta(days=1)


@pytest.fixture
def page(arrive, alice, rehab):
    """Alice's Tuesday, with Rehab from ten to eleven."""
    page = arrive(alice, viewport=WIDE)
    page.goto(f"/calendar/day/{TUESDAY}/")
    return page


def test_grid_and_list_beside_each_other(page):
    grid, entry = page.locator("[data-grid]").bounding_box(), page.locator(".entry").first.bounding_box()

    assert grid["x"] + grid["width"] <= entry["x"]
    assert serious(page) == []


def test_dragged_to_another_time(page, rehab):
    drag(page, (TUESDAY, 10.5), (TUESDAY, 14.5))

    expect(said(page)).to_contain_text("Moved Rehab with Emma Wilson")
    expect(page.locator(".entry", has_text="Rehab")).to_contain_text("14:00–15:00")
    assert stands(rehab) == (at(14), at(15))


def test_drawn_time_is_booked(page):
    drag(page, (TUESDAY, 13), (TUESDAY, 14.5))

    expect(page).to_have_url(re.compile("/sessions/new/"))
    expect(page.get_by_label("Start")).to_have_value(f"{TUESDAY}T13:00")
    expect(page.get_by_label("End", exact=True)).to_have_value(f"{TUESDAY}T14:30")


def test_hour_is_clicked_to_book_it(page):
    box = page.locator(f"[data-date='{TUESDAY}']").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 6.5 * 60)

    expect(page).to_have_url(re.compile(f"/sessions/new/.start={TUESDAY}T14:00"))


def test_keys_move_it_and_turn_to_the_next_day(page, rehab):
    block(page, "Rehab").locator("a").focus()
    for key in ("m", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(f"/calendar/day/{WEDNESDAY}/"))
    expect(page.locator(f"[data-date='{WEDNESDAY}'] .is-carried")).to_be_visible()
    page.keyboard.press("Enter")

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(10.25, WEDNESDAY), at(11.25, WEDNESDAY))


@pytest.mark.parametrize("width", [390, 1000])
def test_narrow_screens_have_the_list_alone(arrive, alice, rehab, width):
    page = arrive(alice, viewport={"width": width, "height": 800})
    page.goto(f"/calendar/day/{TUESDAY}/")

    expect(page.locator("[data-grid]")).to_be_hidden()
    expect(page.locator(".entry", has_text="Rehab")).to_be_visible()


def test_paper_has_the_list_alone(page):
    page.emulate_media(media="print")

    expect(page.locator("[data-grid]")).to_be_hidden()
    expect(page.locator(".entry", has_text="Rehab").or_(page.locator(".sheet")).first).to_be_attached()
