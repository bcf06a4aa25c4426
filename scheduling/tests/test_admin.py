"""The admin of sessions: it books as everybody else does, on the trainer's clock."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.tests.factories import UserFactory
from trainers.tests.pages import shown

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)
LIST = reverse("admin:scheduling_session_changelist")
ADD = reverse("admin:scheduling_session_add")


def change_page(session):
    return reverse("admin:scheduling_session_change", args=[session.pk])


def delete_page(session):
    return reverse("admin:scheduling_session_delete", args=[session.pk])


def new(of, /, **more):
    return {
        "trainer": of.trainer.pk,
        "client": of.pk,
        "title": "Rehab",
        "session_type": "personal",
        "status": "scheduled",
        "scheduled_start": "2027-06-08T10:00",
        "scheduled_end": "2027-06-08T11:00",
        **more,
    }


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


@pytest.fixture
def session(emma):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN, notes="two\nlines")


def test_add_books_on_the_trainers_clock(admin_client, emma):
    response = admin_client.post(ADD, new(emma, actual_start="2027-06-08T10:05"))

    assert response.status_code == 302
    session = Session.objects.get()
    assert (session.trainer, session.client, session.title) == (emma.trainer, emma, "Rehab")
    assert (session.scheduled_start, session.scheduled_end) == (TEN, TEN + HOUR)
    assert session.actual_start == TEN + timedelta(minutes=5)
    assert (session.description, session.notes, session.location) == (None, None, None)


def test_add_again_books_again_only_when_free(admin_client, emma):
    admin_client.post(ADD, new(emma))

    response = admin_client.post(ADD, new(emma))

    assert errors(response) == {
        "scheduled_start": ['Scheduling conflict detected with session "Rehab" at 2027-06-08T10:00:00']
    }
    assert Session.objects.count() == 1


def test_add_shows_the_clock_of_the_trainer_in_the_address(admin_client, charlie):
    response = admin_client.get(ADD, {"trainer": charlie.pk})

    assert "On the trainer's clock (America/New_York)." in response.content.decode()


def test_add_without_anything(admin_client):
    response = admin_client.post(ADD, {})

    assert errors(response) == {
        "trainer": ["This field is required."],
        "client": ["Client is required"],
        "title": ["Title is required"],
        "session_type": ["This field is required."],
        "status": ["This field is required."],
        "scheduled_start": ["Scheduled start time is required"],
        "scheduled_end": ["Scheduled end time is required"],
    }


@pytest.mark.parametrize(
    ("field", "value", "beside", "words"),
    [
        ("scheduled_end", "2027-06-08T10:00", "scheduled_end", "Scheduled end time must be after start time"),
        ("scheduled_end", "2027-06-08T09:00", "scheduled_end", "Scheduled end time must be after start time"),
        ("scheduled_end", "2027-06-23T10:00", "scheduled_end", "A session lasts at most 14 days"),
        ("scheduled_start", "1969-12-31T10:00", "scheduled_start", "1970"),
        ("scheduled_start", "0001-01-01T00:00", "scheduled_start", "1970"),
        ("scheduled_end", "9999-12-31T23:59", "scheduled_end", "1970"),
        ("scheduled_start", "2027-03-28T02:30", "scheduled_start", "does not exist in Europe/Berlin"),
        ("scheduled_start", "9" * 5000, "scheduled_start", "1970"),
        ("actual_start", "soon", "actual_start", "1970"),
        ("title", "   ", "title", "Title is required"),
        ("title", "a\x00b", "title", "Null characters"),
        ("title", "x" * 201, "title", "at most 200 characters"),
        ("title", "\u200b", "title", "something that can be read"),
        ("location", "a\x00b", "location", "Null characters"),
        ("notes", "a\x00b", "notes", "Null characters"),
        ("notes", "x" * 10_001, "notes", "at most 10000 characters"),
        ("status", "weird", "status", "not one of the available choices"),
        ("client", "0", "client", "Client not found"),
        ("client", "9" * 5000, "client", "Client not found"),
        ("client", "2" * 25, "client", "Client not found"),
        ("client", "a\x00", "client", "Null characters"),
        ("trainer", "a\x00", "trainer", "Null characters"),
        ("trainer", "9" * 5000, "trainer", "not one of the available choices"),
    ],
)
def test_add_refused_beside_the_field(admin_client, emma, field, value, beside, words):
    response = admin_client.post(ADD, new(emma, **{field: value}))

    assert words in str(errors(response)[beside])
    assert Session.objects.count() == 0


def test_add_names_everything_at_once(admin_client, charlie, emma):
    stranger = ClientFactory(trainer=charlie)

    values = new(emma, client=stranger.pk, scheduled_end="2027-06-08T09:00", title="")

    assert errors(admin_client.post(ADD, values)) == {
        "client": ["Client not found"],
        "title": ["Title is required"],
        "scheduled_end": ["Scheduled end time must be after start time"],
    }


def test_add_inactive_client(admin_client, emma):
    deactivate(emma)

    assert "inactive" in str(errors(admin_client.post(ADD, new(emma)))["client"])


def test_change_shows_the_trainers_clock(admin_client, session):
    values = shown(admin_client.get(change_page(session)), "session_form")

    assert values["scheduled_start"] == "2027-06-08T10:00:00"
    assert values["scheduled_end"] == "2027-06-08T11:00:00"


def test_change_saved_as_shown_changes_nothing(admin_client, session):
    before = Session.objects.values().get()

    values = shown(admin_client.get(change_page(session)), "session_form")
    response = admin_client.post(change_page(session), values)

    assert response.status_code == 302
    assert Session.objects.values().get() == before


def test_change_saved_as_shown_in_the_hour_that_comes_twice(admin_client, emma):
    """The second half past two of 2027-10-31 must not become the first."""
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    session = SessionFactory(client=emma, scheduled_start=second)

    values = shown(admin_client.get(change_page(session)), "session_form")
    admin_client.post(change_page(session), values | {"title": "Night shift"})

    session.refresh_from_db()
    assert (session.title, session.scheduled_start) == ("Night shift", second)


def test_change_writes_what_was_changed(admin_client, session):
    Session.objects.update(location="Gym")
    values = shown(admin_client.get(change_page(session)), "session_form")

    admin_client.post(change_page(session), values | {"title": "HIIT", "notes": ""})

    session.refresh_from_db()
    assert (session.title, session.notes, session.location) == ("HIIT", None, "Gym")
    assert session.updated_at > session.created_at


def test_change_of_what_another_changed_meanwhile(admin_client, session):
    values = shown(admin_client.get(change_page(session)), "session_form")
    Session.objects.update(title="Theirs")

    response = admin_client.post(change_page(session), values | {"title": "Mine"})

    assert "Theirs" in str(errors(response)["title"])
    assert Session.objects.get().title == "Theirs"
    again = admin_client.post(change_page(session), shown(response, "session_form"))
    assert again.status_code == 302
    assert Session.objects.get().title == "Mine"


def test_change_into_another_session(admin_client, emma, session):
    SessionFactory(client=emma, title="Other", scheduled_start=TEN + HOUR)

    values = shown(admin_client.get(change_page(session)), "session_form")
    response = admin_client.post(change_page(session), values | {"scheduled_end": "2027-06-08T11:01"})

    assert errors(response) == {
        "scheduled_start": ['Scheduling conflict detected with session "Other" at 2027-06-08T11:00:00']
    }
    session.refresh_from_db()
    assert session.scheduled_end == TEN + HOUR


def test_change_back_from_cancelled_onto_a_taken_time(admin_client, emma, session, now):
    booking.cancel(session, now=now)
    SessionFactory(client=emma, scheduled_start=TEN)

    values = shown(admin_client.get(change_page(session)), "session_form")
    response = admin_client.post(change_page(session), values | {"status": "scheduled"})

    assert list(errors(response)) == ["scheduled_start"]
    session.refresh_from_db()
    assert session.status == "cancelled"


def test_change_back_from_cancelled_for_an_inactive_client(admin_client, emma, session, now):
    booking.cancel(session, now=now)
    deactivate(emma)

    values = shown(admin_client.get(change_page(session)), "session_form")
    response = admin_client.post(change_page(session), values | {"status": "scheduled"})

    assert errors(response) == {"client": ["This client is inactive; bring the client back before booking"]}
    session.refresh_from_db()
    assert session.status == "cancelled"


def test_change_of_the_trainer_is_not_possible(admin_client, session, charlie, alice):
    values = shown(admin_client.get(change_page(session)), "session_form")

    admin_client.post(change_page(session), values | {"trainer": charlie.pk, "title": "HIIT"})

    session.refresh_from_db()
    assert (session.trainer, session.title) == (alice, "HIIT")


def test_add_change_and_delete_are_logged(admin_client, emma):
    admin_client.post(ADD, new(emma))
    session = Session.objects.get()
    values = shown(admin_client.get(change_page(session)), "session_form")
    admin_client.post(change_page(session), values | {"title": "HIIT", "location": "Gym"})
    admin_client.post(delete_page(session), {"post": "yes"})

    logged = LogEntry.objects.order_by("id").values_list("action_flag", "change_message", "user__username")
    assert list(logged) == [
        (ADDITION, '[{"added": {}}]', "admin"),
        (CHANGE, '[{"changed": {"fields": ["Title", "Location"]}}]', "admin"),
        (DELETION, "", "admin"),
    ]
    assert Session.objects.count() == 0


def test_delete_what_somebody_deletes_at_this_moment(emma):
    """Two members of staff press the button at once: it is gone, as both wanted."""
    page, session, kept = admin.site.get_model_admin(Session), SessionFactory(client=emma), SessionFactory()
    booking.remove(session, now=timezone.now())

    request = HttpRequest()
    request.user = UserFactory(is_staff=True)
    page.delete_model(request, session)

    assert Session.objects.get() == kept


def test_delete_selected_is_logged(admin_client, emma):
    sessions = SessionFactory.create_batch(3, client=emma)
    chosen = [session.pk for session in sessions[:2]]

    values = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    admin_client.post(LIST, values)

    assert Session.objects.get() == sessions[2]
    assert LogEntry.objects.filter(action_flag=DELETION).count() == 2


def test_cancel_selected(admin_client, emma, now):
    sessions = SessionFactory.create_batch(3, client=emma)
    booking.cancel(sessions[0], now=now)

    values = {"action": "cancel_selected", "_selected_action": [sessions[0].pk, sessions[1].pk]}
    response = admin_client.post(LIST, values, follow=True)

    assert [session.status for session in Session.objects.in_order()] == [
        "cancelled",
        "cancelled",
        "scheduled",
    ]
    assert "Cancelled: 1. Cancelled already before: 1." in response.content.decode()
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.action_flag) == (str(sessions[1].pk), CHANGE)
    assert json.loads(entry.change_message) == [{"changed": {"fields": ["Status"]}}]
    booking.book(
        emma.trainer,
        {
            "client": emma,
            "title": "In its place",
            "scheduled_start": sessions[1].scheduled_start,
            "scheduled_end": sessions[1].scheduled_end,
        },
        now=now,
    )


def test_cancel_selected_of_a_thousand(admin_client, emma, django_assert_max_num_queries):
    SessionFactory.create_batch(1000, client=emma)
    values = {"action": "cancel_selected", "_selected_action": [Session.objects.first().pk]}

    with django_assert_max_num_queries(70):  # written by the hundreds, not one by one
        admin_client.post(LIST, values | {"select_across": "1"})

    assert set(Session.objects.values_list("status", flat=True)) == {"cancelled"}
    assert LogEntry.objects.count() == 1000


def test_list_shows_the_trainers_clock(admin_client, charlie, session):
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=TEN, scheduled_end=TEN + 20 * HOUR)

    page = admin_client.get(LIST).content.decode()

    assert "Tue 2027-06-08 10:00 to 11:00 (Europe/Berlin)" in page
    assert "Tue 2027-06-08 04:00 to Wed 2027-06-09 00:00 (America/New_York)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(admin_client, django_assert_num_queries, count):
    SessionFactory.create_batch(count)
    admin_client.get(LIST)  # fills Django's cache of content types

    # Cookie and user, how many, the page, the first and the last date, the trainers of the filter.
    with django_assert_num_queries(7):
        assert admin_client.get(LIST).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_change_queries(admin_client, django_assert_num_queries, emma, count):
    session = SessionFactory.create_batch(count, client=emma)[0]
    admin_client.get(change_page(session))  # fills Django's cache of content types

    with django_assert_num_queries(4):
        assert admin_client.get(change_page(session)).status_code == 200


def test_list_search_and_filters(admin_client, emma, charlie):
    mine = SessionFactory(client=emma, title="Rehab")
    SessionFactory(client=ClientFactory(trainer=charlie, first_name="Olga", email="o@example.com"))

    for query in ({"q": "rehab"}, {"q": "emma@"}, {"q": "Alice"}, {"trainer__id__exact": emma.trainer.pk}):
        response = admin_client.get(LIST, query)
        assert list(response.context["cl"].queryset) == [mine]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 5000,
        "status__exact=%00",
        "status__exact=bogus",
        "trainer__id__exact=" + "9" * 5000,
        "trainer__id__exact=" + "9" * 25,
        "trainer__id__exact=%00",
        "scheduled_start__year=" + "9" * 30,
        "scheduled_start__year=" + "9" * 5000,
        "scheduled_start__year=0",
        "scheduled_start__year=2027&scheduled_start__month=99",
        "scheduled_start__gte=soon",
        "scheduled_start__gte=9999-99-99",
        "scheduled_start__gte=%00",
        "p=" + "9" * 5000,
        "p=-1",
        "o=99.-99.x",
        "_popup=1",
    ],
)
def test_list_with_what_no_page_of_ours_asks(admin_client, session, query):
    response = admin_client.get(f"{LIST}?{query}", follow=True)

    assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    ["trainer__user__password__startswith=p", "client__medical_conditions__contains=a", "_to_field=title"],
)
def test_list_does_not_look_into_what_it_does_not_show(admin_client, query):
    assert admin_client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("pk", ["9" * 5000, "9" * 25, "0", "-1", "abc", "%00", "1_0", "%D9%A3"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_page_of_an_id_that_is_none(admin_client, session, pk, page):
    address = f"{LIST}{pk}/{page}/"

    assert admin_client.get(address, follow=True).status_code in {200, 404}
    assert admin_client.post(address, {"post": "yes"}, follow=True).status_code in {200, 404, 405}
    assert Session.objects.count() == 1


@pytest.mark.parametrize("pk", ["9" * 5000, "9" * 25, "abc", "\x00", "-1", "٣"])
def test_action_on_an_id_that_is_none(admin_client, session, pk):
    response = admin_client.post(LIST, {"action": "cancel_selected", "_selected_action": [pk]})

    assert response.status_code == 400
    assert Session.objects.get().status == "scheduled"


@pytest.mark.parametrize("address", [LIST, ADD, f"{LIST}1/change/", f"{LIST}1/delete/", f"{LIST}1/history/"])
def test_anonymous_and_trainers_are_sent_to_sign_in(client, alice, address):
    assert client.get(address).url.startswith(reverse("admin:login"))

    client.force_login(alice.user)

    assert client.get(address).url.startswith(reverse("admin:login"))
    assert client.post(address, {"post": "yes"}).url.startswith(reverse("admin:login"))


def test_two_change_the_same_session_and_the_second_is_shown_both(admin_client, session, now):
    page = change_page(session)
    sent = shown(admin_client.get(page))
    booking.revise(session, {"title": "Theirs"}, now=now)

    response = admin_client.post(page, sent | {"title": "Mine", "notes": "mine"})

    assert errors(response) == {
        "__all__": ["Somebody else has changed this since you opened it. Both versions are shown below."],
        "title": ["Changed meanwhile, to: Theirs. Save again to keep yours."],
    }
    session.refresh_from_db()
    assert (session.title, session.notes) == ("Theirs", "two\nlines")
    assert admin_client.post(page, shown(response)).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.notes, session.version) == ("Mine", "mine", 3)
