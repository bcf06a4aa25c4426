"""Sessions of the grid are moved by mouse: dragged, stretched, carried into another week; and refused."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from clients.tests.factories import ClientFactory
from scheduling.domain import booking, series
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from tests.browser.choosing import choose_client
from tests.browser.conftest import DAY, at
from tests.browser.test_look import serious
from trainers.tests.factories import TrainerFactory

pytestmark = pytest.mark.browser

MONDAY = DAY - timedelta(days=1)
WEEK = f"/calendar/week/{MONDAY}/"
WIDE = {"width": 1440, "height": 1000}


@pytest.fixture
def page(arrive, alice, rehab):
    """Alice's week, with Rehab on Tuesday from ten to eleven."""
    page = arrive(alice, viewport=WIDE)
    page.goto(WEEK)
    return page


@pytest.fixture
def yoga(alice, emma):
    """Every Tuesday from one to two, four times; the session of this week."""
    rule = {"title": "Yoga", "start": at(13), "end": at(14), "cycle": "WEEKLY", "count": 4}
    made = series.create(alice, rule | {"timeline": TimelineFactory(client=emma)}, now=at(8, MONDAY))
    return made.sessions.order_by("scheduled_start").first()


def point(page, day, hour, first_hour=8):
    """The middle of a day's column, where the clock shows that hour."""
    box = page.locator(f"[data-date='{day}']").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + (hour - first_hour) * 60


def press(page, day, hour, first_hour=8):
    page.mouse.move(*point(page, day, hour, first_hour))
    page.mouse.down()


def to(page, day, hour):
    page.mouse.move(*point(page, day, hour), steps=4)


def drag(page, source, target):
    press(page, *source)
    to(page, *target)
    page.mouse.up()


def block(page, title):
    return page.locator(".block:not(.is-carried)", has_text=title)


def said(page):
    return page.locator(".messages")


def refusal(page):
    return page.locator(".not-moved")


def stands(session):
    session.refresh_from_db()
    return session.scheduled_start, session.scheduled_end


def test_drag_to_another_day_and_time(page, rehab):
    drag(page, (DAY, 10.5), (DAY + timedelta(days=2), 14.5))

    expect(said(page)).to_contain_text("Moved Rehab with Emma Wilson")
    later = DAY + timedelta(days=2)
    assert stands(rehab) == (at(14, later), at(15, later))
    expect(page.locator(f"[data-date='{later}'] .block")).to_have_attribute("data-version", "2")
    expect(page.locator(".is-carried")).to_have_count(0)
    expect(block(page, "Rehab").locator("a")).to_be_focused()


def test_drag_snaps_to_quarters_and_with_alt_to_five_minutes(page, rehab):
    press(page, DAY, 10.5)
    to(page, DAY, 11.6)
    expect(page.locator(".is-carried .block-time")).to_have_text("11:00–12:00")
    page.keyboard.down("Alt")
    to(page, DAY, 11.58)
    expect(page.locator(".is-carried .block-time")).to_have_text("11:05–12:05")
    page.mouse.up()
    page.keyboard.up("Alt")

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(11 + 1 / 12), at(12 + 1 / 12))


def test_drag_to_the_side_keeps_an_odd_time(arrive, alice, emma):
    odd = SessionFactory(client=emma, title="Odd", scheduled_start=at(10.1), scheduled_end=at(11))
    page = arrive(alice, viewport=WIDE)
    page.goto(WEEK)

    drag(page, (DAY, 10.5), (DAY + timedelta(days=1), 10.55))

    expect(said(page)).to_contain_text("Moved Odd")
    assert stands(odd) == (at(10.1, DAY + timedelta(days=1)), at(11, DAY + timedelta(days=1)))


def test_stretch_at_the_end_and_at_the_start(page, rehab):
    drag(page, (DAY, 10.97), (DAY, 11.75))
    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(10), at(11.75))

    expect(block(page, "Rehab")).to_have_attribute("data-version", "2")
    # Once it has come to rest at its place.
    block(page, "Rehab").hover(position={"x": 70, "y": 3})
    page.mouse.down()
    to(page, DAY, 9)
    page.mouse.up()
    expect(block(page, "Rehab")).to_have_attribute("data-version", "3")
    assert stands(rehab) == (at(9), at(11.75))


def test_over_midnight_it_is_dragged_by_either_part(arrive, alice, emma):
    late = SessionFactory(client=emma, title="Late", scheduled_start=at(23), scheduled_end=at(25))
    page = arrive(alice, viewport={"width": 1440, "height": 1800})
    page.goto(WEEK)

    wednesday = DAY + timedelta(days=1)
    press(page, wednesday, 0.5, first_hour=0)
    page.mouse.move(*point(page, wednesday + timedelta(days=1), 2, first_hour=0), steps=4)
    expect(page.locator(".is-carried")).to_have_count(1)
    page.mouse.up()

    expect(said(page)).to_contain_text("Moved Late")
    thursday = wednesday + timedelta(days=1)
    assert stands(late) == (at(0.5, thursday), at(2.5, thursday))


def test_escape_lets_go(page, rehab):
    press(page, DAY, 10.5)
    to(page, DAY, 14.5)
    expect(page.locator(".is-carried")).to_be_visible()
    assert page.evaluate("document.body.dataset.busy") == "carrying"
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(".is-carried")).to_have_count(0)
    expect(page).to_have_url(re.compile(WEEK))
    assert page.evaluate("document.body.dataset.busy") is None
    assert stands(rehab) == (at(10), at(11))


def test_click_still_opens_the_session(page, rehab):
    page.mouse.click(*point(page, DAY, 10.5))

    expect(page).to_have_url(re.compile(f"/sessions/{rehab.uuid}/"))


def test_taken_time_is_refused_with_what_is_in_the_way(page, alice, rehab):
    boxing = SessionFactory(
        client=ClientFactory(trainer=alice, first_name="Noah", last_name="Kim"),
        title="Boxing",
        scheduled_start=at(14),
    )

    drag(page, (DAY, 10.5), (DAY, 14.75))

    expect(refusal(page)).to_contain_text("This time is taken by Boxing with Noah Kim")
    expect(refusal(page).get_by_role("link", name="Boxing")).to_have_attribute(
        "href", f"/sessions/{boxing.uuid}/"
    )
    expect(page.locator(".is-carried, .is-lifted")).to_have_count(0)
    expect(block(page, "Rehab")).to_have_attribute("data-start", f"{DAY}T10:00:00")
    assert serious(page) == []
    assert stands(rehab) == (at(10), at(11))
    page.get_by_role("button", name="Close").click()
    expect(refusal(page)).to_be_hidden()


def test_refusal_leads_to_the_free_times_of_that_day(page, alice, rehab):
    SessionFactory(client=ClientFactory(trainer=alice), title="Boxing", scheduled_start=at(14))
    drag(page, (DAY, 10.5), (DAY, 14.75))

    page.get_by_role("link", name="Find another time").click()
    page.get_by_role("button", name="12:30", exact=True).click()

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(12.5), at(13.5))


def test_second_tab_is_told_that_it_was_overtaken(page, rehab):
    booking.revise(Session.objects.get(), {"scheduled_start": at(9)}, now=at(8))

    drag(page, (DAY, 10.5), (DAY, 14.5))

    expect(refusal(page)).to_contain_text("Somebody else has changed this session")
    expect(block(page, "Rehab")).to_have_attribute("data-start", f"{DAY}T09:00:00")
    assert stands(rehab) == (at(9), at(11))


def test_without_a_connection_it_goes_back(arrive, alice, rehab):
    page = arrive(alice, viewport=WIDE, reduced_motion="reduce")
    page.goto(WEEK)
    page.context.set_offline(True)
    drag(page, (DAY, 10.5), (DAY, 14.5))

    expect(refusal(page)).to_contain_text("There is no connection. Nothing was moved.")
    expect(page.locator(".is-carried, .is-lifted")).to_have_count(0)
    page.context.set_offline(False)
    drag(page, (DAY, 10.5), (DAY, 14.5))
    expect(said(page)).to_contain_text("Moved Rehab")
    expect(refusal(page)).to_be_hidden()
    assert stands(rehab) == (at(14), at(15))


def test_after_signing_out_elsewhere_the_sign_in_comes_and_leads_back(page, rehab):
    page.context.clear_cookies(name="session")

    drag(page, (DAY, 10.5), (DAY, 14.5))

    expect(page).to_have_url(re.compile("/sign-in/.*next=%2Fcalendar%2Fweek%2F"))
    expect(page.get_by_text("what you did last is not saved")).to_be_visible()
    assert stands(rehab) == (at(10), at(11))


def test_over_a_change_of_clocks_it_keeps_its_time(arrive, emma, alice):
    saturday = date(2027, 3, 27)
    session = SessionFactory(client=emma, title="Rehab", scheduled_start=at(9, saturday))
    page = arrive(alice, viewport=WIDE)
    page.goto("/calendar/week/2027-03-22/")

    press(page, saturday, 9.5)
    page.mouse.move(*middle(page.get_by_role("link", name="Next week")))
    expect(page.locator("[data-date='2027-03-29']")).to_be_visible()
    to(page, "2027-03-29", 9.5)
    page.mouse.up()

    expect(said(page)).to_contain_text("Moved Rehab")
    expect(page).to_have_url(re.compile("/calendar/week/2027-03-29/"))
    monday = date(2027, 3, 29)
    assert stands(session) == (at(9, monday), at(10, monday))


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_into_the_hour_that_is_skipped_it_is_refused(arrive, alice, emma):
    sunday = date(2027, 3, 28)
    session = SessionFactory(client=emma, title="Rehab", scheduled_start=at(1, sunday - timedelta(days=1)))
    page = arrive(alice, viewport=WIDE)
    page.goto("/calendar/week/2027-03-22/")

    press(page, sunday - timedelta(days=1), 1.5, first_hour=1)
    page.mouse.move(*point(page, sunday, 2.75, first_hour=1), steps=4)
    page.mouse.up()

    expect(refusal(page)).to_contain_text("2027-03-28 02:15 does not exist in Europe/Berlin")
    assert stands(session)[0] == at(1, sunday - timedelta(days=1))


def test_held_over_the_side_the_next_week_comes(page, rehab):
    box = page.locator("[data-grid]").bounding_box()
    press(page, DAY, 10.5)
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 200, steps=3)
    following = MONDAY + timedelta(days=7)
    expect(page.locator(f"[data-date='{following}']")).to_be_visible()
    to(page, following, 9.5)
    page.mouse.up()

    expect(said(page)).to_contain_text("Moved Rehab")
    assert stands(rehab) == (at(9, following), at(10, following))


def test_dragged_free_time_opens_the_form_with_it(page):
    drag(page, (DAY, 14.02), (DAY, 15.4))

    expect(page.get_by_label("Start")).to_have_value(f"{DAY}T14:00")
    expect(page.get_by_label("End")).to_have_value(f"{DAY}T15:30")
    choose_client(page, "Emma Wilson")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page).to_have_url(re.compile(WEEK))


@pytest.mark.parametrize(
    ("button", "moved"),
    [("This session only", {0}), ("All that are still to come", {0, 1, 2, 3}), ("Do not move", set())],
)
def test_which_of_a_series_is_asked(page, yoga, button, moved):
    page.reload()
    drag(page, (DAY, 13.5), (DAY, 15.5))
    dialog = page.get_by_role("dialog", name="Move which sessions?")
    expect(dialog).to_be_visible()
    assert serious(page) == []
    dialog.get_by_role("button", name=button).click()

    expect(dialog).to_have_count(0)
    expect(page.locator(".is-carried")).to_have_count(0)
    found = Session.objects.filter(title="Yoga").order_by("scheduled_start")
    expected = [at(15 if n in moved else 13, DAY + timedelta(weeks=n)) for n in range(4)]
    assert list(found.values_list("scheduled_start", flat=True)) == expected


def test_escape_in_the_question_moves_nothing(page, yoga):
    page.reload()
    drag(page, (DAY, 13.5), (DAY, 15.5))
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".is-carried, .is-lifted")).to_have_count(0)
    expect(block(page, "Yoga").locator("a")).to_be_focused()
    assert stands(yoga) == (at(13), at(14))


def test_what_is_gone_is_said(page, rehab):
    booking.remove(rehab, now=at(8))

    drag(page, (DAY, 10.5), (DAY, 14.5))

    expect(refusal(page)).to_contain_text("This session is not there any more.")


def test_another_trainers_session_is_not_moved_by_its_address(page, rehab):
    other = SessionFactory(client=ClientFactory(trainer=TrainerFactory()), scheduled_start=at(15))
    page.evaluate(
        "([from, to]) => { document.querySelector('.block a').href = `/sessions/${to}/`; }",
        [str(rehab.uuid), str(other.uuid)],
    )

    drag(page, (DAY, 10.5), (DAY, 12.5))

    expect(refusal(page)).to_contain_text("This session is not there any more.")
    assert stands(other)[0] == at(15)
