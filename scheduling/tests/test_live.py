"""What a script asks to learn whether somebody has changed the calendar that it shows."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from scheduling.tests.test_views import ADDRESSES
from scheduling.views.calendar import VIEWS

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def rehab(emma) -> Session:
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN)


@pytest.fixture
def ask(client, alice, clock):
    """ask(view) -> the status for a script that has the state as it was before the first question."""
    client.force_login(alice.user)
    states = {}

    def ask(view):
        if view not in states:
            page = client.get(ADDRESSES[view]).content.decode()
            states[view] = re.search(r'data-state="(\w+)"', page)[1]
        headers = {"HX-Target": "calendar", "If-None-Match": f'W/"{states[view]}"'}
        return client.get(ADDRESSES[view], headers=headers).status_code

    return ask


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_new_is_not_sent_again(ask, rehab, view):
    assert ask(view) == ask(view) == 304


@pytest.mark.parametrize("view", VIEWS)
def test_a_new_session_is_sent(ask, rehab, emma, view):
    ask(view)
    SessionFactory(client=emma, scheduled_start=TEN + timedelta(hours=2))

    assert ask(view) == 200


@pytest.mark.parametrize("view", VIEWS)
def test_a_session_is_gone_and_another_came(ask, rehab, emma, view):
    ask(view)
    rehab.delete()
    SessionFactory(client=emma, title="Rehab", scheduled_start=TEN)

    assert ask(view) == 200


@pytest.mark.parametrize("view", VIEWS)
def test_a_cancelled_session_is_sent(ask, rehab, alice, now, view):
    ask(view)
    booking.cancel(rehab, now=now)

    assert ask(view) == 200


@pytest.mark.parametrize("view", VIEWS)
def test_a_client_with_another_name_is_sent(ask, rehab, emma, view):
    ask(view)
    emma.last_name = "Other"
    emma.save()

    assert ask(view) == 200


@pytest.mark.parametrize("view", VIEWS)
def test_a_session_that_begins_is_sent(ask, rehab, clock, view):
    ask(view)
    clock.move_to(TEN)

    assert ask(view) == 200


@pytest.mark.parametrize("view", ["day", "week"])
def test_time_off_is_sent(ask, alice, view):
    ask(view)
    alice.time_off.create(start=TEN, end=TEN + timedelta(hours=1))

    assert ask(view) == 200


def test_a_whole_page_is_always_sent(client, ask, rehab):
    ask("week")
    page = client.get(ADDRESSES["week"])

    assert client.get(ADDRESSES["week"], headers={"If-None-Match": page["ETag"]}).status_code == 200
