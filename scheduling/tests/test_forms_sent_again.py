"""A form that makes something, sent again: one row, and the browser is led to what was made."""

from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from clients.models import Client
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers import receipts
from trainers.models import Receipt, Trainer, User
from trainers.tests import pages
from trainers.tests.factories import UserFactory

START, END = "2027-06-10T14:00", "2027-06-10T15:00"
WEEKLY = {"cycle": "WEEKLY", "interval": "1", "ends": "after", "count": "3"}
KEY = "form_key"


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def signed_in(client, alice, standing_clock):
    """Alice's browser."""
    client.force_login(alice.user)
    return client


@pytest.fixture
def timeline(emma):
    return TimelineFactory(client=emma)


@pytest.fixture
def form(signed_in, emma, timeline):
    """form(name) -> its address, and what a browser sends when it is filled in."""

    def filled_in(name):
        session = {"client": str(emma.uuid), "title": "Rehab", "session_type": "personal"}
        times, on = {"scheduled_start": START, "scheduled_end": END}, f"/timelines/{timeline.uuid}/add/"
        series = {"title": "Yoga", "session_type": "personal", "start": START, "end": END}
        address, typed = {
            "session": ("/sessions/new/", session | times),
            "repeating session": ("/sessions/new/", session | times | WEEKLY),
            "once on a timeline": (on, series),
            "placeholder on a timeline": (on, series | {"start": "", "end": ""}),
            "repeating on a timeline": (on, series | WEEKLY),
            "timeline": ("/timelines/new/", {"name": "Mornings", "client": str(emma.uuid)}),
            "client": ("/clients/new/", {"first_name": "A", "last_name": "B", "email": "a@example.com"}),
        }[name]
        return address, hidden(signed_in.get(address)) | {"height_unit": "cm", "weight_unit": "kg"} | typed

    return filled_in


FORMS = ["session", "repeating session", "once on a timeline", "placeholder on a timeline",
    "repeating on a timeline", "timeline", "client"]  # fmt: skip
every_form = pytest.mark.parametrize("name", FORMS)


def hidden(page):
    """{name: value} of the hidden fields of the form, but for the token against other sites."""
    fields = pages.shown(page, form="")
    return {name: fields[name] for name in (KEY, "next") if name in fields}


def save(browser, address, sent):
    """Send a form; what shows first what would be made is confirmed. The last answer."""
    answer = browser.post(address, sent)
    if answer.status_code == 200:
        return browser.post(address, typed(answer) | {"step": "confirm"})
    return answer


def typed(page):
    """What a page that shows what would happen, or that asks, sends on."""
    inputs = unescape(page.content.decode()).split("<main")[1].split('<input type="hidden" name="')[1:]
    found = dict(each.split('">')[0].split('" value="') for each in inputs)
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def rows():
    return {model.__name__: model.objects.count() for model in (Session, Series, Timeline, Client)}


@every_form
def test_sent_again_it_leads_to_what_was_made(signed_in, form, name):
    address, sent = form(name)
    before = rows()
    first, made = save(signed_in, address, sent), rows()

    again = [signed_in.post(address, sent) for _ in range(3)]

    assert made != before
    assert [answer["Location"] for answer in again] == [first["Location"]] * 3
    assert signed_in.get(first["Location"]).status_code == 200
    assert rows() == made


@every_form
def test_confirmed_twice_it_is_made_once(signed_in, form, name):
    address, sent = form(name)
    first, made = save(signed_in, address, sent | {"step": "confirm"}), rows()

    assert save(signed_in, address, sent | {"step": "confirm"})["Location"] == first["Location"]
    assert rows() == made


@every_form
def test_each_form_has_a_key_of_its_own(form, name):
    assert form(name)[1][KEY] != form(name)[1][KEY]


@every_form
def test_without_a_key_a_form_is_saved_as_ever(signed_in, form, name):
    address, sent = form(name)
    del sent[KEY]
    before = rows()

    assert save(signed_in, address, sent).status_code == 302
    assert rows() != before
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "caf\xe9", "nul\0"])
def test_key_that_is_none_of_ours_is_as_without(signed_in, form, key):
    address, sent = form("timeline")

    assert [signed_in.post(address, sent | {KEY: key}).status_code for _ in range(2)] == [302, 302]
    assert Timeline.objects.count() == 3


@every_form
def test_refused_form_keeps_its_key_and_may_be_corrected(signed_in, form, name):
    address, sent = form(name)
    page = signed_in.post(address, {KEY: sent[KEY]})

    assert page.status_code == 400
    assert hidden(page)[KEY] == sent[KEY]
    assert save(signed_in, address, sent).status_code == 302


def test_conflict_keeps_the_key_and_another_time_may_be_picked(signed_in, emma, form):
    address, sent = form("session")
    SessionFactory(client=emma, scheduled_start=datetime(2027, 6, 10, 12, tzinfo=UTC))
    assert hidden(conflict := signed_in.post(address, sent))[KEY] == sent[KEY]

    picked = signed_in.post(address, sent | {"slot": "2027-06-10T15:00/2027-06-10T16:00"})
    booked = [signed_in.post(address, pages.shown(picked, form="")) for _ in range(2)]

    assert conflict.status_code == 409
    assert [answer["Location"] for answer in booked] == [f"/sessions/{Session.objects.last().uuid}/"] * 2
    assert Session.objects.count() == 2


@every_form
def test_typed_over_after_it_was_saved_it_asks_and_saves_another_one(signed_in, form, name):
    address, sent = form(name)
    first, made = save(signed_in, address, sent), rows()
    others = {"first_name": "C", "email": "c@example.com", "name": "Evenings"}
    more = {"title": "<Boxing>", "scheduled_start": "2027-06-10T17:00", "scheduled_end": "2027-06-10T18:00"}
    if sent.get("start"):
        more |= {"start": "2027-06-10T17:00", "end": "2027-06-10T18:00"}
    other = sent | {field: value for field, value in (others | more).items() if field in sent}

    page = signed_in.post(address, other)

    assert page.status_code == 422
    assert f'href="{first["Location"]}"' in page.content.decode()
    assert typed(page) == other | {KEY: typed(page)[KEY]}
    assert typed(page)[KEY] != sent[KEY]
    assert rows() == made
    assert save(signed_in, address, typed(page)).status_code == 302
    assert rows() != made


def test_a_day_later_the_key_is_new(signed_in, form, standing_clock):
    address, sent = form("timeline")
    signed_in.post(address, sent)
    standing_clock.shift(receipts.KEPT)

    signed_in.post(address, sent)

    assert (Timeline.objects.count(), Receipt.objects.count()) == (3, 1)


def test_key_of_another_user_is_another(client, form, signed_in, charlie):
    address, sent = form("timeline")
    signed_in.post(address, sent)
    client.force_login(charlie.user)

    client.post(address, sent | {"client": ""})

    assert Timeline.objects.filter(trainer=charlie).count() == 1


@pytest.mark.parametrize("name", ["session", "client", "timeline", "once on a timeline"])
def test_form_of_what_is_there_has_no_key(signed_in, form, emma, name):
    address, sent = form(name)
    made = signed_in.post(address, sent)["Location"]
    edits = {"once on a timeline": lambda: f"/series/{Series.objects.get().uuid}/"}

    page = signed_in.get(f"{edits.get(name, lambda: made)()}edit/")

    assert page.status_code == 200
    assert KEY not in page.content.decode()


# The admin


@pytest.fixture
def admin(admin_client, standing_clock):
    return admin_client


def test_admin_adds_once(admin, emma):
    for kind, typed_in in {
        "scheduling_session": {
            "trainer": emma.trainer_id,
            "client": emma.pk,
            "title": "Rehab",
            "scheduled_start": START,
            "scheduled_end": END,
        },
        "scheduling_timeline": {"trainer": emma.trainer_id, "name": "Mornings"},
    }.items():
        address = reverse(f"admin:{kind}_add")
        sent = pages.shown(admin.get(address)) | typed_in
        answers = [admin.post(address, sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"]

    assert rows() == {"Session": 1, "Series": 0, "Timeline": 1, "Client": 1}


def test_admin_adds_a_user_once_and_keeps_no_password(admin, db):
    address = reverse("admin:trainers_user_add")
    password = "correct horse battery staple"
    secret = {"usable_password": "true", "password1": password, "password2": password}
    sent = pages.shown(admin.get(address)) | {"username": "dora", "email": "dora@example.com"} | secret

    first, second = (admin.post(address, sent) for _ in range(2))
    other = admin.post(address, sent | {"username": "eve"})

    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert User.objects.filter(username="dora").count() == 1
    assert (other.status_code, password in other.content.decode()) == (422, False)
    assert password not in str(Receipt.objects.values())


def test_admin_refuses_and_keeps_the_key(admin):
    address = reverse("admin:trainers_trainer_add")
    sent = pages.shown(admin.get(address))

    page = admin.post(address, sent)
    assert pages.shown(page)[KEY] == sent[KEY]

    typed_in = {"user": UserFactory().pk, "full_name": "Dora Dean"}
    answers = [admin.post(address, pages.shown(page) | typed_in) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Trainer.objects.count() == 1


def test_admin_page_of_what_is_there_has_no_key(admin, emma):
    assert KEY not in admin.get(reverse("admin:clients_client_change", args=[emma.pk])).content.decode()
