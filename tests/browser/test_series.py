"""What repeats, in a real browser: booked by keyboard alone, moved with all that follow, for everybody."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from clients.tests.factories import ClientFactory
from scheduling.domain import booking, series
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from tests.browser.choosing import choose_client
from tests.browser.conftest import DAY, at
from tests.browser.test_a_day import said
from tests.browser.test_look import LONG, serious

pytestmark = pytest.mark.browser

WEEK = timedelta(weeks=1)


@pytest.fixture
def yoga(alice, emma) -> Series:
    """Every Tuesday from ten to eleven, six times; the second has notes and the third another time."""
    timeline = TimelineFactory(client=emma, name="Strength", description="Block one")
    rule = {"title": "Yoga", "start": at(10), "end": at(11), "cycle": "WEEKLY", "count": 6}
    made = series.create(alice, rule | {"timeline": timeline}, now=now())
    _, second, third = made.sessions.order_by("scheduled_start")[:3]
    booking.revise(second, {"notes": "Knee"}, now=now())
    later = {"scheduled_start": at(15, DAY + 2 * WEEK), "scheduled_end": at(16, DAY + 2 * WEEK)}
    booking.revise(third, later, now=now())
    return made


def address(of, page=""):
    return f"/sessions/{of.sessions.order_by('occurrence_on')[3].uuid}/{page}"


def starts(**which):
    found = Session.objects.filter(**which).order_by("scheduled_start")
    return list(found.values_list("scheduled_start", flat=True))


NAME_OF_FOCUS = """() => {
  const { labels, innerText } = document.activeElement;
  return labels?.length ? labels[0].innerText : innerText;
}"""


def hop(page: Page, name: str) -> None:
    """Tab on until what has that name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME_OF_FOCUS):
            return
    raise AssertionError(f"Tab never came to {name}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_book_every_tuesday_by_keyboard_only(arrive, alice, emma, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    press = page.keyboard.press
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T10:00")

    hop(page, "Never")
    press("ArrowRight")
    press("ArrowRight")
    expect(page.get_by_label("Weekly")).to_be_checked()
    hop(page, "Every")
    hop(page, "Never")
    press("ArrowLeft")
    expect(page.get_by_label("After a number of times")).to_be_checked()
    hop(page, "Number of times")
    page.keyboard.type("4")
    press("Enter")
    expect(page.get_by_role("heading", name="Book 4 sessions?")).to_be_visible()
    assert not Session.objects.exists()
    hop(page, "Book 4 sessions")
    press("Enter")

    expect(said(page)).to_contain_text("Booked Personal training with Emma Wilson, 4 sessions")
    assert starts() == [at(10, DAY + n * WEEK) for n in range(4)]
    assert Series.objects.get().timeline.name == "Regular sessions"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_move_this_and_all_that_follow(arrive, alice, yoga, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto(address(yoga))
    expect(page.get_by_role("heading", name="4th of 6")).to_be_visible()

    page.get_by_role("link", name="Edit or move").click()
    page.get_by_label("Start", exact=True).fill(f"{DAY + 3 * WEEK}T12:00")
    page.get_by_label("End", exact=True).fill(f"{DAY + 3 * WEEK}T13:00")
    page.get_by_label("This and all that follow").check()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="3 sessions move")).to_be_visible()
    page.get_by_role("button", name="Back to change it").click()
    expect(page.get_by_label("Start", exact=True)).to_have_value(re.compile("T12:00"))
    expect(page.get_by_label("This and all that follow")).to_be_checked()
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("button", name="Save 3 sessions").click()

    expect(said(page)).to_contain_text("Saved Yoga with Emma Wilson: 3 sessions.")
    moved = [at(12, DAY + n * WEEK) for n in (3, 4, 5)]
    assert starts() == [at(10), at(10, DAY + WEEK), at(15, DAY + 2 * WEEK), *moved]


def test_only_the_timelines_of_the_client_are_offered(arrive, alice, emma, yoga):
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    TimelineFactory(client=noah, name="Boxing")
    page = arrive(alice)
    page.goto(f"/sessions/new/?client={emma.uuid}&repeats=WEEKLY")
    shown = "select => [...select.options].filter(option => !option.hidden).map(option => option.label)"

    field = page.get_by_label("Timeline")
    assert field.evaluate(shown) == ["The client's first, or a new one", "Emma Wilson: Strength"]
    field.select_option(label="Emma Wilson: Strength")
    choose_client(page, "Noah Kim")

    assert field.evaluate(shown) == ["The client's first, or a new one", "Noah Kim: Boxing"]
    expect(field).to_have_value("")


def test_what_does_not_matter_is_out_of_sight(arrive, alice, emma):
    page = arrive(alice, java_script_enabled=False)
    page.goto("/sessions/new/")

    expect(page.get_by_label("Every", exact=True)).to_be_hidden()
    page.get_by_label("Monthly").check()
    expect(page.get_by_label("Every", exact=True)).to_be_visible()
    expect(page.get_by_label("Last day")).to_be_hidden()
    page.get_by_label("On a date").check()
    expect(page.get_by_label("Last day")).to_be_visible()
    expect(page.get_by_label("Number of times", exact=True)).to_be_hidden()


def walk(page: Page, yoga: Series):
    """Goes to each page of timelines and series; yields its name when it is there."""
    timeline = f"/timelines/{yoga.timeline.uuid}/"
    pages = {
        "timelines": "/timelines/",
        "timeline new": "/timelines/new/",
        "timeline": timeline,
        "timeline edit": f"{timeline}edit/",
        "timeline remove": f"{timeline}remove/",
        "add": f"{timeline}add/",
        "series edit": f"/series/{yoga.uuid}/edit/",
        "series remove": f"/series/{yoga.uuid}/remove/",
        "client": f"/clients/{yoga.timeline.client.uuid}/",
        "session": address(yoga),
        "edit": address(yoga, "edit/"),
        "cancel": address(yoga, "cancel/"),
    }
    for name, path in pages.items():
        page.goto(path)
        yield name
    page.get_by_label("All that are still to come").check()
    page.get_by_role("button", name="Cancel session").click()
    page.wait_for_load_state()
    yield "cancel all"
    page.goto(address(yoga, "edit/"))
    page.get_by_label("Title").fill("Pilates")
    page.get_by_label("Start", exact=True).fill(f"{DAY + 3 * WEEK}T12:00")
    page.get_by_label("End", exact=True).fill(f"{DAY + 3 * WEEK}T13:00")
    page.get_by_label("All that are still to come").check()
    page.get_by_role("button", name="Save").last.click()
    page.wait_for_load_state()
    yield "change all"
    for name, hour in {"repeating": 13, "taken": 10}.items():
        page.goto(f"/sessions/new/?repeats=WEEKLY&start={DAY}T{hour}:00")
        choose_client(page, "Emma Wilson")
        page.get_by_role("button", name="Book", exact=True).click()
        page.wait_for_load_state()
        yield name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(arrive, alice, yoga, scheme):
    page = arrive(alice, color_scheme=scheme)

    found = {name: serious(page) for name in walk(page, yoga)}

    assert len(found) == 16
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 768])
def test_no_sideways_scrolling(arrive, alice, emma, yoga, width):
    SessionFactory(client=emma, title=LONG, scheduled_start=at(10, DAY + 7 * WEEK))
    Series.objects.update(title=LONG, location=LONG)
    Session.objects.update(title=LONG)
    yoga.timeline.name = yoga.timeline.description = LONG
    yoga.timeline.save()
    page = arrive(alice, viewport={"width": width, "height": 800}, has_touch=True)

    wide = "document.documentElement.scrollWidth > innerWidth"

    assert [name for name in walk(page, yoga) if page.evaluate(wide)] == []
