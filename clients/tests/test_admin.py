"""The admin of clients: enrolled and revised by the domain, never deleted with their sessions."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from clients import admin, domain
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.tests.pages import shown

LIST = reverse("admin:clients_client_changelist")
ADD = reverse("admin:clients_client_add")


def page(name, client):
    return reverse(f"admin:clients_client_{name}", args=[client.pk])


def new(trainer, /, **more):
    return {
        "trainer": trainer.pk,
        "first_name": "Mike",
        "last_name": "Johnson",
        "email": "Mike@Example.com",
        "status": "active",
        "height_unit": "cm",
        "weight_unit": "kg",
        **more,
    }


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def test_add(admin_client, alice):
    response = admin_client.post(ADD, new(alice, notes="one\r\ntwo", weight="81.5"))

    assert response.status_code == 302
    client = Client.objects.get()
    assert (client.trainer, client.name, client.email) == (alice, "Mike Johnson", "Mike@example.com")
    assert (client.notes, str(client.weight), client.fitness_goal) == ("one\ntwo", "81.5", "")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "EMMA@Example.com", "You have a client with this e-mail already."),
        ("email", "nobody", "Enter a valid email address."),
        ("email", "a\x00@example.com", "Enter a valid email address."),
        ("first_name", "", "This field is required."),
        ("first_name", "two\nlines", "Line breaks"),
        ("last_name", "x" * 101, "at most 100 characters"),
        ("phone", "call me", "Write a phone number"),
        ("notes", "x" * 10_001, "at most 10000 characters"),
        ("weight", "NaN", "Enter a number."),
        ("weight", "9" * 500, "digit"),
        ("date_of_birth", "2027-02-29", "Enter a valid date."),
        ("trainer", "9" * 5000, "not one of the available choices"),
        ("status", "gone", "not one of the available choices"),
    ],
)
def test_add_refused_beside_the_field(admin_client, alice, emma, field, value, words):
    response = admin_client.post(ADD, new(alice, **{field: value}))

    assert words in str(errors(response)[field])
    assert Client.objects.get() == emma


def test_add_with_the_email_of_another_trainers_client(admin_client, charlie, emma):
    assert admin_client.post(ADD, new(charlie, email=emma.email)).status_code == 302


def test_change_saved_as_shown_changes_nothing(admin_client, alice):
    client = ClientFactory(trainer=alice, notes="one\ntwo", weight="81.5")
    before = Client.objects.values().get()

    values = shown(admin_client.get(page("change", client)), "client_form")
    response = admin_client.post(page("change", client), values)

    assert response.status_code == 302
    assert Client.objects.values().get() == before
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_change_is_logged_with_its_fields(admin_client, emma):
    values = shown(admin_client.get(page("change", emma)), "client_form")

    admin_client.post(page("change", emma), values | {"phone": "+1-555-0199", "status": "inactive"})

    emma.refresh_from_db()
    assert (emma.phone, emma.status) == ("+1-555-0199", "inactive")
    entry = LogEntry.objects.get()
    assert (entry.action_flag, entry.get_change_message()) == (CHANGE, "Changed Phone and Status.")


def test_change_leaves_a_client_with_the_trainer(admin_client, charlie, emma):
    """What is to come goes with a client: the desk hands over."""
    asked = admin_client.get(page("change", emma))

    values = shown(asked, "client_form") | {"trainer": charlie.pk, "phone": "+1-555-0199"}
    response = admin_client.post(page("change", emma), values)

    stored = Client.objects.get()
    assert (response.status_code, stored.trainer, stored.phone) == (302, emma.trainer, "+1-555-0199")
    assert reverse("desk-hand-over", args=[emma.trainer_id]) in asked.content.decode()


def test_change_of_who_is_deleted_in_the_same_moment(admin_client, emma, monkeypatch):
    values = shown(admin_client.get(page("change", emma)), "client_form")
    monkeypatch.setattr(
        admin, "revise", lambda *asked, **more: emma.delete() and domain.revise(*asked, **more)
    )

    response = admin_client.post(page("change", emma), values | {"notes": "Mine"})

    assert errors(response)["__all__"] == ["Somebody removed this client meanwhile."]


def test_change_to_the_email_of_another(admin_client, alice, emma):
    other = ClientFactory(trainer=alice, email="other@example.com")

    values = shown(admin_client.get(page("change", other)), "client_form")
    response = admin_client.post(page("change", other), values | {"email": "Emma@example.com"})

    assert errors(response) == {"email": ["You have a client with this e-mail already."]}


def test_delete(admin_client, emma):
    admin_client.post(page("delete", emma), {"post": "yes"})

    assert Client.objects.count() == 0


def test_delete_with_sessions_is_refused_in_words(admin_client, emma, django_assert_max_num_queries):
    SessionFactory.create_batch(3, client=emma)

    with django_assert_max_num_queries(8):
        asked = admin_client.get(page("delete", emma)).content.decode()
    admin_client.post(page("delete", emma), {"post": "yes"})

    assert "3 sessions: these are records and are kept. Make the client inactive instead." in asked
    assert (Client.objects.count(), Session.objects.count()) == (1, 3)
    assert LogEntry.objects.count() == 0


def test_delete_selected_with_sessions_is_refused(admin_client, emma):
    SessionFactory(client=emma)
    other = ClientFactory(trainer=emma.trainer)

    values = {"action": "delete_selected", "_selected_action": [emma.pk, other.pk], "post": "yes"}
    response = admin_client.post(LIST, values)

    assert "1 session: these are records and are kept." in response.content.decode()
    assert Client.objects.count() == 2


def test_delete_with_timelines_is_refused_in_words(admin_client, emma, now):
    """Also with one that was removed."""
    SessionFactory(client=emma)
    TimelineFactory(client=emma)
    TimelineFactory(client=emma, removed_at=now)

    asked = admin_client.get(page("delete", emma)).content.decode()
    admin_client.post(page("delete", emma), {"post": "yes"})

    assert "1 session: these are records and are kept. Make the client inactive instead." in asked
    assert "2 timelines: these are records and are kept. Make the client inactive instead." in asked
    assert Client.objects.get() == emma


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(admin_client, django_assert_num_queries, count):
    ClientFactory.create_batch(count)
    admin_client.get(LIST)  # fills Django's cache of content types

    with django_assert_num_queries(5):  # cookie and user, how many, the page, the trainers of the filter
        assert admin_client.get(LIST).status_code == 200


def test_list_search(admin_client, emma):
    ClientFactory(trainer=emma.trainer, first_name="Olga", last_name="Ray")

    assert list(admin_client.get(LIST, {"q": "emma wil"}).context["cl"].queryset) == [emma]
    assert admin_client.get(f"{LIST}?q=%00").status_code == 200


@pytest.mark.parametrize("query", ["trainer__user__password__startswith=p", "sessions__trainer_notes=x"])
def test_list_does_not_look_into_what_it_does_not_show(admin_client, query):
    assert admin_client.get(f"{LIST}?{query}").status_code == 400
