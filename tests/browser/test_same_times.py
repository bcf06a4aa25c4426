"""What the calendar shows is what the API answers, whatever the clock of the trainer."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from tests.browser.conftest import DAY

pytestmark = pytest.mark.browser

MONDAY = DAY - timedelta(days=1)
WEEK, FIVE_MINUTES = timedelta(days=7), timedelta(minutes=5)
# {uuid: [start, end, what stands in it]} of each block; one over midnight is drawn twice.
BLOCKS = """() => Object.fromEntries([...document.querySelectorAll(".block")].map((block) => [
  block.dataset.session,
  [block.dataset.start, block.dataset.end, block.querySelector(".block-time").textContent.trim()],
]))"""
ENTRIES = """() => Object.fromEntries([...document.querySelectorAll(".entry")].map((entry) => [
  entry.querySelector("a").pathname.split("/")[2], entry.querySelector(".entry-times").textContent.trim(),
]))"""


@pytest.fixture
def busy(request, alice):
    """Alice with so many sessions within a week, each with a client of its own."""
    count, zone = request.param
    alice.timezone, alice.parallel_sessions = zone, 50
    alice.save()
    chance = Random(zone)  # noqa: S311 (nothing here is secret)
    first = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=ZoneInfo(zone))
    clients = Client.objects.bulk_create(
        ClientFactory.build(trainer=alice, email=f"client{n}@example.com") for n in range(count)
    )
    starts = [first.astimezone(UTC) + chance.randrange(7 * 288 - 12) * FIVE_MINUTES for _ in clients]
    Session.objects.bulk_create(
        Session(
            trainer=alice,
            client=client,
            title="Yoga",
            scheduled_start=start,
            scheduled_end=start + chance.randint(3, 12) * FIVE_MINUTES,
        )
        for client, start in zip(clients, starts, strict=True)
    )
    return alice


def answered(client, trainer):
    """{uuid: (start, end)} on the trainer's clock, as contract 000 answers them."""
    client.force_login(trainer.user)
    span = {"start_range": f"{MONDAY - WEEK}T00:00:00Z", "end_range": f"{MONDAY + 2 * WEEK}T00:00:00Z"}
    address = f"/api/calendar/sessions/trainer/{trainer.uuid}"
    rows = client.post(address, span, content_type="application/json").json()
    return {
        row["id"]: tuple(
            datetime.fromisoformat(row[name]).astimezone(trainer.zone) for name in ("start_date", "end_date")
        )
        for row in rows
    }


@pytest.mark.parametrize(
    "busy",
    [(200, "Europe/Berlin"), (200, "America/New_York"), (200, "Australia/Lord_Howe")],
    indirect=True,
    ids=["Berlin", "New York", "Lord Howe"],
)
def test_times_are_those_of_the_api(arrive, client, busy):
    expected = answered(client, busy)
    page = arrive(busy)

    page.goto(f"/calendar/week/{MONDAY}/")
    blocks = page.evaluate(BLOCKS)
    days = {}
    for number in range(7):
        page.goto(f"/calendar/day/{MONDAY + timedelta(days=number)}/")
        days |= page.evaluate(ENTRIES)

    assert {key: times[:2] for key, times in blocks.items()} == {
        key: [f"{start:%Y-%m-%dT%H:%M:%S}", f"{end:%Y-%m-%dT%H:%M:%S}"]
        for key, (start, end) in expected.items()
    }
    said = {
        key: f"{start:%H:%M}–{end:%H:%M}"
        for key, (start, end) in expected.items()
        if start.date() == end.date()
    }
    assert len(said) > 180
    assert said.items() <= {key: times[2] for key, times in blocks.items()}.items()
    assert said.items() <= days.items()


@pytest.mark.parametrize("busy", [(500, "Europe/Berlin")], indirect=True, ids=["500"])
def test_week_with_500_sessions(client, busy, django_assert_max_num_queries):
    client.force_login(busy.user)

    with django_assert_max_num_queries(15):
        page = client.get(f"/calendar/week/{MONDAY}/").content.decode()

    assert all(str(uuid) in page for uuid in Session.objects.values_list("uuid", flat=True))
