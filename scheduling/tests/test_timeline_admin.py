"""The admin of timelines: routines of a trainer, with the series on them."""

import re

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.urls import reverse

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, timelines
from scheduling.domain import series as domain
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from scheduling.tests.test_admin import errors
from scheduling.tests.test_admin_without_client import listed
from scheduling.tests.test_series_admin import (
    HOUR,
    TEN,
    WEEK,
    create,
    read,
    read_row,
    rows_of,
    staff,
    standing_clock,
)
from trainers.tests.pages import shown

LIST = reverse("admin:scheduling_timeline_changelist")
ADD = reverse("admin:scheduling_timeline_add")

__all__ = ["standing_clock"]  # the fixture holds here too


@pytest.fixture
def timeline(emma):
    return TimelineFactory(client=emma, name="Strength", description="one\ntwo")


@pytest.fixture
def yoga(timeline, now) -> Series:
    """Every Tuesday from ten to eleven, four times from 8 June on."""
    return create(timeline, now)


def page(name, of):
    return reverse(f"admin:scheduling_timeline_{name}", args=[of.pk])


def change(admin, of, **changes):
    values = shown(admin.get(page("change", of)), "timeline_form")
    return admin.post(page("change", of), values | changes)


def test_add(admin_client, emma):
    values = {"trainer": emma.trainer.pk, "client": emma.pk, "name": "Strength", "description": "one\r\ntwo"}

    response = admin_client.post(ADD, values)

    assert response.status_code == 302
    made = Timeline.objects.get()
    assert (made.trainer, made.client, made.name, made.description) == (
        emma.trainer,
        emma,
        "Strength",
        "one\ntwo",
    )


def test_add_of_nobody_in_particular(admin_client, alice):
    admin_client.post(ADD, {"trainer": alice.pk, "name": "Group"})

    made = Timeline.objects.get()
    assert (made.client, made.name, made.description) == (None, "Group", None)


def test_add_without_anything(admin_client):
    assert errors(admin_client.post(ADD, {})) == {
        "trainer": ["This field is required."],
        "name": ["Name is required"],
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Name is required"),
        ("name", "a\x00b", "Null characters"),
        ("name", "x" * 201, "at most 200 characters"),
        ("name", "\u200b", "something that can be read"),
        ("description", "a\x00b", "Null characters"),
        ("description", "x" * 10_001, "at most 10000 characters"),
        ("client", "0", "Client not found"),
        ("client", "9" * 5000, "Client not found"),
        ("client", "2" * 25, "Client not found"),
        ("client", "a\x00", "Null characters"),
        ("trainer", "9" * 5000, "not one of the available choices"),
        ("trainer", "a\x00", "Null characters"),
    ],
)
def test_add_refused_beside_the_field(admin_client, emma, field, value, words):
    values = {"trainer": emma.trainer.pk, "client": emma.pk, "name": "Strength", field: value}

    assert words in str(errors(admin_client.post(ADD, values))[field])
    assert not Timeline.objects.exists()


def test_add_for_a_client_of_another_or_inactive(admin_client, charlie, emma):
    foreign = {"trainer": charlie.pk, "client": emma.pk, "name": ""}
    inactive = {"trainer": emma.trainer.pk, "client": emma.pk, "name": "Strength"}
    deactivate(emma)

    assert errors(admin_client.post(ADD, foreign)) == {
        "client": ["Client not found"],
        "name": ["Name is required"],
    }
    assert "inactive" in str(errors(admin_client.post(ADD, inactive))["client"])
    assert not Timeline.objects.exists()


def test_change_saved_as_shown_changes_nothing(admin_client, timeline, yoga):
    before = Timeline.objects.values().get(), list(Session.objects.order_by("pk").values())

    assert change(admin_client, timeline).status_code == 302

    assert (Timeline.objects.values().get(), list(Session.objects.order_by("pk").values())) == before
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_change_of_the_client_reaches_the_sessions_and_is_logged(admin_client, timeline, yoga, now):
    booking.revise(yoga.sessions.in_order()[0], {"status": "completed"}, now=now)
    olga = ClientFactory(trainer=timeline.trainer, first_name="Olga", email="olga@example.com")

    change(admin_client, timeline, client=olga.pk, name="Mobility")

    timeline.refresh_from_db()
    assert (timeline.client, timeline.name) == (olga, "Mobility")
    clients = [session.client.first_name for session in yoga.sessions.in_order()]
    assert clients == ["Emma", "Olga", "Olga", "Olga"]
    assert LogEntry.objects.get().get_change_message() == "Changed Client and Name."


def test_change_to_a_client_of_another(admin_client, charlie, timeline):
    response = change(admin_client, timeline, client=ClientFactory(trainer=charlie).pk)

    assert errors(response) == {"client": ["Client not found"]}


def test_change_to_a_client_who_has_no_time(admin_client, charlie, timeline, yoga):
    """She has sessions with another trainer, of whom nothing is told."""
    olga = ClientFactory(trainer=timeline.trainer, first_name="Olga", email="olga@example.com")
    SessionFactory(client=olga, trainer=charlie, title="Secret", scheduled_start=TEN + WEEK)

    response = change(admin_client, timeline, client=olga.pk)

    assert errors(response) == {
        "client": [
            "Scheduling conflict detected with another session of this client at 2027-06-15T10:00:00;"
            " sessions of the series that collide: 1, the first on 2027-06-15"
        ]
    }
    assert Timeline.objects.get().client != olga


def test_change_of_the_trainer_is_not_possible(admin_client, alice, charlie, timeline):
    change(admin_client, timeline, trainer=charlie.pk, name="Mobility")

    timeline.refresh_from_db()
    assert (timeline.trainer, timeline.name) == (alice, "Mobility")


def test_change_of_what_another_changed_meanwhile(admin_client, timeline):
    values = shown(admin_client.get(page("change", timeline)), "timeline_form")
    Timeline.objects.update(name="Theirs")

    response = admin_client.post(page("change", timeline), values | {"name": "Mine"})

    assert "Theirs" in str(errors(response)["name"])
    assert Timeline.objects.get().name == "Theirs"


def test_change_of_one_that_was_removed_meanwhile(admin_client, timeline, now):
    values = shown(admin_client.get(page("change", timeline)), "timeline_form")
    timelines.remove(timeline, now=now)

    response = admin_client.post(page("change", timeline), values | {"name": "Mine"}, follow=True)

    assert "Somebody removed this timeline before." in read(response)
    assert (Timeline.objects.get().name, LogEntry.objects.count()) == ("Strength", 0)


def test_form_of_one_that_is_removed_while_it_is_validated(admin_client, timeline, now):
    form = admin_client.get(page("change", timeline)).context["adminform"].form
    timelines.remove(timeline, now=now)

    late = type(form)({"client": timeline.client.pk, "name": "Mine"}, instance=timeline)

    assert late.errors == {"__all__": ["Somebody removed this timeline meanwhile."]}


def test_removed_one_is_only_shown(admin_client, timeline, yoga, now):
    timelines.remove(timeline, now=now)

    response = admin_client.get(page("change", timeline))

    assert shown(response, "timeline_form").keys() == {"csrfmiddlewaretoken"}
    words = read(response)
    assert "2027-06-08 08:00:00 (Europe/Berlin)" in words
    assert "Add a series" not in words
    assert "All its series, those removed too: 1" in words


def test_change_lists_the_series_on_it(admin_client, timeline, yoga, now):
    once = create(timeline, now, title="Talk", start=TEN + 2 * HOUR, end=None, cycle=None, count=None)
    domain.remove(create(timeline, now, title="Gone", start=TEN + 3 * HOUR, end=None), now=now)

    response = admin_client.get(page("change", timeline))

    words = read(response)
    assert (
        "Name Rule Next session Yoga Every Tuesday 10:00–11:00, 4 times Tue 2027-06-08 10:00"
        " Talk Once, 8 June 2027, 12:00–13:00 Tue 2027-06-08 12:00"
        " All its series, those removed too: 3"
    ) in words
    content = response.content.decode()
    for series in (yoga, once):
        assert f'href="{reverse("admin:scheduling_series_change", args=[series.pk])}"' in content


def test_links_to_its_series(admin_client, timeline, yoga, now):
    create(TimelineFactory(), now)
    domain.remove(create(timeline, now, start=TEN + HOUR, end=None), now=now)
    content = admin_client.get(page("change", timeline)).content.decode().replace("&amp;", "&")
    (all_of_it,) = re.findall(r'href="([^"]+)">All its series', content)
    (add,) = re.findall(r'href="([^"]+)">Add a series', content)

    assert {series.timeline for series in listed(admin_client.get(all_of_it))} == {timeline}
    assert len(listed(admin_client.get(all_of_it))) == 2
    assert shown(admin_client.get(add), "series_form")["timeline"] == str(timeline.pk)


def test_delete_asks_and_says_what_becomes_of_the_sessions(admin_client, timeline, yoga, now):
    booking.revise(yoga.sessions.in_order()[1], {"status": "completed"}, now=now)
    create(timeline, now, title="Talk", start=TEN + 2 * HOUR, end=None, cycle=None, count=None)
    domain.remove(create(timeline, now, title="Gone", start=TEN + 3 * HOUR, end=None), now=now)

    words = read(admin_client.get(page("delete", timeline)))

    assert "Remove the timeline “Strength”?" in words
    assert (
        "“Strength”: 4 to come are cancelled, 1 is kept"
        " “Yoga”: 3 to come are cancelled, 1 is kept “Talk”: 1 to come is cancelled, 0 are kept No, take"
    ) in words
    assert Timeline.objects.present().get() == timeline


def test_delete_removes(admin_client, timeline, yoga, now):
    booking.revise(yoga.sessions.in_order()[0], {"status": "completed"}, now=now)

    response = admin_client.post(page("delete", timeline), {"post": "yes"}, follow=True)

    assert "Removed the timeline “Strength”." in read(response)
    assert (Timeline.objects.get().removed_at, Series.objects.get().removed_at) == (now, now)
    assert [session.status for session in yoga.sessions.in_order()] == ["completed", *["cancelled"] * 3]
    entry = LogEntry.objects.get()
    assert (entry.action_flag, entry.user.username, entry.object_repr) == (DELETION, "admin", "Strength")


@pytest.mark.parametrize("method", ["get", "post"])
def test_delete_of_one_that_was_removed_before(admin_client, timeline, now, method):
    timelines.remove(timeline, now=now - HOUR)

    response = getattr(admin_client, method)(page("delete", timeline), {"post": "yes"}, follow=True)

    assert "Somebody removed this timeline before." in read(response)
    assert (Timeline.objects.get().removed_at, LogEntry.objects.count()) == (now - HOUR, 0)


def test_remove_selected(admin_client, charlie, timeline, yoga, now):
    theirs = TimelineFactory(trainer=charlie, name="Evenings")
    TimelineFactory(trainer=charlie, name="Mornings")
    values = {"action": "remove_selected", "_selected_action": [timeline.pk, theirs.pk]}

    asked = read(admin_client.post(LIST, values))
    response = admin_client.post(LIST, values | {"post": "yes"}, follow=True)

    assert "Remove the selected timelines?" in asked
    assert (
        "“Evenings”: no sessions “Strength”: 4 to come are cancelled, 0 are kept"
        " “Yoga”: 4 to come are cancelled, 0 are kept"
    ) in asked
    assert "Removed: 2." in read(response)
    assert [each.name for each in Timeline.objects.present()] == ["Mornings"]
    assert set(yoga.sessions.values_list("status", flat=True)) == {"cancelled"}
    entries = LogEntry.objects.order_by("id").values_list("object_repr", "action_flag", "change_message")
    assert set(entries) == {("Strength", DELETION, "Removed."), ("Evenings", DELETION, "Removed.")}


def test_action_is_named_for_what_it_does(admin_client, timeline):
    content = admin_client.get(LIST).content.decode()

    assert re.findall(r'<option value="(\w+)">(.*?)</option>', content) == [
        ("remove_selected", "Remove selected timelines")
    ]


def test_add_and_change_are_logged(admin_client, alice):
    admin_client.post(ADD, {"trainer": alice.pk, "name": "Strength"})
    change(admin_client, Timeline.objects.get(), description="Slowly")

    logged = LogEntry.objects.order_by("id").values_list("action_flag", "change_message", "user__username")
    assert list(logged) == [
        (ADDITION, '[{"added": {}}]', "admin"),
        (CHANGE, '[{"changed": {"fields": ["Description"]}}]', "admin"),
    ]


def test_list_says_how_many_series_are_there(admin_client, charlie, timeline, yoga, now):
    create(timeline, now, start=None, end=None, cycle=None, count=None)
    domain.remove(create(timeline, now, start=TEN + HOUR, end=None), now=now)
    TimelineFactory(trainer=charlie, name="Evenings")

    assert [read_row(row) for row in rows_of(admin_client.get(LIST))] == [
        ["Evenings", "-", "Charlie Cole", "0"],
        ["Strength", "Emma Wilson", "Alice Archer", "2"],
    ]


def test_list_of_all_says_which_are_there(admin_client, timeline, now):
    TimelineFactory(trainer=timeline.trainer, name="Gone", removed_at=now)

    rows = [read_row(row) for row in rows_of(admin_client.get(LIST, {"presence": "all"}))]

    assert rows == [
        ["Gone", "-", "Alice Archer", "0", "False"],
        ["Strength", "Emma Wilson", "Alice Archer", "0", "True"],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Strength", "Group"}),
        ({"presence": "removed"}, {"Gone"}),
        ({"presence": "all"}, {"Strength", "Group", "Gone"}),
        ({"client__isempty": "1"}, {"Group"}),
        ({"client__isempty": "0"}, {"Strength"}),
        ({"q": "emma@"}, {"Strength"}),
        ({"q": "strength wilson"}, {"Strength"}),
        ({"q": "alice"}, {"Strength"}),
        ({"q": "charlie"}, {"Group"}),
        ({"presence": "all", "_facets": "1"}, {"Strength", "Group", "Gone"}),
        ({"o": "4.-1"}, {"Strength", "Group"}),
    ],
)
def test_list_filters_and_search(admin_client, charlie, timeline, yoga, now, query, found):
    TimelineFactory(trainer=charlie, name="Group")
    TimelineFactory(trainer=charlie, name="Gone", removed_at=now)

    assert {each.name for each in listed(admin_client.get(LIST, query))} == found


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "presence=%00",
        "client__isempty=%00",
        "client__isempty=2",
        "client__id__exact=" + "9" * 5000,
        "trainer__id__exact=" + "9" * 25,
        "trainer__id__exact=%00",
        "name__exact=%00",
        "p=" + "9" * 5000,
        "o=99.-99.x",
        "_popup=1",
        "_facets=1",
    ],
)
def test_list_with_what_no_page_of_ours_asks(admin_client, timeline, query):
    assert admin_client.get(f"{LIST}?{query}", follow=True).status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [
        "trainer__user__password__startswith=p",
        "client__medical_conditions__contains=a",
        "series__sessions__trainer_notes__contains=a",
        "name__regex=(",
        "_to_field=name",
    ],
)
def test_list_does_not_look_into_what_it_does_not_show(admin_client, query):
    assert admin_client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("pk", ["9" * 5000, "9" * 25, "0", "abc", "%00"])
@pytest.mark.parametrize("name", ["change", "delete", "history"])
def test_page_of_an_id_that_is_none(admin_client, timeline, pk, name):
    address = f"{LIST}{pk}/{name}/"

    assert admin_client.get(address, follow=True).status_code in {200, 404}
    assert admin_client.post(address, {"post": "yes"}, follow=True).status_code in {200, 404, 405}
    assert Timeline.objects.present().count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(admin_client, django_assert_num_queries, now, emma, count):
    for timeline in TimelineFactory.create_batch(count, client=emma):
        create(timeline, now, start=None, end=None, cycle=None, count=None)
    admin_client.get(LIST)  # fills Django's cache of content types

    with django_assert_num_queries(5):  # cookie and user, how many, the page, the trainers of the filter
        assert admin_client.get(LIST).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_change_queries(admin_client, django_assert_num_queries, now, timeline, count):
    for hour in range(count):
        create(timeline, now, start=TEN + hour * HOUR, end=None)
    admin_client.get(page("change", timeline))  # fills Django's cache of content types

    # Cookie and user, the timeline, its series, how many, the name of the client.
    with django_assert_num_queries(6):
        assert admin_client.get(page("change", timeline)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_asking_before_a_removal_queries(admin_client, django_assert_num_queries, now, timeline, count):
    for hour in range(count):
        create(timeline, now, start=TEN + hour * HOUR, end=None)
    admin_client.get(page("delete", timeline))

    # Cookie and user, the timeline twice, its series, their sessions.
    with django_assert_num_queries(6):
        assert admin_client.get(page("delete", timeline)).status_code == 200


@pytest.mark.parametrize("address", [LIST, ADD, f"{LIST}1/change/", f"{LIST}1/delete/", f"{LIST}1/history/"])
def test_anonymous_and_trainers_are_sent_to_sign_in(client, alice, address):
    assert client.get(address).url.startswith(reverse("admin:login"))

    client.force_login(alice.user)

    assert client.get(address).url.startswith(reverse("admin:login"))
    assert client.post(address, {"post": "yes"}).url.startswith(reverse("admin:login"))


def test_staff_who_may_only_look(client, timeline, yoga):
    reader = staff(client, "view_timeline")

    words = read(reader.get(page("change", timeline)))

    assert "Strength" in words
    assert "All its series" not in words
    assert "Add a series" not in words
    assert read(reader.get(LIST))
    assert reader.get(ADD).status_code == 403
    assert reader.post(page("change", timeline), {"name": "Mine"}).status_code == 403
    assert reader.post(page("delete", timeline), {"post": "yes"}).status_code == 403
    reader.post(LIST, {"action": "remove_selected", "_selected_action": [timeline.pk], "post": "yes"})
    assert Timeline.objects.present().get().name == "Strength"


def test_staff_who_may_look_at_series_too(client, timeline, yoga):
    reader = staff(client, "view_timeline", "view_series")

    assert "All its series, those removed too: 1" in read(reader.get(page("change", timeline)))


def test_staff_who_may_remove_and_no_more(client, timeline, yoga):
    remover = staff(client, "delete_timeline")

    response = remover.post(page("delete", timeline), {"post": "yes"})

    assert response.url == reverse("admin:index")
    assert not Timeline.objects.present().exists()
    assert set(Session.objects.values_list("status", flat=True)) == {"cancelled"}
