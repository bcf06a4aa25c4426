"""The pages of what was changed of late: the button with the message, the list, undo and redo."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clients import domain as clients
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, undo
from scheduling.domain.steps import taking
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory
from trainers.models import Step

CHANGES, UNDO, REDO = "/changes/", "/changes/undo/", "/changes/redo/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def on_that_day(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


@pytest.fixture
def rehab(emma):
    return SessionFactory(client=emma, title="Rehab")


def cancel(signed_in, session):
    signed_in.post(f"/sessions/{session.uuid}/cancel/")
    return Step.objects.latest("id")


def text(response):
    """The words of the page, without what isolates them."""
    plain = re.sub(r"<[^>]*>", "", response.content.decode())
    return re.sub(r"[\u2068\u2069]", "", re.sub(r"\s+", " ", plain))


def test_undo_and_redo_by_the_buttons_of_the_messages(signed_in, rehab):
    step = cancel(signed_in, rehab)

    undone = signed_in.post(
        reverse("step-undo", args=[step.uuid]), {"next": "/calendar/day/2027-06-08/"}, follow=True
    )
    assert undone.redirect_chain == [("/calendar/day/2027-06-08/", 302)]
    assert "Undone: Cancelled Rehab with Emma Wilson, Tue 8 June 10:00." in text(undone)
    assert Session.objects.get().status == "scheduled"

    again = signed_in.post(reverse("step-redo", args=[step.uuid]), follow=True)
    assert "Done again: Cancelled Rehab with Emma Wilson, Tue 8 June 10:00." in text(again)
    assert Session.objects.get().status == "cancelled"


def test_from_the_page_of_what_is_gone_to_its_day(signed_in, emma):
    form = {"client": emma.uuid, "title": "Boxing", "session_type": "personal"}
    times = {"scheduled_start": "2027-06-10T10:00", "scheduled_end": "2027-06-10T11:00"}
    booked = signed_in.post("/sessions/new/", form | times)

    answer = signed_in.post(UNDO, {"next": booked["Location"]})

    assert answer["Location"] == "/calendar/day/2027-06-10/"
    assert not Session.objects.exists()


def test_list(signed_in, rehab):
    cancel(signed_in, rehab)
    signed_in.post(f"/sessions/{rehab.uuid}/reinstate/")
    signed_in.post(UNDO)

    page = text(signed_in.get(CHANGES))

    assert "Put back Rehab with Emma Wilson, Tue 8 June 10:00. Undone at 08:00." in page
    assert page.index("Put back Rehab") < page.rindex("Cancelled Rehab")


def test_list_says_why_not(signed_in, rehab, now):
    cancel(signed_in, rehab)
    booking.revise(rehab, {"title": "Boxing"}, now=now)

    signed_in.get(CHANGES)  # shows the message, whose button is there still
    page = signed_in.get(CHANGES)

    assert "Cannot be undone: Boxing (Emma Wilson, Tue 8 June 2027) was changed since." in text(page)
    assert "/undo/" not in page.content.decode()


def test_list_names_no_client_who_is_gone(signed_in, alice, now):
    with taking(alice, now) as enrolled:
        person = {"first_name": "Noah", "last_name": "Kim", "email": "noah@example.com"}
        noah = clients.enrol(alice, person)
    session = SessionFactory(client=noah)
    with taking(alice, now):
        booking.revise(session, {"title": "Boxing"}, now=now)
    booking.remove(session, now=now)
    undo.undo(enrolled, now=now)

    page = text(signed_in.get(CHANGES))

    assert "Cannot be undone: Personal Training (Tue 8 June 2027) was changed since." in page


def test_list_without_anything(signed_in):
    assert "No recent changes" in text(signed_in.get(CHANGES))


def test_what_was_changed_since_is_refused_in_words(signed_in, rehab, now):
    step = cancel(signed_in, rehab)
    booking.revise(rehab, {"title": "Boxing"}, now=now)

    page = signed_in.post(reverse("step-undo", args=[step.uuid]))

    assert page.status_code == 409
    assert (
        "Not undone: Cancelled Rehab with Emma Wilson, Tue 8 June 10:00."
        " Boxing (Emma Wilson, Tue 8 June 2027) was changed since." in text(page)
    )
    assert Session.objects.get().status == "cancelled"


def test_a_taken_time_is_refused_with_what_is_in_the_way(signed_in, alice, emma, rehab):
    step = cancel(signed_in, rehab)
    boxing = SessionFactory(client=emma, title="Boxing", scheduled_start=rehab.scheduled_start)

    page = signed_in.post(reverse("step-undo", args=[step.uuid]))

    assert page.status_code == 409
    assert "Its time is taken by now." in text(page)
    assert f"/sessions/{boxing.uuid}/" in page.content.decode()


def test_of_another_trainers_session_only_the_time_is_said(signed_in, emma, charlie, rehab):
    step = cancel(signed_in, rehab)
    secret = SessionFactory(
        client=emma, trainer=charlie, title="Secret", scheduled_start=rehab.scheduled_start
    )

    page = signed_in.post(reverse("step-undo", args=[step.uuid]))

    assert page.status_code == 409
    assert "your client has another session" in text(page)
    assert "Secret" not in text(page)
    assert str(secret.uuid) not in page.content.decode()


def test_the_last_step_by_a_script(signed_in, rehab):
    cancel(signed_in, rehab)

    answer = signed_in.post(UNDO, {"next": f"/sessions/{rehab.uuid}/"}, **JSON)
    said = "Undone: Cancelled \u2068Rehab\u2069 with \u2068Emma Wilson\u2069, Tue 8 June 10:00."
    assert answer.json() == {"said": said, "next": f"/sessions/{rehab.uuid}/"}

    assert signed_in.post(REDO, **JSON).json()["said"].startswith("Done again: Cancelled")


@pytest.mark.parametrize(("address", "verb"), [(UNDO, "undo"), (REDO, "redo")])
def test_nothing_to_turn(signed_in, address, verb):
    answer = signed_in.post(address, **JSON)

    assert (answer.status_code, answer.json()) == (409, {"said": f"There is nothing to {verb}."})
    assert signed_in.post(address).status_code == 409


def test_nothing_to_undo_after_a_day(signed_in, rehab, now):
    step = cancel(signed_in, rehab)

    with time_machine.travel(now + timedelta(hours=24), tick=False):
        signed_in.force_login(step.trainer.user)
        assert "No recent changes" in text(signed_in.get(CHANGES))
        assert signed_in.post(UNDO).status_code == 409
        page = signed_in.post(reverse("step-undo", args=[step.uuid]))
        assert "It is more than 24 hours ago." in text(page)


@pytest.mark.parametrize("name", ["step-undo", "step-redo"])
def test_a_stranger_finds_nothing(client, charlie, rehab, alice, now, name):
    with taking(alice, now) as step:
        booking.cancel(rehab, now=now)
    client.force_login(charlie.user)

    assert client.post(reverse(name, args=[step.uuid])).status_code == 404
    assert "Rehab" not in text(client.get(CHANGES))
    assert client.post(UNDO).status_code == 409
    assert Session.objects.get().status == "cancelled"


def test_get_leads_to_the_list(signed_in, rehab):
    step = cancel(signed_in, rehab)

    for address in (
        UNDO,
        REDO,
        reverse("step-undo", args=[step.uuid]),
        reverse("step-redo", args=[step.uuid]),
    ):
        assert signed_in.get(address)["Location"] == CHANGES
    assert Session.objects.get().status == "cancelled"


def test_every_change_of_a_page_is_a_step(signed_in, emma, rehab):
    """Each form of the pages once, and all of it back again."""
    person = {"first_name": "Noah", "last_name": "Kim", "email": "noah@example.com"}
    units = {"height_unit": "cm", "weight_unit": "kg"}
    signed_in.post("/clients/new/", person | units)
    noah = Client.objects.get(first_name="Noah")
    signed_in.post(f"/clients/{noah.uuid}/edit/", person | units | {"phone": "+49 30 123"})
    signed_in.post(f"/clients/{noah.uuid}/deactivate/")
    signed_in.post(f"/clients/{noah.uuid}/reactivate/")
    signed_in.post("/timelines/new/", {"name": "Routine", "client": noah.uuid})
    timeline = Timeline.objects.get()
    signed_in.post(f"/timelines/{timeline.uuid}/edit/", {"name": "Mornings", "client": noah.uuid})
    weekly = {"title": "Yoga", "session_type": "personal", "cycle": "WEEKLY", "interval": 1, "ends": "never"}
    times = {"start": "2027-06-09T10:00", "end": "2027-06-09T11:00"}
    signed_in.post(f"/timelines/{timeline.uuid}/add/", weekly | times | {"step": "confirm"})
    series = Series.objects.get()
    changed = weekly | times | {"title": "Flow", "step": "confirm"}
    signed_in.post(f"/series/{series.uuid}/edit/", changed)
    second = series.sessions.order_by("scheduled_start")[1]
    signed_in.post(f"/sessions/{second.uuid}/cancel/", {"scope": "following", "step": "confirm"})
    signed_in.post(f"/series/{series.uuid}/remove/")
    signed_in.post(f"/timelines/{timeline.uuid}/remove/")
    signed_in.post(f"/sessions/{rehab.uuid}/complete/")

    verbs = [re.sub(r"[\u2068\u2069]", "", step.words).split(" ")[0] for step in Step.objects.order_by("id")]
    assert verbs == [
        *(
            "Noah",
            "Saved",
            "Noah",
            "Noah",
            "Made",
            "Saved",
            "Booked",
            "Saved",
            "Cancelled",
            "Removed",
            "Removed",
        ),
        "Completed",
    ]
    for _ in verbs:
        assert signed_in.post(UNDO).status_code == 302
    assert (Client.objects.get(), Session.objects.get().status) == (emma, "scheduled")
    assert not Series.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(signed_in, alice, now, count, django_assert_num_queries):
    for number in range(count):
        session = SessionFactory(client=ClientFactory(trainer=alice, email=f"{number}@example.com"))
        with taking(alice, now):
            booking.cancel(session, now=now)

    with django_assert_num_queries(6):  # cookie, user, trainer, how many steps, which, their sessions
        signed_in.get(CHANGES)


def test_undo_queries(signed_in, rehab, django_assert_max_num_queries):
    cancel(signed_in, rehab)

    with django_assert_max_num_queries(40):
        signed_in.post(UNDO)
