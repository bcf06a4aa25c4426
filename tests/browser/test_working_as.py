"""The bar that says as whom one of the staff works: always in sight, never in the way; and other tabs."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import DAY
from tests.browser.test_live import ASK
from tests.browser.test_look import LONG, serious
from trainers.models import Trainer
from trainers.tests.factories import TrainerFactory

pytestmark = pytest.mark.browser

WEEK = f"/calendar/week/{DAY}/"


@pytest.fixture
def sam(transactional_db):
    """One of the staff, who trains too."""
    return TrainerFactory(
        user__username="sam", user__is_staff=True, user__is_superuser=True, full_name="Sam Staff"
    )


def begin(page, trainer):
    page.goto(reverse("admin:trainers_trainer_change", args=[trainer.pk]))
    # Who clicks twice has begun once, and is still signed in.
    page.get_by_role("button", name="Work as").dblclick()
    expect(bar(page)).to_be_visible()


def bar(page):
    return page.get_by_role("region", name="Working as a trainer")


def edges(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_bar_stays_in_sight_and_covers_nothing(arrive, sam, alice, rehab, width, scheme):
    Trainer.objects.filter(pk=alice.pk).update(full_name=LONG)
    page = arrive(sam, viewport={"width": width, "height": 700}, color_scheme=scheme)
    begin(page, alice)
    page.goto(WEEK)
    assert edges(page, ".top")[0] == edges(page, ".working-as")[1]

    page.evaluate("scrollTo(0, 600)")

    assert edges(page, ".working-as")[0] == 0
    expect(bar(page).get_by_role("button", name="Stop")).to_be_in_viewport(ratio=1)
    assert page.locator(".working-as").evaluate("bar => bar.scrollHeight <= bar.clientHeight")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert serious(page) == []
    if width == 1440:
        assert edges(page, ".top")[0] == edges(page, ".working-as")[1]
        assert edges(page, ".day-head")[0] >= edges(page, ".top")[1] - 1


def test_bar_is_not_printed(arrive, sam, alice):
    page = arrive(sam)
    begin(page, alice)

    page.emulate_media(media="print")

    expect(page.locator(".working-as")).to_be_hidden()


def test_stop_leads_back(arrive, sam, alice):
    page = arrive(sam)
    begin(page, alice)

    bar(page).get_by_role("button", name="Stop").click()

    expect(page.get_by_text("You no longer work as Alice Archer.")).to_be_visible()
    expect(page.get_by_role("button", name="Work as")).to_be_visible()


def test_page_of_oneself_in_another_tab_shows_nothing_of_the_trainer(arrive, sam, alice, rehab):
    page = arrive(sam, viewport={"width": 1440, "height": 1000})
    page.goto(WEEK)
    begin(page.context.new_page(), alice)

    with page.expect_response(lambda answer: "x-trainer" in answer.headers):
        page.evaluate(ASK)
    expect(page.locator("[data-grid] .block")).to_have_count(0)
    page.locator('#calendar a[rel="next"]').first.click()

    expect(bar(page)).to_be_visible()
