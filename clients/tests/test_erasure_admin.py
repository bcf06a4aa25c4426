"""What is held about a client, in the admin: handed out and erased by those who may."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, erasure
from scheduling.tests.factories import SessionFactory
from trainers.tests.factories import UserFactory
from trainers.tests.pages import shown


def page(name, client):
    return reverse(f"admin:clients_client_{name}", args=[client.pk])


def text(response):
    return response.content.decode()


@pytest.fixture
def rehab(emma):
    start = timezone.now() + timedelta(days=2)
    return SessionFactory(client=emma, title="Rehab", trainer_notes="tired", scheduled_start=start)


@pytest.fixture
def sign_in(client, db):
    """sign_in(role) -> a member of staff who has it."""
    import_module("scheduling.migrations.0008_roles").make_groups(apps, None)

    def enter(role):
        user = UserFactory(username=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return enter


def test_page_of_a_client_leads_there(admin_client, emma):
    shown_now = text(admin_client.get(page("change", emma)))

    assert page("export", emma) in shown_now
    assert page("erase", emma) in shown_now


def test_export_has_what_all_trainers_wrote(admin_client, emma, charlie, rehab):
    SessionFactory(client=emma, trainer=charlie, title="Boxing")

    response = admin_client.get(page("export", emma))

    told = json.loads(response.getvalue())
    assert {each["Title"] for each in told["Sessions"]} == {"Rehab", "Boxing"}
    assert response["Content-Disposition"].startswith('attachment; filename="emma-wilson-')
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("role", "has_notes"), [("manager", True), ("front desk", False), ("auditor", True)])
def test_export_has_private_notes_for_who_may_see_them(client, sign_in, emma, rehab, role, has_notes):
    booking.revise(rehab, {"trainer_notes": "very tired"}, now=timezone.now())
    sign_in(role)

    told = client.get(page("export", emma)).getvalue().decode()

    assert ("tired" in told) is has_notes
    assert ("Trainer notes" in told) is has_notes


def test_erase_asks_first(admin_client, emma, rehab):
    response = admin_client.get(page("erase", emma))

    assert "1 session to come will be cancelled" in text(response)
    emma.refresh_from_db()
    assert not emma.is_erased


def test_erase_tells_of_who_has_the_same_address(admin_client, emma, charlie):
    ClientFactory(trainer=charlie, email=emma.email.upper(), first_name="Same")
    ClientFactory(trainer=charlie, first_name="Different")

    page = admin_client.get(f"/admin/clients/client/{emma.pk}/erase/").content.decode()

    assert ("Same" in page, "Different" in page) == (True, False)


def test_erase(client, sign_in, emma, rehab):
    manager = sign_in("manager")

    response = client.post(page("erase", emma), {"name": "Emma Wilson"}, follow=True)

    assert response.redirect_chain == [(page("change", emma), 302)]
    assert "The client is erased." in text(response)
    emma.refresh_from_db()
    rehab.refresh_from_db()
    assert (emma.name, rehab.title, rehab.status) == ("Erased client", "Personal", "cancelled")
    assert (emma.history.first().history_user, emma.history.first().erased_at) == (manager, emma.erased_at)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.change_message) == (manager, "Erased client", "Erased.")


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Type the client"), ("Emma", "This is not the client"), ("a\x00", "Null")]
)
def test_erase_without_the_name_is_refused_beside_the_field(admin_client, emma, typed, words):
    response = admin_client.post(page("erase", emma), {"name": typed})

    assert words in text(response)
    emma.refresh_from_db()
    assert not emma.is_erased


@pytest.mark.parametrize("role", ["front desk", "auditor"])
def test_erase_is_for_who_may_delete_clients(client, sign_in, emma, role):
    sign_in(role)

    for response in (client.get(page("erase", emma)), client.post(page("erase", emma), {"name": emma.name})):
        assert response.status_code == 403

    assert page("erase", emma) not in text(client.get(page("change", emma)))
    emma.refresh_from_db()
    assert not emma.is_erased


@pytest.mark.parametrize("name", ["export", "erase"])
def test_staff_without_a_right_is_told_nothing(client, emma, name):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(page(name, emma)).status_code == 403


@pytest.mark.parametrize("name", ["export", "erase"])
def test_who_is_no_staff_is_sent_to_sign_in(client, alice, emma, name):
    assert client.get(page(name, emma)).url.startswith("/admin/login/?next=")
    client.force_login(alice.user)
    assert client.post(page(name, emma), {"name": emma.name}).url.startswith("/admin/login/?next=")

    emma.refresh_from_db()
    assert not emma.is_erased


@pytest.mark.parametrize("key", ["987654", "abc", "9" * 30])
@pytest.mark.parametrize("name", ["export", "erase"])
def test_client_that_is_not_there(admin_client, name, key):
    assert admin_client.get(f"/admin/clients/client/{key}/{name}/").status_code == 404


def test_erased_client_is_shown_and_not_changed(admin_client, emma, now):
    values = shown(admin_client.get(page("change", emma)), "client_form")
    erasure.erase(emma, now=now)
    before = Client.objects.values().get()

    shown_now = text(admin_client.get(page("change", emma)))
    assert "2027-06-08 08:00:00 (Europe/Berlin)" in shown_now
    assert page("erase", emma) not in shown_now
    assert 'name="first_name"' not in shown_now
    assert admin_client.post(page("change", emma), values | {"status": "active"}).status_code == 403
    assert Client.objects.values().get() == before


def test_erase_a_second_time_says_so(admin_client, emma, now):
    erasure.erase(emma, now=now)
    before = Client.objects.values().get()

    response = admin_client.post(page("erase", emma), {"name": emma.name}, follow=True)

    assert "This client was erased" in text(response)
    assert Client.objects.values().get() == before
    assert not LogEntry.objects.exists()


def test_session_of_an_erased_client_is_refused_in_words(admin_client, emma, rehab, now):
    erasure.erase(emma, now=now)
    address = reverse("admin:scheduling_session_change", args=[rehab.pk])

    response = admin_client.post(
        address, shown(admin_client.get(address), "session_form") | {"title": "again"}
    )

    assert "This client was erased" in text(response)
    rehab.refresh_from_db()
    assert rehab.title == "Personal"


def test_history_tells_of_the_erasure(admin_client, emma, now):
    erasure.erase(emma, now=now)

    shown_now = text(admin_client.get(page("history", emma)))

    assert "Erased at" in shown_now
    assert "Emma" not in shown_now
