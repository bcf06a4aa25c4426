"""Sessions are moved by finger: held for a moment, then dragged; without that a finger scrolls."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DAY, at
from tests.browser.test_moves import WEEK, block, middle, point, said, stands

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def touch(arrive, alice, rehab):
    """touch(viewport) -> a page that is touched, and finger(type, x, y)."""

    def open_page(viewport):
        page = arrive(alice, viewport=viewport, has_touch=True, is_mobile=True)
        page.goto(WEEK)
        devtools = page.context.new_cdp_session(page)

        def finger(what, *places):
            points = [{"x": x, "y": y} for x, y in places]
            devtools.send("Input.dispatchTouchEvent", {"type": f"touch{what}", "touchPoints": points})

        return page, finger

    return open_page


def slide(finger, start, end, steps=6):
    for step in range(1, steps + 1):
        place = [a + (b - a) * step / steps for a, b in zip(start, end, strict=True)]
        finger("Move", place)


def hold(page, finger, place):
    finger("Start", place)
    expect(page.locator(".is-carried.is-held")).to_be_visible()


def test_hold_and_drag(touch, rehab):
    page, finger = touch(TABLET)
    source, target = point(page, DAY, 10.5), point(page, DAY + timedelta(days=1), 13.5)
    hold(page, finger, source)
    before = page.evaluate("scrollY")
    slide(finger, source, target)
    assert page.evaluate("scrollY") == before
    finger("End")

    expect(said(page)).to_contain_text("Moved Rehab")
    day = DAY + timedelta(days=1)
    assert stands(rehab) == (at(13, day), at(14, day))


def test_a_finger_that_does_not_hold_scrolls(touch, rehab):
    page, finger = touch({"width": 820, "height": 600})
    source = point(page, DAY, 10.5)
    finger("Start", source)
    slide(finger, source, (source[0], source[1] - 200))
    finger("End")

    page.wait_for_function("scrollY > 50")
    expect(page.locator(".is-carried")).to_have_count(0)
    assert stands(rehab) == (at(10), at(11))


def test_held_and_lifted_it_has_grips_that_stretch_it(touch, rehab):
    page, finger = touch(TABLET)
    hold(page, finger, point(page, DAY, 10.5))
    finger("End")
    grip = page.locator(".is-carried .grip-end")
    expect(grip).to_be_visible()
    box = grip.bounding_box()
    assert box["height"] >= 44
    assert box["width"] >= 44
    source = middle(grip)
    finger("Start", source)
    slide(finger, source, (source[0], point(page, DAY, 11.5)[1]))
    finger("End")

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(10), at(11.5))


def test_held_and_lifted_it_is_let_go_by_a_button(touch, rehab):
    page, finger = touch(TABLET)
    hold(page, finger, point(page, DAY, 10.5))
    finger("End")

    page.get_by_role("button", name="Do not move").tap()

    expect(page.locator(".is-carried")).to_have_count(0)
    assert stands(rehab) == (at(10), at(11))


def test_tap_opens_the_session(touch, rehab):
    page, _ = touch(TABLET)

    block(page, "Rehab").tap()

    expect(page.get_by_role("heading", name="Rehab")).to_be_visible()


def test_on_a_phone_it_is_dragged_to_another_day(touch, rehab):
    page, finger = touch(PHONE)
    source = middle(block(page, "Rehab"))
    thursday = page.locator(".day", has=page.locator(f"[data-date='{DAY + timedelta(days=2)}']"))
    target = middle(thursday)
    finger("Start", source)
    expect(page.get_by_role("application", name="Moving Rehab")).to_be_visible()
    slide(finger, source, target)
    expect(thursday).to_have_class(re.compile("is-target"))
    finger("End")

    expect(said(page)).to_contain_text("Moved Rehab")
    day = DAY + timedelta(days=2)
    assert stands(rehab) == (at(10, day), at(11, day))


def test_on_a_phone_who_only_holds_it_is_offered_other_times(touch, rehab):
    page, finger = touch(PHONE)
    finger("Start", middle(block(page, "Rehab")))
    expect(page.get_by_role("application", name="Moving Rehab")).to_be_visible()
    finger("End")

    is_offered_other_times(page, rehab)
    page.get_by_role("link", name="Back without moving").tap()
    expect(page).to_have_url(re.compile(WEEK))
    assert stands(rehab) == (at(10), at(11))


def test_in_the_list_of_a_day_too(touch, rehab):
    page, finger = touch(PHONE)
    page.goto(f"/calendar/day/{DAY}/")
    finger("Start", middle(page.locator(".entry-main", has_text="Rehab")))
    expect(page.locator(".entry-main.is-held")).to_be_visible()
    finger("End")

    is_offered_other_times(page, rehab)


def is_offered_other_times(page, session):
    expect(page).to_have_url(re.compile(f"/sessions/{session.uuid}/move/"))
    expect(page.get_by_role("heading", name="Move Rehab")).to_be_visible()
    expect(page.get_by_text("Pick a time to move the session there.")).to_be_visible()
