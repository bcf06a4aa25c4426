"""The views of the calendar as a person goes about in them: swapped in place, filtered, saved, on paper."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session as Cookie
from playwright.sync_api import expect

from scheduling.models import SavedView
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at

pytestmark = pytest.mark.browser

MONDAY = DAY - timedelta(days=1)
NEXT = MONDAY + timedelta(days=7)
WEEK = f"/calendar/week/{MONDAY}/"
WIDE = {"viewport": {"width": 1440, "height": 900}}


def mark(page):
    """What is gone once the whole page is loaded again."""
    page.evaluate("window.kept = true")


def is_same_page(page):
    return page.evaluate("window.kept === true")


def test_next_week_is_swapped_in_and_back_leads_back(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(WEEK)
    mark(page)

    page.get_by_role("link", name="Next week").press("Enter")
    expect(page).to_have_url(re.compile(f"/calendar/week/{NEXT}/"))

    expect(page.get_by_role("link", name="Next week")).to_be_focused()
    expect(page).to_have_title(re.compile(f"Week of {NEXT.day} {NEXT:%B %Y}"))
    expect(page.locator(".block")).to_have_count(0)
    assert is_same_page(page)
    page.go_back()
    expect(page).to_have_url(re.compile(WEEK))
    expect(page.locator(".block", has_text="Rehab")).to_be_visible()


def test_views_are_switched_with_date_and_filters(arrive, alice, emma, rehab):
    SessionFactory(client=emma, title="Class", session_type="group", scheduled_start=at(14))
    page = arrive(alice, **WIDE)
    page.goto(f"{WEEK}?type=group")
    mark(page)

    for view in ("Month", "Agenda", "Work week", "Day", "Week"):
        page.get_by_label("View").get_by_role("link", name=view, exact=True).click()
        expect(page.get_by_label("View").locator("[aria-current]")).to_have_text(view)
        expect(page.locator(".chip")).to_contain_text("Group")
        assert "Rehab" not in page.locator("#calendar").inner_text()
    assert is_same_page(page)
    page.locator(".chip").click()
    expect(page).to_have_url(re.compile(r"/calendar/week/[\d-]+/$"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_filter_save_and_come_back(arrive, alice, emma, rehab, scripts):
    SessionFactory(client=emma, title="Class", session_type="group", scheduled_start=at(14))
    page = arrive(alice, java_script_enabled=scripts, **WIDE)
    page.goto(WEEK)

    page.locator("#filter-menu summary").click()
    if not scripts:
        page.get_by_role("link", name="Choose what is shown").click()
    page.get_by_role("checkbox", name="Group").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(rf"{WEEK}\?type=group$"))
    expect(page.locator(".block")).to_have_count(1)

    page.locator("#views-menu summary").click()
    page.get_by_label("Name of this view").fill("Classes")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved Classes")).to_be_visible()
    assert SavedView.objects.get().query == "type=group"
    page.goto("/calendar/day/")
    page.locator("#views-menu summary").click()
    page.get_by_role("link", name="Classes").click()
    expect(page).to_have_url(re.compile(r"/calendar/week/[\d-]+/\?type=group$"))


def test_small_month_steps_by_itself(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(WEEK)
    mark(page)
    small = page.locator("#mini")
    expect(small.get_by_role("link", name=f"{DAY.day} , 1 session")).to_have_count(1)

    small.get_by_role("link", name="Month after").press("Enter")

    following = (MONDAY.replace(day=28) + timedelta(days=7)).replace(day=1)
    expect(small.get_by_role("heading")).to_have_text(f"{following:%B %Y}")
    expect(small.get_by_role("link", name="Month after")).to_be_focused()
    expect(page).to_have_url(re.compile(f"{WEEK}$"))
    small.get_by_role("link", name="15", exact=False).first.click()
    expect(page).to_have_url(re.compile(f"/calendar/week/{following:%Y-%m}"))
    assert is_same_page(page)


def test_small_month_of_a_phone_is_behind_a_button(arrive, alice, rehab):
    page = arrive(alice, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(WEEK)
    expect(page.locator("#mini")).to_be_hidden()

    page.get_by_role("button", name="Date").click()
    page.get_by_label("Go to a date").fill(str(NEXT))
    page.get_by_role("button", name="Go", exact=True).click()

    expect(page).to_have_url(re.compile(f"/calendar/week/{NEXT}/"))


def test_offline_says_so_and_tries_again(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(WEEK)
    page.context.set_offline(True)

    page.get_by_role("link", name="Next week").click()
    expect(page.locator("[data-trouble]")).to_contain_text("are you offline?")
    expect(page.locator(".block", has_text="Rehab")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("document.querySelector('[data-trouble]').hidden = false")  # that it is back hides it
    page.get_by_role("button", name="Try again").click()

    expect(page).to_have_url(re.compile(f"/calendar/week/{NEXT}/"))
    expect(page.locator("[data-trouble]")).to_be_hidden()


def test_server_error_says_so_and_loses_nothing(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(WEEK)
    page.route(f"**/calendar/week/{NEXT}/**", lambda route: route.fulfill(status=503, body="<p>no</p>"))

    page.get_by_role("link", name="Next week").click()

    expect(page.locator("[data-trouble]")).to_contain_text("could not be loaded")
    expect(page.locator(".block", has_text="Rehab")).to_be_visible()
    expect(page).to_have_url(re.compile(WEEK))


def test_signed_out_meanwhile_leads_to_sign_in_and_on(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(WEEK)
    Cookie.objects.all().delete()

    page.get_by_role("link", name="Next week").click()

    expect(page).to_have_url(re.compile(f"/sign-in/.*next=/calendar/week/{NEXT}/"))


def test_loading_shows_only_when_it_takes_a_while(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(WEEK)
    held = []
    page.route(f"**/calendar/week/{NEXT}/**", lambda route: held.append(route))

    page.get_by_role("link", name="Next week").click()

    expect(page.locator("#calendar")).to_have_attribute("aria-busy", "true")
    delay = "getComputedStyle(document.getElementById('calendar'), '::before').animationDelay"
    assert page.evaluate(delay) == "0.15s"
    held[0].continue_()
    expect(page).to_have_url(re.compile(f"/calendar/week/{NEXT}/"))
    expect(page.locator("#calendar")).not_to_have_attribute("aria-busy", "true")


def test_month_by_keyboard(arrive, alice, rehab):
    page = arrive(alice, **WIDE)
    page.goto(f"/calendar/month/{DAY.replace(day=1)}/")
    first = page.locator("[data-month] .cell:not(.is-outside) .cell-day").first
    expect(first).to_have_attribute("tabindex", re.compile("0|-1"))  # the keys are known
    first.focus()

    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    nine = DAY.replace(day=9)
    expect(page.locator(f'[data-date="{nine}"]')).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/calendar/day/{nine}/"))


def test_hour_that_comes_twice_is_twice_as_tall(arrive, alice, emma):
    for hour, title in ((0, "First"), (1, "Second")):
        start = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        end = start + timedelta(minutes=30)
        SessionFactory(client=emma, title=title, scheduled_start=start, scheduled_end=end)
    page = arrive(alice, **WIDE)

    page.goto("/calendar/week/2027-10-25/")

    tops = [page.locator(".block", has_text=title).bounding_box()["y"] for title in ("First", "Second")]
    assert tops[1] - tops[0] == pytest.approx(60, abs=1)
    again = page.locator(".gutter-hours .is-again")
    expect(again).to_have_text("02:00 again")
    expect(page.locator(".blank")).to_have_count(6)


@pytest.mark.parametrize("view", ["day", "week", "work-week", "month", "agenda"])
def test_on_paper(arrive, alice, emma, rehab, view):
    """On one page; the week and the month on a wide one."""
    emma.fitness_goal, emma.medical_conditions = "Run a marathon", "Asthma"
    emma.save()
    page = arrive(alice, **WIDE)
    page.goto(f"/calendar/{view}/{DAY}/")
    page.emulate_media(media="print")

    paper = page.pdf(prefer_css_page_size=True)

    sizes = [tuple(map(float, it.split()[2:])) for it in re.findall(rb"/MediaBox \[([^\]]*)\]", paper)]
    assert len(sizes) == 1
    assert (sizes[0][0] > sizes[0][1]) == (view in {"week", "work-week", "month"})
    expect(page.locator(".steps")).to_be_hidden()
    if view == "day":
        expect(page.locator(".sheet")).to_contain_text("Run a marathon")
        expect(page.locator(".sheet")).to_contain_text("Asthma")
