"""The numbers and the list of sessions: each number is as many as the list that it leads to shows."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

MONTH = "from=2027-06-01&to=2027-06-30"


@pytest.fixture
def at_work(client, alice, now):
    """Alice, signed in on Tuesday 2027-06-08."""
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


def text(page):
    return page.content.decode()


def titles(page):
    return [session.title for session in page.context["page"]]


@pytest.fixture
def some(alice, emma):
    """A session of each status and type in June, one before and one after."""
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim", email="noah@example.com")
    for title, start, status, session_type, whom in [
        ("May", "2027-05-31T21:59", "completed", "personal", emma),
        ("First", "2027-05-31T22:30", "completed", "personal", emma),
        ("Boxing", "2027-06-07T08:00", "no-show", "group", noah),
        ("Yoga", "2027-06-08T08:00", "scheduled", "online", emma),
        ("Check", "2027-06-30T21:00", "cancelled", "assessment", noah),
        ("July", "2027-06-30T22:30", "scheduled", "consultation", emma),
    ]:
        start = datetime.fromisoformat(f"{start}Z")
        end = start + timedelta(minutes=20)
        SessionFactory(
            title=title,
            client=whom,
            scheduled_start=start,
            scheduled_end=end,
            status=status,
            session_type=session_type,
        )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (MONTH, ["Check", "Yoga", "Boxing", "First"]),
        (f"{MONTH}&sort=start", ["First", "Boxing", "Yoga", "Check"]),
        (f"{MONTH}&sort=title", ["Boxing", "Check", "First", "Yoga"]),
        (f"{MONTH}&sort=-status", ["Yoga", "Boxing", "First", "Check"]),
        (f"{MONTH}&status=completed&status=no-show", ["Boxing", "First"]),
        (f"{MONTH}&type=online&type=group", ["Yoga", "Boxing"]),
        (f"{MONTH}&weekday=1", ["Yoga", "First"]),
        (f"{MONTH}&weekday=1&hour=0", ["First"]),
        ("from=2027-06-30&q=J", ["July"]),
        ("to=2027-05-31", ["May"]),
        ("q=noah+kim", ["Check", "Boxing"]),
        ("q=%25", []),
    ],
)
def test_list(at_work, some, query, found):
    assert titles(at_work.get(f"/sessions/?{query}")) == found


def test_list_of_a_client(at_work, some, emma):
    page = at_work.get(f"/sessions/?client={emma.uuid}")

    assert titles(page) == ["July", "Yoga", "First", "May"]
    assert "With Emma Wilson" in text(page)


def test_list_without_a_question_is_this_month(at_work):
    assert at_work.get("/sessions/")["Location"] == f"/sessions/?{MONTH}"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2027-02-29", "from"),
        ("to=0001-01-01", "to"),
        ("from=2027-06-02&to=2027-06-01", "to"),
        ("status=gone", "status"),
        ("type=nothing", "type"),
        ("client=1", "client"),
        ("client=%00", "client"),
        ("weekday=7", "weekday"),
        (f"hour={'9' * 5000}", "hour"),
        ("sort=client__user__password", "sort"),
        ("q=nul%00", "q"),
    ],
)
def test_list_refuses_what_it_cannot_read(at_work, some, query, field):
    page = at_work.get(f"/sessions/?{query}")

    assert (page.status_code, list(page.context["form"].errors), titles(page)) == (200, [field], [])
    assert "Nothing is shown" in text(page)


def test_list_of_another_trainers_client_is_as_of_nobody(at_work, emma, charlie):
    theirs = ClientFactory(trainer=charlie)
    SessionFactory(client=theirs, title="Secret")

    page = at_work.get(f"/sessions/?client={theirs.uuid}")

    assert page.context["form"].errors == {"client": ["Choose one of your clients."]}
    assert "Secret" not in text(page)
    assert titles(at_work.get("/sessions/?q=Secret&from=2027-01-01")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(at_work, alice, count, django_assert_num_queries):
    for n in range(count):
        SessionFactory(client=ClientFactory(trainer=alice), title=f"S{n}")

    # The cookie, the user, the trainer, what repeats, the clients to choose from, how many, and which.
    with django_assert_num_queries(7):
        at_work.get(f"/sessions/?{MONTH}&status=scheduled&q=s&weekday=1&sort=title")


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_queries(at_work, alice, count, django_assert_num_queries):
    for _ in range(count):
        SessionFactory(client=ClientFactory(trainer=alice))

    with django_assert_num_queries(8):  # the cookie, the user, the trainer, and those of the report
        at_work.get("/numbers/")


def test_numbers_of_nothing(at_work):
    page = text(at_work.get("/numbers/"))

    assert "Nothing to count yet" in page
    assert '<svg class="weeks"' not in page


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "2027-06-01", "2027-06-30"),
        ("?period=last-month", "2027-05-01", "2027-05-31"),
        ("?period=week", "2027-06-07", "2027-06-13"),
        ("?period=year", "2027-01-01", "2027-12-31"),
        ("?from=2027-02-01&to=2027-02-03", "2027-02-01", "2027-02-03"),
        ("?period=bogus", "2027-06-01", "2027-06-30"),
        ("?from=2027-02-01", "2027-06-01", "2027-06-30"),
        ("?from=2027-02-03&to=2027-02-01", "2027-06-01", "2027-06-30"),
        ("?from=2020-01-01&to=2027-01-01", "2027-06-01", "2027-06-30"),
        ("?from=1970-01-01&to=1970-01-01", "1970-01-01", "1970-01-01"),
        ("?from=2099-12-31&to=2099-12-31", "2099-12-31", "2099-12-31"),
        ("?from=%00&to=9999-12-31", "2027-06-01", "2027-06-30"),
    ],
)
def test_period(at_work, query, first, last):
    page = at_work.get(f"/numbers/{query}")

    period = page.context["report"].period
    assert (page.status_code, period.first, period.last) == (
        200,
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


def test_week_starts_as_the_trainer_says(at_work, alice):
    alice.week_starts_on = 6
    alice.save()

    page = at_work.get("/numbers/?period=week")

    assert page.context["report"].period.first == date(2027, 6, 6)
    assert [day for day, _ in page.context["hours"]][:2] == ["Sun", "Mon"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_each_number_is_as_many_as_its_list_shows(at_work, alice, emma, zone):
    """A year over both changes of clocks, of sessions at any minute of the day and night."""
    dice = random.Random(zone)  # noqa: S311
    alice.timezone, alice.parallel_sessions = zone, 50
    alice.save()
    for _ in range(50):
        start = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(365 * 24 * 60))
        SessionFactory(
            client=ClientFactory(trainer=alice, created_at=start),
            scheduled_start=start,
            scheduled_end=start + timedelta(minutes=1),
            status=dice.choice(Session.Status.values),
            session_type=dice.choice(Session.Type.values),
        )
    page = at_work.get("/numbers/?period=year")
    found = page.context["report"].now
    numbers = links(page)

    assert found.total == int(page.context["tiles"][0].value)
    assert found.total == sum(column.total for column in page.context["columns"])
    assert sum(cell.count for _, cells in page.context["hours"] for cell in cells) == sum(
        found.hours.values()
    )
    assert len(numbers) > 50
    for address, number in numbers.items():
        listed = at_work.get(unescape(address)).context["page"].paginator.count
        assert (address, listed) == (address, number)


def links(page):
    """{address of a list: the number that leads there}, but for what is no count: rates and hours."""
    found = re.findall(r'<a href="((?:/sessions/|/clients/)\?[^"]+)">\s*(\d+)\s*<', text(page))
    tiles = {tile.link: int(tile.value) for tile in page.context["tiles"] if tile.value.isdigit()}
    return {unescape(address): int(number) for address, number in found} | tiles


def test_strangers(client, emma, charlie):
    SessionFactory(client=emma, title="Rehab")

    for path in ("/numbers/", f"/sessions/?{MONTH}"):
        assert client.get(path)["Location"].startswith("/sign-in/?next=")
        assert client.post(path)["Location"].startswith("/sign-in/?next=")
    client.force_login(charlie.user)
    assert "Rehab" not in text(client.get(f"/sessions/?{MONTH}"))
    assert client.get("/numbers/?from=2027-06-01&to=2027-06-30").context["report"].now.total == 0
    assert client.post("/numbers/").status_code == 405


def test_user_text_is_escaped(at_work, alice):
    script = "<script>window.__xss = 1</script>"
    SessionFactory(client=ClientFactory(trainer=alice, first_name=script), title=script, location=script)

    for path in (f"/sessions/?{MONTH}", f"/sessions/?q={script}", "/numbers/"):
        page = text(at_work.get(path))
        assert script not in page
        assert " style=" not in page
