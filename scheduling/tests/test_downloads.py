"""One's own sessions as a file: what the list shows, on the trainer's clock."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
import time_machine

from clients.tests.factories import ClientFactory
from scheduling.tests.factories import OccurrenceFactory, SessionFactory

ADDRESSES = ["/sessions/sessions.csv", "/sessions/sessions.xlsx"]
DAY = "from=2027-06-01&to=2027-06-30"


@pytest.fixture
def at_work(client, alice, now):
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


@pytest.fixture
def some(alice, emma, charlie):
    """Two of Alice's, one of them with nobody in particular, and one of Charlie's."""
    SessionFactory(
        client=emma, title="=Legs", trainer_notes="Knee", status="cancelled", cancellation_reason="Ill"
    )
    OccurrenceFactory(series__trainer=alice, series__timeline__trainer=alice, series__title="Yoga")
    SessionFactory(client=ClientFactory(trainer=charlie), title="Theirs")


def rows(answer):
    data = answer.getvalue()
    if data.startswith(b"PK"):
        sheet = openpyxl.load_workbook(BytesIO(data)).active
        return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def column(answer, name):
    names, *others = rows(answer)
    return [row[names.index(name)] for row in others]


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_has_what_the_list_shows(at_work, some, address):
    assert column(at_work.get(f"{address}?{DAY}&sort=start"), "Title") == ["'=Legs", "Yoga"]
    assert column(at_work.get(f"{address}?{DAY}&q=yoga"), "Title") == ["Yoga"]
    assert column(at_work.get(f"{address}?{DAY}&status=cancelled"), "Reason") == ["Ill"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_says_times_on_the_trainers_clock(at_work, some, address):
    starts = column(at_work.get(f"{address}?{DAY}&sort=start"), "Start")

    assert [start[:16] for start in starts] == ["2027-06-08 10:00", "2027-06-09 10:00"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_says_with_whom(at_work, some, address):
    names, *found = rows(at_work.get(f"{address}?{DAY}&sort=start"))

    client = names.index("Client")
    assert [row[client : client + 2] for row in found] == [["Emma Wilson", "emma@example.com"], ["", ""]]


def test_list_offers_what_it_shows(at_work, some):
    page = at_work.get(f"/sessions/?{DAY}&page=1").content.decode()

    assert f'href="/sessions/sessions.csv?{DAY.replace("&", "&amp;")}"' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_is_only_for_trainers(client, some, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_by_post_is_refused(at_work, address):
    assert at_work.post(address).status_code == 405
