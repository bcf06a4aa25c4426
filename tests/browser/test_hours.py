"""A trainer's own pages: hours with breaks, time off, preferences, with and without JavaScript."""

import re
from datetime import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at
from trainers.models import Trainer, WorkingHours

pytestmark = pytest.mark.browser


@pytest.fixture
def hours(alice):
    return alice.working_hours.create(weekday=0, starts_at=time(9), ends_at=time(12))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_hours_with_a_break_copied_to_other_days(arrive, alice, hours, scripts):
    page = arrive(alice, java_script_enabled=scripts)
    page.goto("/hours/")

    page.get_by_role("button", name="Add hours on Monday").click()
    expect(page.locator("[name=monday-1-from]")).to_be_focused()
    expect(page.locator("[name=monday-1-from]")).to_have_value("13:00")
    page.locator("[name=monday-1-to]").fill("11:00")
    page.get_by_role("button", name="Save hours").click()
    expect(page.locator("#id_monday .errorlist")).to_have_text("The hours must end after they start.")
    page.locator("[name=monday-1-to]").fill("17:00")

    monday = page.locator("#id_monday")
    monday.locator("summary").click()
    monday.get_by_label("Friday", exact=True).check()
    monday.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("[name=friday-1-to]")).to_have_value("17:00")
    page.get_by_role("button", name="Remove Friday 09:00–12:00").click()
    expect(page.locator("[name=friday-0-from]")).to_have_value("13:00")
    page.get_by_label("Buffer around sessions").select_option("15 minutes")
    page.get_by_role("button", name="Save hours").click()

    expect(page.get_by_role("status").first).to_contain_text("Saved your hours.")
    found = WorkingHours.objects.values_list("weekday", "starts_at", "ends_at")
    assert list(found) == [
        (0, time(9), time(12)),
        (0, time(13), time(17)),
        (4, time(13), time(17)),
    ]
    assert Trainer.objects.get().buffer_minutes == 15


def test_hours_by_keyboard(arrive, alice, hours):
    page = arrive(alice)
    page.goto("/hours/")

    page.get_by_role("button", name="Add hours on Sunday").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=sunday-0-from]")).to_be_focused()
    page.get_by_role("button", name="Remove Monday").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add hours on Monday")).to_be_focused()
    page.locator("[name=sunday-0-from]").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Saved your hours.")
    assert list(WorkingHours.objects.values_list("weekday", flat=True)) == [6]


def test_time_off_with_a_session_in_it(arrive, alice, emma, hours):
    SessionFactory(client=emma, title="Rehab", scheduled_start=at(10))
    page = arrive(alice)
    page.goto("/hours/")

    page.get_by_role("link", name="Take time off").click()
    page.get_by_label("First day").fill(f"{DAY}")
    page.get_by_label("Reason").fill("Dentist")
    page.get_by_role("button", name="Take time off").click()
    expect(page.get_by_role("heading", name="1 session is booked in this time")).to_be_visible()
    page.get_by_role("link", name="Rehab with Emma Wilson").click()
    expect(page.get_by_role("heading", name="Rehab")).to_be_visible()

    page.goto("/hours/")
    page.get_by_role("link", name=re.compile("Remove time off")).click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No time off to come.")).to_be_visible()


def test_a_time_that_is_taken_says_what_else_is_not_free(arrive, alice, emma, rehab):
    Trainer.objects.update(buffer_minutes=15, twelve_hour_clock=True)
    page = arrive(alice)
    page.goto(f"/sessions/new/?client={emma.uuid}&start={DAY}T10:00")
    page.get_by_role("button", name="Book", exact=True).click()

    page.get_by_text(re.compile("What is not free on .*, and why")).click()

    expect(page.locator(".not-free li")).to_have_text(
        [
            re.compile(r"12:00–8:00 am\s+Outside your working hours"),
            re.compile(r"9:45–10:00 am\s+Your buffer of 15 min, before Rehab"),
            re.compile(r"10:00–11:00 am\s+Rehab with Emma Wilson"),
            re.compile(r"11:00–11:15 am\s+Your buffer of 15 min after Rehab"),
            re.compile(r"8:00 pm–12:00 am\s+Outside your working hours"),
        ]
    )
    page.get_by_role("button", name="11:15 am–12:15 pm").click()
    expect(page.get_by_label("Start")).to_have_value(re.compile("T11:15"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(arrive, alice, hours, scheme):
    alice.time_off.create(start=at(15), end=at(18), reason="W" * 200)
    off = alice.time_off.get()
    page = arrive(alice, color_scheme=scheme, viewport={"width": 390, "height": 800}, has_touch=True)
    found = {}

    for address in (
        "/hours/",
        "/hours/time-off/new/",
        f"/hours/time-off/{off.pk}/",
        f"/hours/time-off/{off.pk}/remove/",
        "/preferences/",
    ):
        page.goto(address)
        violations = Axe().run(page).response["violations"]
        serious = [fault["id"] for fault in violations if fault["impact"] in {"serious", "critical"}]
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[address] = (serious, too_wide)

    assert {address: faults for address, faults in found.items() if faults != ([], False)} == {}
