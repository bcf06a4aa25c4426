"""What somebody else changes appears by itself, but never under the pointer or into what is typed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at

pytestmark = pytest.mark.browser

WEEK = f"/calendar/week/{DAY - timedelta(days=1)}/"
ASK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def page(arrive, alice, rehab):
    """Alice's week, the pointer outside of it."""
    page = arrive(alice, viewport={"width": 1440, "height": 1000})
    page.goto(WEEK)
    page.mouse.move(700, 10)
    return page


@pytest.fixture
def news(page):
    return page.get_by_text("The calendar has changed.")


def block(page, title):
    return page.locator("[data-grid] .block", has_text=title)


def test_anothers_booking_appears(page, emma, news):
    page.locator("[data-session] > a").focus()
    SessionFactory(client=emma, title="Yoga", scheduled_start=at(14))

    page.evaluate(ASK)

    expect(block(page, "Yoga")).to_be_visible()
    expect(news).to_be_hidden()
    expect(page.locator("[data-session] > a", has_text="Rehab")).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("The calendar was brought up to date.")


def test_asked_again_and_again_without_a_hand(page, emma):
    page.clock.install()
    page.goto(WEEK)
    SessionFactory(client=emma, title="Yoga", scheduled_start=at(14))

    page.clock.fast_forward(21_000)

    expect(block(page, "Yoga")).to_be_visible()


def test_never_under_the_pointer(page, rehab, news):
    block(page, "Rehab").hover()
    booking.cancel(Session.objects.get(pk=rehab.pk), now=at(7))

    page.evaluate(ASK)

    expect(news).to_be_visible()
    expect(block(page, "Rehab")).not_to_contain_text("Cancelled")
    page.mouse.move(700, 10)
    expect(block(page, "Rehab")).to_contain_text("Cancelled")
    expect(news).to_be_hidden()


def test_shown_when_asked_to(page, emma, news):
    block(page, "Rehab").hover()
    SessionFactory(client=emma, title="Yoga", scheduled_start=at(14))
    page.evaluate(ASK)

    page.get_by_role("button", name="Show it").click()

    expect(block(page, "Yoga")).to_be_visible()
    expect(news).to_be_hidden()


def test_what_is_typed_stays(page, emma, news):
    page.goto(f"/calendar/day/{DAY}/")
    page.mouse.move(700, 10)
    page.locator(".entry-notes summary").click()
    typed = page.locator(".entry-notes textarea").first
    typed.fill("Left knee")
    page.mouse.move(700, 10)
    SessionFactory(client=emma, title="Yoga", scheduled_start=at(14))

    page.evaluate(ASK)

    expect(news).to_be_visible()
    expect(typed).to_have_value("Left knee")


def test_of_somebody_signed_out_nothing_changes(page, emma, news):
    page.context.clear_cookies()

    # That is how Playwright calls a redirect that the script does not follow.
    with page.expect_event("requestfailed", lambda request: request.url.endswith(WEEK)):
        page.evaluate(ASK)

    expect(block(page, "Rehab")).to_be_visible()
    expect(news).to_be_hidden()


def test_own_notes_are_no_news(page, rehab, news):
    page.goto(f"/calendar/day/{DAY}/")
    page.locator(".entry-notes summary").click()
    page.get_by_label("Notes", exact=True).fill("Left knee")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    rehab.refresh_from_db()

    with page.expect_response(lambda answer: answer.status == 200 and "/calendar/day/" in answer.url):
        page.evaluate(ASK)

    expect(news).to_be_hidden()
    expect(page.locator("[name=sessions]")).to_have_value(f"{rehab.uuid}.{rehab.version}")
