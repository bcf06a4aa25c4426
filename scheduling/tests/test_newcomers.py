"""A client who is new is enrolled with the session that is booked: both are stored, or neither."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from clients.models import Client
from scheduling.domain import booking
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session, Timeline
from scheduling.tests.factories import SessionFactory

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)
NOAH = {"first_name": "Noah", "last_name": "Kim", "email": "noah@example.com", "phone": ""}
VALUES = {
    "title": "Boxing",
    "session_type": "personal",
    "scheduled_start": TEN,
    "scheduled_end": TEN + timedelta(hours=1),
}


@pytest.fixture
def signed_in(client, alice, now):
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


def sent(**more):
    return {
        "client": "",
        "title": "Boxing",
        "session_type": "personal",
        "scheduled_start": "2027-06-08T10:00",
        "scheduled_end": "2027-06-08T11:00",
        **{f"new_{name}": value for name, value in NOAH.items()},
        **more,
    }


def errors(page):
    return {name: list(messages) for name, messages in page.context["form"].errors.items()}


def test_book_with_a_newcomer(alice, now):
    session = booking.book(alice, VALUES, now=now, newcomer=NOAH)

    assert Session.objects.get().client == Client.objects.get() == session.client
    assert (session.client.name, session.client.email) == ("Noah Kim", "noah@example.com")
    assert session.client.trainer == alice


def test_book_with_a_newcomer_names_everything_that_is_wrong(alice, emma, now):
    wrong = NOAH | {"email": emma.email, "last_name": "\u200b"}

    with pytest.raises(ValidationError) as refused:
        booking.book(alice, VALUES | {"title": ""}, now=now, newcomer=wrong)

    assert set(refused.value.message_dict) == {"last_name", "title"}
    assert (Client.objects.count(), Session.objects.count()) == (1, 0)


def test_book_with_a_newcomer_who_is_known(alice, emma, now):
    with pytest.raises(ValidationError) as refused:
        booking.book(alice, VALUES, now=now, newcomer=NOAH | {"email": "EMMA@example.com"})

    assert refused.value.message_dict == {"email": ["You have a client with this e-mail already."]}


def test_book_with_a_newcomer_into_a_taken_time_enrols_nobody(alice, emma, now):
    SessionFactory(client=emma, scheduled_start=TEN)

    with pytest.raises(SchedulingConflict):
        booking.book(alice, VALUES, now=now, newcomer=NOAH)

    assert Client.objects.get() == emma


def test_page_adds_a_client_with_the_session(signed_in, alice):
    page = signed_in.post("/sessions/new/", sent(), follow=True)

    assert "Booked <bdi>Boxing</bdi> with <bdi>Noah Kim</bdi>" in page.content.decode()
    assert Client.objects.get().trainer == alice


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"new_email": ""}, {"new_email": ["This field cannot be blank."]}),
        ({"new_email": "x"}, {"new_email": ["Enter a valid email address."]}),
        (
            {"new_phone": "x"},
            {"new_phone": ["Write a phone number with digits, for example +1-555-0123."]},
        ),
        ({"new_first_name": "x\x00"}, {"new_first_name": ["Null characters are not allowed."]}),
        ({"title": ""}, {"title": ["Give it a title."]}),
    ],
)
def test_page_refuses_and_adds_nobody(signed_in, typed, wrong):
    page = signed_in.post("/sessions/new/", sent(**typed))

    assert (page.status_code, errors(page)) == (400, wrong)
    assert re.search(r"data-newcomer\s+open>", page.content.decode())
    assert (Client.objects.count(), Session.objects.count()) == (0, 0)


def test_page_asks_for_a_client_or_a_new_one(signed_in, emma):
    nobody = dict.fromkeys((f"new_{name}" for name in NOAH), "")

    neither = errors(signed_in.post("/sessions/new/", sent(**nobody)))
    both = errors(signed_in.post("/sessions/new/", sent(client=str(emma.uuid))))

    assert neither == {"client": ["Choose a client."]}
    assert both == {"client": ["Choose a client, or add a new one, not both."]}
    assert Client.objects.count() == 1


def test_page_shows_what_would_repeat_with_somebody_new_and_then_books_it(signed_in):
    weekly = sent(cycle="WEEKLY", interval="1", ends="after", count="3")

    shown = signed_in.post("/sessions/new/", weekly)
    assert (shown.status_code, Client.objects.count(), Timeline.objects.count()) == (200, 0, 0)

    signed_in.post("/sessions/new/", weekly | {"step": "confirm"})
    assert [session.client.name for session in Session.objects.all()] == ["Noah Kim"] * 3


def test_page_refuses_what_would_repeat_with_somebody_who_is_known(signed_in, emma):
    weekly = sent(cycle="WEEKLY", interval="1", ends="never", new_email=emma.email, title="")

    page = signed_in.post("/sessions/new/", weekly)

    assert errors(page) == {
        "new_email": ["You have a client with this e-mail already."],
        "title": ["Give it a title."],
    }
