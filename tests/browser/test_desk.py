"""A morning at the front desk, and that its pages are for everybody."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.domain.steps import taking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from tests.browser.conftest import DAY, at
from tests.browser.test_look import LONG, serious, too_wide
from trainers.tests.factories import TrainerFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def charlie(transactional_db):
    return TrainerFactory(user__username="charlie", full_name="Charlie Cole", timezone="America/New_York")


@pytest.fixture
def pages(alice, charlie, emma, rehab, sam):
    """{name: address} of the desk's pages, with something on each."""
    SessionFactory(
        client=ClientFactory(trainer=charlie), scheduled_start=at(16), title=LONG, status="no-show"
    )
    alice.time_off.create(start=at(17), end=at(19), reason="Dentist")
    with taking(alice, timezone.now(), by=sam.user) as step:
        booking.book(
            alice,
            {"client": emma, "title": LONG, "scheduled_start": at(14), "scheduled_end": at(15)},
            now=at(8),
        )
        step.words = LONG
    away, span = f"/desk/trainers/{alice.pk}/away/", f"first={DAY}&last={DAY}"
    return {
        "day": f"/desk/{DAY}/",
        "who is free": f"/desk/{DAY}/?at=10:00&minutes=60&kind=group",
        "asked wrongly": f"/desk/{DAY}/?at=25:00&minutes=0",
        "book": f"/desk/trainers/{alice.pk}/book/?start={at(11).isoformat().replace('+', '%2B')}",
        "client": f"/desk/clients/{emma.uuid}/",
        "session": f"/desk/sessions/{rehab.uuid}/?changes=1",
        "trainer": f"/desk/trainers/{alice.pk}/",
        "changes": "/desk/changes/",
        "whole day": f"/desk/{DAY}/?whole=1",
        "away": f"{away}?{span}&by={charlie.pk}",
        "nobody yet": f"{away}?{span}",
        "hand over": f"/desk/trainers/{alice.pk}/hand-over/?to={charlie.pk}",
        "import": f"/desk/trainers/{alice.pk}/import/sessions/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_desk_for_everybody(arrive, sam, pages, scheme):
    page = arrive(sam, color_scheme=scheme)
    found = {}

    for name, address in pages.items():
        page.goto(address)
        found[name] = serious(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 390, 768])
def test_desk_without_sideways_scrolling(arrive, sam, pages, width):
    page = arrive(sam, viewport={"width": width, "height": 800}, has_touch=True)

    assert too_wide(page, pages) == []


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_somebody_walks_in(arrive, sam, alice, charlie, java_script_enabled):
    page = arrive(sam, java_script_enabled=java_script_enabled, viewport={"width": 1440, "height": 900})
    page.goto(f"/desk/{DAY}/")
    page.get_by_label("Time").fill("10:00")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("link", name="Free: book Alice Archer").click()

    page.get_by_text("Somebody new").click()
    for label, text in {"First name": "Zoe", "Last name": "Young", "E-mail": "zoe@example.com"}.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Title").fill("Trial")
    page.get_by_role("button", name="Book", exact=True).click()
    page.wait_for_url(f"**/desk/{DAY}/")

    assert page.locator(".block", has_text="Zoe Young").is_visible()
    assert Client.objects.get(email="zoe@example.com").trainer == alice
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone").wait_for()
    assert not Session.objects.exists()


def test_a_trainer_sees_what_the_desk_did(arrive, sam, alice, rehab):
    page = arrive(sam)
    page.goto(f"/desk/sessions/{rehab.uuid}/")
    page.get_by_role("button", name="Cancel session").click()
    page.get_by_text("Cancelled Rehab").wait_for()

    page = arrive(alice)
    page.goto("/calendar/")
    page.get_by_role("link", name="Others changed something here").click()
    expect(page.get_by_role("listitem").filter(has_text="Cancelled")).to_contain_text("New")
    page.goto("/calendar/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Others changed something here")).to_have_count(0)


def test_a_cancelled_session_is_found(arrive, sam, emma, rehab):
    booking.revise(rehab, {"status": "cancelled", "cancellation_reason": "Trainer ill"}, now=at(8))
    page = arrive(sam, viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto("/desk/")
    page.get_by_label("Find a client").fill("wilson")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Emma Wilson", exact=True).click()

    past = page.get_by_role("region", name="Past and cancelled")
    expect(past).to_contain_text("Cancelled")
    expect(past).to_contain_text("Trainer ill")
    past.get_by_role("link", name="Rehab").click()
    page.wait_for_url(f"**/desk/sessions/{rehab.uuid}/")


def test_a_trainer_is_ill(arrive, sam, alice, charlie, emma, rehab):
    SessionFactory(client=ClientFactory(trainer=alice), scheduled_start=at(12), title="Yoga")
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=at(12), title="Busy")
    page = arrive(sam)
    page.goto(f"/desk/{DAY}/")
    page.get_by_role("link", name="Alice Archer").first.click()
    page.get_by_role("link", name="Away: who stands in?").click()
    page.get_by_label("From").fill(f"{DAY}")
    page.get_by_label("Until").fill(f"{DAY}")
    page.get_by_label("Who stands in").select_option("Charlie Cole")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("This is outside their working hours.")).to_be_visible()
    page.get_by_role("checkbox", name="Rehab").check()
    page.get_by_role("button", name="Give these to").click()
    page.get_by_text("1 session of Alice Archer goes to Charlie Cole").wait_for()

    rehab.refresh_from_db()
    assert rehab.trainer == charlie
    assert Session.objects.get(title="Yoga").trainer == alice
    page.goto(f"/desk/sessions/{Session.objects.get(title='Yoga').uuid}/")
    page.get_by_label("Trainer", exact=True).select_option("Charlie Cole")
    page.get_by_role("button", name="Move").click()
    page.get_by_text("This time is taken: ").wait_for()


def test_a_complaint_is_answered_from_the_history(arrive, sam, emma, rehab):
    rehab.status = Session.Status.CANCELLED
    rehab.cancellation_reason = "Double booked"
    rehab.save()
    page = arrive(sam)
    page.goto(f"/desk/sessions/{rehab.uuid}/")
    page.get_by_text("History of changes").click()

    said = page.locator("#history").inner_text()

    assert "Cancelled" in said
    assert "Double booked" in said
    page.get_by_role("button", name="Put back").click()
    page.get_by_text("Put back Rehab").wait_for()
    rehab.refresh_from_db()
    assert rehab.status == "scheduled"
