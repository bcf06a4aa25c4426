"""What is usual with a client, and the form that proposes it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory
from scheduling.usual import Usual, usual_of

HOUR = timedelta(hours=1)


@pytest.fixture
def signed_in(client, alice, now):
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


def rehab(emma, **values):
    session = SessionFactory.build(client=emma, trainer=emma.trainer)
    end = session.scheduled_start + timedelta(minutes=45)
    return SessionFactory(
        client=emma,
        title="Rehab",
        session_type="online",
        location="Gym 2",
        **{"scheduled_start": session.scheduled_start, "scheduled_end": end} | values,
    )


def test_usual_is_what_most_of_the_last_sessions_were(alice, emma):
    for title in ("Boxing", "Rehab", "Rehab", "Yoga"):
        SessionFactory(client=emma, title=title, location="Park")

    assert usual_of(alice, emma) == Usual("Rehab", "personal", "Park", HOUR)


def test_usual_of_equals_is_the_latest(alice, emma):
    for title in ("Boxing", "Yoga"):
        SessionFactory(client=emma, title=title)

    assert usual_of(alice, emma) == Usual("Yoga", "personal", "", HOUR)


def test_usual_of_somebody_new(alice, emma):
    assert usual_of(alice, emma) is None


def test_usual_counts_own_sessions_only(alice, emma, charlie):
    Session.objects.filter(pk=SessionFactory(client=emma, title="Secret").pk).update(trainer=charlie)

    assert usual_of(alice, emma) is None


def test_usual_for_the_script(signed_in, emma):
    rehab(emma)

    answer = signed_in.get(f"/sessions/usual/?client={emma.uuid}").json()

    assert answer == {
        "fields": {"title": "Rehab", "session_type": "online", "location": "Gym 2"},
        "minutes": 45,
    }


@pytest.mark.parametrize("query", ["", "?client=x", "?client=7ed42ee7-aa61-4623-9898-5781762dde30"])
def test_usual_of_nobody(signed_in, query):
    assert signed_in.get(f"/sessions/usual/{query}").json() == {}


def test_usual_is_not_told_to_strangers(client, emma, charlie):
    rehab(emma)
    client.force_login(charlie.user)

    assert client.get(f"/sessions/usual/?client={emma.uuid}").json() == {}


def test_link_with_a_client_proposes_what_is_usual(signed_in, emma):
    rehab(emma)

    form = signed_in.get(f"/sessions/new/?client={emma.uuid}&start=2027-06-09T09:00").context["form"]

    values = {name: form[name].value() for name in ("title", "session_type", "location", "scheduled_end")}
    assert values == {
        "title": "Rehab",
        "session_type": "online",
        "location": "Gym 2",
        "scheduled_end": datetime(2027, 6, 9, 9, 45),
    }


def test_button_fills_in_what_is_usual_and_leaves_the_start(signed_in, emma):
    rehab(emma)
    typed = {
        "client": str(emma.uuid),
        "title": "x",
        "session_type": "personal",
        "scheduled_start": "2027-06-09T09:00",
        "scheduled_end": "2027-06-09T12:00",
        "description": "kept",
        "step": "usual",
    }

    form = signed_in.post("/sessions/new/", typed).context["form"]

    names = ("title", "session_type", "location", "scheduled_start", "scheduled_end", "description")
    assert [form[name].value() for name in names] == [
        *("Rehab", "online", "Gym 2"),
        *("2027-06-09T09:00", datetime(2027, 6, 9, 9, 45), "kept"),
    ]
    assert Session.objects.count() == 1


def test_next_one_is_the_same_a_week_later(signed_in, emma):
    last = rehab(emma, scheduled_start=datetime(2027, 6, 8, 8, tzinfo=UTC))

    form = signed_in.get(f"/sessions/new/?again={last.uuid}").context["form"]

    names = ("client", "title", "session_type", "location", "scheduled_start", "scheduled_end")
    assert [form[name].value() for name in names] == [
        *(emma.uuid, "Rehab", "online", "Gym 2"),
        *(datetime(2027, 6, 15, 10), datetime(2027, 6, 15, 10, 45)),
    ]


def test_next_one_of_long_ago_is_still_to_come_at_the_same_hour_of_the_clock(signed_in, emma):
    """It was winter then."""
    start = datetime(2027, 3, 2, 9, tzinfo=UTC)
    last = rehab(emma, scheduled_start=start, scheduled_end=start + HOUR)

    form = signed_in.get(f"/sessions/new/?again={last.uuid}").context["form"]

    assert form["scheduled_start"].value() == datetime(2027, 6, 8, 10)


def test_next_one_is_in_the_next_week_that_is_free(signed_in, alice, emma):
    last = rehab(emma, scheduled_start=datetime(2027, 6, 8, 8, tzinfo=UTC))
    SessionFactory(client=ClientFactory(trainer=alice), scheduled_start=datetime(2027, 6, 15, 8, tzinfo=UTC))
    off = datetime(2027, 6, 22, tzinfo=UTC)
    alice.time_off.create(start=off, end=off + timedelta(days=1))

    form = signed_in.get(f"/sessions/new/?again={last.uuid}").context["form"]

    assert form["scheduled_start"].value() == datetime(2027, 6, 29, 10)


def test_next_one_where_no_week_is_free_has_the_next_free_time(signed_in, alice, emma, now):
    last = rehab(emma, scheduled_start=datetime(2027, 6, 8, 8, tzinfo=UTC))
    start = datetime(2027, 6, 10, tzinfo=UTC)
    alice.time_off.create(start=start, end=start + timedelta(days=200))

    form = signed_in.get(f"/sessions/new/?again={last.uuid}").context["form"]

    assert form["scheduled_start"].value().date() == now.date()


def test_next_one_of_a_stranger_is_not_told(client, emma, charlie):
    last = rehab(emma)
    client.force_login(charlie.user)

    page = client.get(f"/sessions/new/?again={last.uuid}")

    assert page.context["form"]["client"].value() is None
    assert "Rehab" not in page.content.decode()


def test_booked_session_offers_the_next_one(signed_in, emma):
    last = rehab(emma)
    link = f"/sessions/new/?again={last.uuid}"
    sent = {
        "client": str(emma.uuid),
        "title": "Rehab",
        "session_type": "personal",
        "scheduled_start": "2027-06-20T09:00",
        "scheduled_end": "2027-06-20T10:00",
    }

    page = signed_in.post("/sessions/new/", sent, follow=True).content.decode()

    booked = Session.objects.latest("pk")
    assert f'<a href="/sessions/new/?again={booked.uuid}">Book the next one</a>' in page
    assert link in signed_in.get(f"/sessions/{last.uuid}/").content.decode()


def test_session_of_what_repeats_has_its_next_one_already(signed_in, emma, alice):
    session = OccurrenceFactory(
        series__timeline__client=emma, series__timeline__trainer=alice, series__cycle="WEEKLY"
    )

    assert "again=" not in signed_in.get(f"/sessions/{session.uuid}/").content.decode()
