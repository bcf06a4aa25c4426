"""The admin of a session of a series that has no client: listed, found, changed and given one."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory
from scheduling.tests.test_admin import ADD, LIST, TEN, change_page, delete_page, errors, new
from trainers.tests.factories import UserFactory
from trainers.tests.pages import shown


@pytest.fixture
def yoga(alice) -> Session:
    """Tuesday from ten to eleven in Berlin, with nobody in particular."""
    return OccurrenceFactory(series__timeline__trainer=alice, scheduled_start=TEN)


def listed(response):
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def test_list_shows_a_dash(admin_client, yoga):
    page = admin_client.get(LIST)

    assert listed(page) == [yoga]
    assert re.findall(r'<td class="field-client[^"]*">(.*?)</td>', page.content.decode()) == ["-"]


def test_list_ordered_by_client(admin_client, emma, yoga):
    session = SessionFactory(client=emma)

    assert set(listed(admin_client.get(LIST, {"o": "2"}))) == {session, yoga}


@pytest.mark.parametrize(
    ("text", "found"),
    [("yoga", True), ("alice yoga", True), ("archer", True), ("emma", False), ("none", False)],
)
def test_search(admin_client, yoga, text, found):
    assert listed(admin_client.get(LIST, {"q": text})) == [yoga] * found


def test_search_finds_both_kinds(admin_client, emma, yoga):
    session = SessionFactory(client=emma, title="Yoga alone")

    assert set(listed(admin_client.get(LIST, {"q": "yoga"}))) == {session, yoga}
    assert listed(admin_client.get(LIST, {"q": "yoga emma"})) == [session]


def test_change_saved_as_shown_changes_nothing(admin_client, yoga):
    before = Session.objects.values().get()

    page = admin_client.get(change_page(yoga))
    values = shown(page, "session_form")
    response = admin_client.post(change_page(yoga), values)

    assert (values["client"], ">None<" in page.content.decode()) == ("", False)
    assert response.status_code == 302
    assert Session.objects.values().get() == before


def test_change_of_another_field(admin_client, yoga):
    values = shown(admin_client.get(change_page(yoga)), "session_form")

    admin_client.post(change_page(yoga), values | {"notes": "Bring mats"})

    yoga.refresh_from_db()
    assert (yoga.client, yoga.notes) == (None, "Bring mats")


def test_change_gives_it_a_client_and_takes_it_back(admin_client, emma, yoga):
    for chosen, stored in ((str(emma.pk), emma), ("", None)):
        values = shown(admin_client.get(change_page(yoga)), "session_form")
        admin_client.post(change_page(yoga), values | {"client": chosen})

        yoga.refresh_from_db()
        assert yoga.client == stored


def test_change_gives_it_no_client_that_cannot_be_booked(admin_client, charlie, emma, yoga):
    deactivate(emma)
    values = shown(admin_client.get(change_page(yoga)), "session_form")

    inactive = admin_client.post(change_page(yoga), values | {"client": str(emma.pk)})
    foreign = admin_client.post(change_page(yoga), values | {"client": ClientFactory(trainer=charlie).pk})

    assert "inactive" in str(errors(inactive)["client"])
    assert errors(foreign) == {"client": ["Client not found"]}
    yoga.refresh_from_db()
    assert yoga.client is None


def test_client_of_an_ordinary_session_cannot_be_taken_away(admin_client, emma):
    session = SessionFactory(client=emma, scheduled_start=TEN)
    values = shown(admin_client.get(change_page(session)), "session_form")

    response = admin_client.post(change_page(session), values | {"client": ""})

    assert errors(response) == {"client": ["Client is required"]}
    session.refresh_from_db()
    assert session.client == emma


def test_add_into_its_time(admin_client, emma, yoga):
    response = admin_client.post(ADD, new(emma))

    assert errors(response) == {
        "scheduled_start": ['Scheduling conflict detected with session "Yoga" at 2027-06-08T10:00:00']
    }


def test_cancel_selected(admin_client, yoga):
    admin_client.post(LIST, {"action": "cancel_selected", "_selected_action": [yoga.pk]})

    yoga.refresh_from_db()
    assert (yoga.status, yoga.client) == ("cancelled", None)


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_pages(admin_client, yoga, page):
    response = admin_client.get(reverse(f"admin:scheduling_session_{page}", args=[yoga.pk]))

    assert response.status_code == 200


def test_delete(admin_client, yoga):
    admin_client.post(delete_page(yoga), {"post": "yes"})

    assert Session.objects.count() == 0


def test_read_by_staff_who_may_not_change(client, yoga):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_session"))
    client.force_login(reader)

    page = client.get(change_page(yoga))

    assert page.status_code == 200
    assert "Yoga" in page.content.decode()
