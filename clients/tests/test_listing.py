"""The list of clients: what its address asks for, and in which order."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import last_seen
from scheduling.tests.factories import SessionFactory
from trainers.lists import query_of

LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def at_work(client, alice, now):
    """Alice, signed in on Tuesday 2027-06-08."""
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


def add(alice, name, **more):
    values = {"first_name": name, "email": f"{name}@example.com", "created_at": LONG_AGO} | more
    return ClientFactory(trainer=alice, **values)


def met(client, now, days, **more):
    return SessionFactory(client=client, scheduled_start=now + timedelta(days=days), **more)


def names(page):
    return [client.first_name for client in page.context["page"]]


@pytest.fixture
def some(alice, now):
    """Ada was here last week and comes next week, Bo was here in spring, Cy never was, Di came today."""
    ada = add(alice, "Ada", fitness_level="beginner", membership_until=date(2027, 7, 8))
    bo = add(alice, "Bo", fitness_level="advanced", membership_until=date(2027, 6, 7))
    add(alice, "cy", membership_until=date(2027, 7, 9))
    add(alice, "Di", created_at=now, membership_until=date(2027, 6, 8))
    met(ada, now, -7)
    met(ada, now, 7)
    met(bo, now, -60, status="completed")
    met(bo, now, -1, status="no-show")
    met(bo, now, -2, status="cancelled")
    met(bo, now, 9, status="cancelled")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=beginner", ["Ada"]),
        ("level=unknown", ["cy", "Di"]),
        ("next=booked", ["Ada"]),
        ("next=none", ["Bo", "cy", "Di"]),
        ("seen=long-ago", ["Bo", "cy"]),
        ("membership=ends-soon", ["Ada", "Di"]),
        ("membership=ended", ["Bo"]),
        ("added_from=2027-06-08&added_to=2027-06-08", ["Di"]),
        ("added_to=2027-06-07", ["Ada", "Bo", "cy"]),
        ("next=none&seen=long-ago&level=advanced", ["Bo"]),
        ("q=example&membership=ended", ["Bo"]),
    ],
)
def test_list_filtered(at_work, some, query, found):
    assert names(at_work.get(f"/clients/?{query}")) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Ada", "Bo", "cy", "Di"]),
        ("name", ["Ada", "Bo", "cy", "Di"]),
        ("-name", ["Di", "cy", "Bo", "Ada"]),
        ("next", ["Ada", "Bo", "cy", "Di"]),
        ("last", ["Bo", "Ada", "cy", "Di"]),
        ("-last", ["Ada", "Bo", "cy", "Di"]),
        ("added", ["Ada", "Bo", "cy", "Di"]),
        ("-added", ["Di", "Ada", "Bo", "cy"]),
    ],
)
def test_list_sorted(at_work, some, sort, order):
    assert names(at_work.get("/clients/", {"sort": sort})) == order


def test_headers_say_how_the_list_is_sorted(at_work, some):
    page = at_work.get("/clients/?sort=last&next=none&page=2").content.decode()

    assert page.count("aria-sort=") == 1
    assert '<th scope="col" aria-sort="ascending">' in " ".join(page.split())
    assert 'href="?sort=-last&amp;next=none"' in page
    assert 'href="?sort=name&amp;next=none"' in page


def test_chips_take_a_filter_off(at_work, some):
    page = at_work.get("/clients/?seen=long-ago&next=none&level=&q=o")

    assert [(chip.words, chip.query) for chip in page.context["chips"]] == [
        ("Next session: nothing booked", "?seen=long-ago&q=o"),
        ("Last seen: not for three weeks", "?next=none&q=o"),
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("level=superhuman", "level"),
        ("sort=password", "sort"),
        ("added_from=2027-02-29", "added_from"),
        ("added_from=%D9%A2%D9%A0%D9%A2%D9%A7-01-01", "added_from"),
        ("added_to=9999-12-31", "added_to"),
        ("added_from=2027-06-08&added_to=2027-06-07", "added_to"),
        (f"q={'x' * 201}", "q"),
    ],
)
def test_list_refuses_what_it_cannot_read(at_work, some, query, field):
    page = at_work.get(f"/clients/?{query}")

    assert (page.status_code, list(page.context["form"].errors), names(page)) == (200, [field], [])


def test_list_while_typing_is_the_list_alone(at_work, some):
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "clients"}
    page = at_work.get("/clients/?q=ada&level=&status=active", **asked)

    assert names(page) == ["Ada"]
    assert "<html" not in page.content.decode()
    assert page["HX-Push-Url"] == "?q=ada&status=active"
    assert (
        "<html" in at_work.get("/clients/", HTTP_HX_HISTORY_RESTORE_REQUEST="true", **asked).content.decode()
    )


def test_nothing_fits_the_filters(at_work, some):
    page = at_work.get("/clients/?level=intermediate").content.decode()

    assert "No active client fits these filters." in page


def test_list_shows_nobody_of_another_trainer(at_work, charlie):
    add(charlie, "Eve")

    for query in ("status=all", "seen=long-ago", "next=none", "added_from=2020-01-01", "q=eve"):
        assert names(at_work.get(f"/clients/?{query}")) == []


def test_not_seen_for_long_is_of_the_own_trainer(alice, charlie, emma, now):
    Client.objects.update(created_at=LONG_AGO)
    met(emma, now, -1, trainer=charlie)
    dated = last_seen.with_dates(Client.objects.for_trainer(alice), now)

    assert list(last_seen.not_for_long(dated, now)) == [emma]


@pytest.mark.parametrize("count", [1, 3])
def test_filtered_list_queries(at_work, alice, count, now, django_assert_num_queries):
    for n in range(count):
        met(add(alice, f"A{n}", membership_until=date(2027, 1, 1)), now, -60 - n)

    with django_assert_num_queries(5):  # the cookie, the user, the trainer, how many, and which
        at_work.get("/clients/?q=a&seen=long-ago&next=none&membership=ended&sort=-last")


def test_query_of_keeps_what_was_asked_for(rf):
    asked = rf.get("/?q=a+b&status=x&status=y&page=3&empty=").GET

    assert query_of(asked, sort="name") == "?q=a+b&status=x&status=y&sort=name"
    assert query_of(asked, status=None, q=None) == "?"
