"""What is held about a client, on the trainer's pages: downloaded, and erased."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from clients.models import Client
from scheduling.domain import erasure
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import Step
from trainers.tests.pages import shown


@pytest.fixture
def signed_in(client, alice):
    """Alice, signed in."""
    client.force_login(alice.user)
    return client


@pytest.fixture
def rehab(emma):
    start = timezone.now() + timedelta(days=2)
    return SessionFactory(client=emma, title="Emma's rehab", trainer_notes="tired", scheduled_start=start)


def page(client, name=""):
    return f"/clients/{client.uuid}/{name}"


def text(response):
    return response.content.decode()


# Exported


def test_export_is_a_file_that_nobody_keeps(signed_in, emma, rehab):
    response = signed_in.get(page(emma, "export/"))

    told = json.loads(response.getvalue())
    assert told["Client"]["First name"] == "Emma"
    assert told["Sessions"][0]["Trainer notes"] == "tired"
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="emma-wilson-')
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "start"),
    [('../"x"\r\ny', "x-y-"), ("Ümit", "umit-"), ("陈", "client-"), ("", "client-")],
)
def test_export_has_a_name_that_does_no_harm(signed_in, emma, name, start):
    Client.objects.update(first_name=name, last_name="")

    response = signed_in.get(page(emma, "export/"))

    assert response["Content-Disposition"].startswith(f'attachment; filename="{start}')


def test_export_in_the_language_and_on_the_clock_of_the_trainer(signed_in, alice, emma, rehab):
    alice.language = "de"
    alice.save()

    told = json.loads(signed_in.get(page(emma, "export/")).getvalue())

    assert told["Kunde"]["Vorname"] == "Emma"
    assert rehab.scheduled_start.astimezone(alice.zone).isoformat() in str(told)


def test_export_of_what_was_with_another_trainer(signed_in, emma, charlie):
    """All of it; but what that trainer noted in private stays there."""
    SessionFactory(client=emma, trainer=charlie, title="Boxing", trainer_notes="Hates it")

    told = signed_in.get(page(emma, "export/")).getvalue().decode()

    assert "Boxing" in told
    assert "Hates it" not in told


# Erased


def test_erase_asks_first(signed_in, emma, rehab):
    response = signed_in.get(page(emma, "erase/"))

    assert "1 session to come will be cancelled" in text(response)
    assert page(emma, "export/") in text(response)
    emma.refresh_from_db()
    assert not emma.is_erased


def test_erase_does_not_tell_of_another_trainers_sessions(signed_in, emma, charlie):
    SessionFactory(client=emma, trainer=charlie, scheduled_start=timezone.now() + timedelta(days=1))

    assert "Nothing to come is booked." in text(signed_in.get(page(emma, "erase/")))


@pytest.mark.parametrize("typed", ["Emma Wilson", " emma  WILSON "])
def test_erase(signed_in, alice, emma, rehab, typed):
    response = signed_in.post(page(emma, "erase/"), {"name": typed}, follow=True)

    assert response.redirect_chain == [(page(emma), 302)]
    assert "The client is erased." in text(response)
    emma.refresh_from_db()
    rehab.refresh_from_db()
    assert (emma.name, rehab.title, rehab.status) == ("Erased client", "Personal", "cancelled")
    assert (emma.history.first().history_user, emma.history.first().erased_at) == (alice.user, emma.erased_at)
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type the client&#x27;s name."),
        ("Emma", "This is not the client&#x27;s name."),
        ("a\x00", "Null characters are not allowed."),
    ],
)
def test_erase_without_the_name_is_refused_beside_the_field(signed_in, emma, typed, words):
    response = signed_in.post(page(emma, "erase/"), {"name": typed})

    assert response.status_code == 400
    assert words in text(response)
    emma.refresh_from_db()
    assert not emma.is_erased


def test_erase_a_second_time_leads_to_the_client(signed_in, emma, now):
    erasure.erase(emma, now=now)
    before = Client.objects.values().get()

    for response in (
        signed_in.get(page(emma, "erase/")),
        signed_in.post(page(emma, "erase/"), {"name": "x"}),
    ):
        assert response.url == page(emma)

    assert Client.objects.values().get() == before


def test_erased_client_has_no_buttons(signed_in, emma, rehab, now):
    erasure.erase(emma, now=now)

    shown_now = text(signed_in.get(page(emma)))
    assert "cannot be brought back" in shown_now
    assert not any(page(emma, name) in shown_now for name in ("edit/", "reactivate/", "erase/", "export/"))
    assert "nothing of it can be changed" in text(signed_in.get(f"/sessions/{rehab.uuid}/"))


def test_form_that_was_open_before_changes_nothing(signed_in, emma, now):
    values = shown(signed_in.get(page(emma, "edit/")), "")
    erasure.erase(emma, now=now)
    before = Client.objects.values().get()

    for name in ("edit/", "reactivate/", "deactivate/"):
        response = signed_in.post(page(emma, name), values | {"notes": "again"}, follow=True)
        assert "This client was erased" in text(response)

    assert signed_in.get(page(emma, "edit/")).url == page(emma)
    assert Client.objects.values().get() == before


def test_page_of_a_session_that_was_open_before_changes_nothing(signed_in, emma, rehab, now):
    of_session = f"/sessions/{rehab.uuid}/"
    edit = shown(signed_in.get(f"{of_session}edit/"), "")
    erasure.erase(emma, now=now)
    rehab.refresh_from_db()
    before = Session.objects.values().get()

    sent = {
        "edit/": edit | {"title": "again"},
        "notes/": {"version": rehab.version, "notes": "again"},
        "complete/": {"version": rehab.version},
        "no-show/": {},
        "reinstate/": {},
        "cancel/": {"reason": "again"},
        "move/": {"start": "2027-06-10T10:00", "minutes": "60"},
    }
    for name, values in sent.items():
        assert signed_in.post(f"{of_session}{name}", values).status_code in {400, 409}, name

    assert Session.objects.values().get() == before


def test_notes_that_are_saved_while_typed_are_refused(signed_in, emma, rehab, now):
    erasure.erase(emma, now=now)
    rehab.refresh_from_db()

    response = signed_in.post(
        f"/sessions/{rehab.uuid}/notes/",
        {"version": rehab.version, "notes": "again"},
        headers={"Accept": "application/json"},
    )

    assert response.status_code == 400
    assert "This client was erased" in response.json()["form"]


def test_several_sessions_with_one_of_an_erased_client(signed_in, emma, now):
    past = SessionFactory(client=emma, scheduled_start=now - timedelta(days=7))
    erasure.erase(emma, now=now)
    past.refresh_from_db()

    ticked = {"sessions": [f"{past.uuid}.{past.version}"], "outcome": "complete"}
    response = signed_in.post("/sessions/settle/", ticked)

    assert "This client was erased" in text(response)
    past.refresh_from_db()
    assert past.status == "scheduled"


def test_undo_of_a_step_of_before(signed_in, emma, rehab, now):
    signed_in.post(f"/sessions/{rehab.uuid}/no-show/")
    step = Step.objects.get()
    signed_in.post(page(emma, "erase/"), {"name": emma.name})

    assert signed_in.post(f"/changes/{step.uuid}/undo/").status_code == 404
    assert signed_in.post("/changes/undo/").status_code == 409
    rehab.refresh_from_db()
    assert rehab.title == "Personal"


def test_form_to_add_that_is_sent_again_makes_nobody_anew(signed_in):
    values = shown(signed_in.get("/clients/new/"), "")
    values |= {"first_name": "Nora", "last_name": "Berg", "email": "nora@example.com"}
    first = signed_in.post("/clients/new/", values)
    signed_in.post(f"{first.url}erase/", {"name": "Nora Berg"})

    assert signed_in.post("/clients/new/", values).url == first.url
    assert Client.objects.get().name == "Erased client"


# As a stranger


@pytest.mark.parametrize("name", ["export/", "erase/"])
def test_of_another_trainers_client_nothing_is_told(client, charlie, emma, name):
    client.force_login(charlie.user)
    before = Client.objects.values().get()

    assert client.get(page(emma, name)).status_code == 404
    assert client.post(page(emma, name), {"name": emma.name}).status_code in {404, 405}
    assert Client.objects.values().get() == before


@pytest.mark.parametrize("name", ["export/", "erase/"])
def test_nobody_is_sent_to_sign_in(client, emma, name):
    for response in (client.get(page(emma, name)), client.post(page(emma, name), {"name": emma.name})):
        assert response.url.startswith("/sign-in/?next=")

    emma.refresh_from_db()
    assert not emma.is_erased
