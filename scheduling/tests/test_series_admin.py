"""The admin of series: what repeats, takes place once, or has no time yet, on the clock of the series."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, series
from scheduling.models import Series, Session
from scheduling.series_admin_forms import SeriesForm
from scheduling.tests.factories import SessionFactory, TimelineFactory
from scheduling.tests.test_admin import errors
from scheduling.tests.test_admin_without_client import listed
from trainers.tests.factories import UserFactory
from trainers.tests.pages import shown

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin, a Tuesday
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
LIST = reverse("admin:scheduling_series_changelist")
ADD = reverse("admin:scheduling_series_add")


@pytest.fixture(autouse=True)
def standing_clock(now):
    """Tuesday 8 June 2027, eight in the morning in Berlin."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def timeline(emma):
    return TimelineFactory(client=emma, name="Strength")


@pytest.fixture
def yoga(timeline, now) -> Series:
    """Every Tuesday from ten to eleven, four times from 8 June on."""
    return create(timeline, now)


def create(timeline, now, **more):
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY", "count": 4}
    return series.create(timeline.trainer, {"timeline": timeline} | rule | more, now=now)


def page(name, of):
    return reverse(f"admin:scheduling_series_{name}", args=[of.pk])


def new(timeline, /, **more):
    return {
        "timeline": timeline.pk,
        "title": "Yoga",
        "session_type": "personal",
        "start": "2027-06-08T10:00",
        "end": "2027-06-08T11:00",
        "cycle": "WEEKLY",
        "interval": "1",
        "until": "",
        "count": "4",
        **more,
    }


def change(admin, of, **changes):
    values = shown(admin.get(page("change", of)), "series_form")
    return admin.post(page("change", of), values | changes)


def starts(of):
    return list(of.sessions.order_by("scheduled_start").values_list("scheduled_start", flat=True))


def staff(client, *rights):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


def read(response):
    """What can be read on the page, its white space made one."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_add_lays_the_sessions_out(admin_client, emma, timeline):
    response = admin_client.post(ADD, new(timeline, location="Gym", description="one\r\ntwo"))

    assert response.status_code == 302
    made = Series.objects.get()
    assert (made.timeline, made.trainer, made.title) == (timeline, emma.trainer, "Yoga")
    assert (made.start, made.end, made.cycle) == (TEN, TEN + HOUR, "WEEKLY")
    assert (made.interval, made.until, made.count) == (1, None, 4)
    assert (made.location, made.description, made.timezone) == ("Gym", "one\ntwo", "Europe/Berlin")
    assert starts(made) == [TEN, TEN + WEEK, TEN + 2 * WEEK, TEN + 3 * WEEK]


def test_add_until_a_day(admin_client, timeline):
    values = new(timeline, cycle="DAILY", interval="2", until="2027-06-12T10:00", count="", location="")

    assert admin_client.post(ADD, values).status_code == 302
    made = Series.objects.get()
    assert (made.until, made.count, made.location, made.description) == (
        TEN + timedelta(days=4),
        None,
        None,
        None,
    )
    assert starts(made) == [TEN, TEN + timedelta(days=2), TEN + timedelta(days=4)]


def test_add_once(admin_client, timeline):
    admin_client.post(ADD, new(timeline, cycle="", count="", end=""))

    session = Session.objects.get()
    assert (session.series, session.occurrence_on) == (Series.objects.get(), None)
    assert (session.scheduled_start, session.scheduled_end) == (TEN, TEN + HOUR)  # the usual length


def test_add_without_times(admin_client, timeline):
    admin_client.post(ADD, new(timeline, cycle="", count="", start="", end=""))

    assert (Series.objects.get().start, Session.objects.count()) == (None, 0)


def test_add_shows_the_clock_of_the_timeline_in_the_address(admin_client, charlie):
    timeline = TimelineFactory(trainer=charlie)

    assert "(America/New_York)" in read(admin_client.get(ADD, {"timeline": timeline.pk}))


def test_add_without_anything(admin_client):
    assert errors(admin_client.post(ADD, {})) == {
        "timeline": ["Timeline is required"],
        "title": ["Name is required"],
        "session_type": ["This field is required."],
        "interval": ["This field is required."],
    }


@pytest.mark.parametrize(
    ("field", "value", "beside", "words"),
    [
        ("title", " ", "title", "Name is required"),
        ("title", "a\x00b", "title", "Null characters"),
        ("title", "x" * 201, "title", "at most 200 characters"),
        ("title", "\u200b", "title", "something that can be read"),
        ("location", "a\x00b", "location", "Null characters"),
        ("description", "x" * 10_001, "description", "at most 10000 characters"),
        ("timeline", "0", "timeline", "Timeline not found"),
        ("timeline", "9" * 5000, "timeline", "Timeline not found"),
        ("timeline", "2" * 25, "timeline", "Timeline not found"),
        ("timeline", "a\x00", "timeline", "Null characters"),
        ("session_type", "weird", "session_type", "not one of the available choices"),
        ("start", "", "start", "What repeats needs a start"),
        ("start", "2027-03-28T02:30", "start", "does not exist in Europe/Berlin"),
        ("start", "1969-12-31T10:00", "start", "1970"),
        ("start", "soon", "start", "1970"),
        ("end", "2027-06-08T10:00", "end", "End time must be after start time"),
        ("end", "2027-06-15T10:00:01", "end", "would not be over when the next one starts"),
        ("end", "2027-06-23T10:00", "end", "at most 14 days"),
        ("end", "9999-12-31T23:59", "end", "1970"),
        ("cycle", "HOURLY", "cycle", "not one of the available choices"),
        ("cycle", "", "count", "Only what repeats can have this"),
        ("interval", "0", "interval", "greater than or equal to 1"),
        ("interval", "1001", "interval", "less than or equal to 1000"),
        ("interval", "9" * 25, "interval", "less than or equal to"),
        ("interval", "9" * 5000, "interval", "whole number"),
        ("count", "0", "count", "greater than or equal to 1"),
        ("count", "10001", "count", "less than or equal to 10000"),
        ("count", "-1", "count", "greater than or equal to"),
        ("until", "2027-07-01T00:00", "count", "and not both"),
        ("until", "2027-03-28T02:30", "until", "does not exist in Europe/Berlin"),
    ],
)
def test_add_refused_beside_the_field(admin_client, timeline, field, value, beside, words):
    response = admin_client.post(ADD, new(timeline, **{field: value}))

    assert words in str(errors(response)[beside])
    assert (Series.objects.count(), Session.objects.count()) == (0, 0)


def test_add_names_everything_at_once(admin_client, timeline):
    values = new(timeline, title="", start="never", interval="0", until="2027-07-01T00:00")

    assert set(errors(admin_client.post(ADD, values))) == {"title", "start", "interval", "count"}


def test_add_on_a_timeline_that_is_gone_or_of_an_inactive_client(admin_client, emma, timeline, now):
    gone = TimelineFactory(trainer=emma.trainer, removed_at=now)
    deactivate(emma)

    assert errors(admin_client.post(ADD, new(gone))) == {"timeline": ["Timeline not found"]}
    assert "inactive" in str(errors(admin_client.post(ADD, new(timeline)))["timeline"])
    assert not Series.objects.exists()


def test_add_where_other_sessions_are(admin_client, emma, timeline):
    for week in (1, 3):
        SessionFactory(client=emma, title="Massage", scheduled_start=TEN + week * WEEK)

    response = admin_client.post(ADD, new(timeline))

    assert errors(response) == {
        "start": [
            'Scheduling conflict detected with session "Massage" at 2027-06-15T10:00:00;'
            " sessions of the series that collide: 2, the first on 2027-06-15"
        ]
    }
    assert (Series.objects.count(), Session.objects.count()) == (0, 2)


def test_add_once_where_another_session_is(admin_client, emma, timeline):
    SessionFactory(client=emma, title="Massage", scheduled_start=TEN)

    response = admin_client.post(ADD, new(timeline, cycle="", count=""))

    assert errors(response) == {
        "start": ['Scheduling conflict detected with session "Massage" at 2027-06-08T10:00:00']
    }
    assert not Series.objects.exists()


def test_add_in_the_hour_that_comes_twice(admin_client, timeline):
    admin_client.post(ADD, new(timeline, start="2027-10-31T02:30", end="2027-10-31T03:30", count="2"))

    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert starts(Series.objects.get()) == [first, first + WEEK + HOUR]
    assert Series.objects.get().end - first == 2 * HOUR


def test_change_shows_the_clock_of_the_series(admin_client, charlie, yoga):
    yoga.trainer.timezone = "America/New_York"
    yoga.trainer.save()

    response = admin_client.get(page("change", yoga))

    values = shown(response, "series_form")
    assert {name: values[name] for name in ("start", "end", "cycle", "interval", "until", "count")} == {
        "start": "2027-06-08T10:00:00",
        "end": "2027-06-08T11:00:00",
        "cycle": "WEEKLY",
        "interval": "1",
        "until": "",
        "count": "4",
    }
    assert "On the series' clock (Europe/Berlin)." in response.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="weekly"),
        pytest.param({"count": None}, id="endless"),
        pytest.param({"count": None, "until": TEN + WEEK}, id="until"),
        pytest.param({"cycle": None, "count": None}, id="once"),
        pytest.param({"cycle": None, "count": None, "start": None, "end": None}, id="unknown"),
    ],
)
def test_change_saved_as_shown_changes_nothing(admin_client, timeline, now, more):
    made = create(timeline, now, description="one\ntwo", **more)
    before = Series.objects.values().get(), list(Session.objects.order_by("pk").values())

    response = change(admin_client, made)

    assert response.status_code == 302
    assert (Series.objects.values().get(), list(Session.objects.order_by("pk").values())) == before
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_change_saved_as_shown_in_the_hour_that_comes_twice(admin_client, timeline, now):
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    once = create(timeline, now, start=second, end=second + HOUR, cycle=None, count=None)

    change(admin_client, once, title="Night shift")

    session = Session.objects.get()
    assert (session.title, session.scheduled_start) == ("Night shift", second)


def test_change_reaches_the_sessions_and_is_logged(admin_client, yoga, now):
    booking.revise(yoga.sessions.in_order()[1], {"notes": "knee"}, now=now)

    change(admin_client, yoga, title="Pilates", start="2027-06-08T12:00", end="2027-06-08T13:00")

    assert starts(yoga) == [TEN + 2 * HOUR, TEN + WEEK, TEN + 2 * WEEK + 2 * HOUR, TEN + 3 * WEEK + 2 * HOUR]
    assert LogEntry.objects.get().get_change_message() == "Changed Name, Start and End."
    yoga.refresh_from_db()
    assert (yoga.title, yoga.start) == ("Pilates", TEN + 2 * HOUR)


def test_change_writes_only_what_was_changed(admin_client, yoga):
    Series.objects.update(location="Gym")
    values = shown(admin_client.get(page("change", yoga)), "series_form")

    admin_client.post(page("change", yoga), values | {"title": "Pilates"})

    yoga.refresh_from_db()
    assert (yoga.title, yoga.location) == ("Pilates", "Gym")


def test_change_of_what_another_changed_meanwhile(admin_client, yoga):
    values = shown(admin_client.get(page("change", yoga)), "series_form")
    Series.objects.update(title="Theirs")

    response = admin_client.post(page("change", yoga), values | {"title": "Mine"})

    assert "Theirs" in str(errors(response)["title"])
    assert admin_client.post(page("change", yoga), shown(response, "series_form")).status_code == 302
    assert Series.objects.get().title == "Mine"


def test_change_into_other_sessions(admin_client, emma, yoga):
    SessionFactory(client=emma, title="Massage", scheduled_start=TEN + 2 * WEEK + HOUR)
    before = starts(yoga)

    response = change(admin_client, yoga, end="2027-06-08T11:30")

    assert errors(response) == {
        "start": [
            'Scheduling conflict detected with session "Massage" at 2027-06-22T11:00:00;'
            " sessions of the series that collide: 1, the first on 2027-06-22"
        ]
    }
    assert "Sessions" in read(response)
    assert (starts(yoga), Series.objects.get().end) == (before, TEN + HOUR)


def test_change_to_another_timeline(admin_client, alice, charlie, yoga):
    olga = ClientFactory(trainer=alice, first_name="Olga", email="olga@example.com")
    foreign, hers = TimelineFactory(trainer=charlie), TimelineFactory(client=olga)

    refused = change(admin_client, yoga, timeline=foreign.pk)
    change(admin_client, yoga, timeline=hers.pk)

    assert errors(refused) == {"timeline": ["Timeline not found"]}
    assert Series.objects.get().timeline == hers
    assert {session.client for session in yoga.sessions.all()} == {olga}


def test_change_of_the_trainer_is_not_possible(admin_client, alice, charlie, yoga):
    change(admin_client, yoga, trainer=charlie.pk, timezone="UTC", title="Pilates")

    yoga.refresh_from_db()
    assert (yoga.trainer, yoga.timezone, yoga.title) == (alice, "Europe/Berlin", "Pilates")


def test_change_from_repeating_to_once_and_back(admin_client, yoga):
    change(admin_client, yoga, cycle="", count="")
    assert starts(yoga) == [TEN]

    change(admin_client, yoga, cycle="DAILY", count="2")
    assert starts(yoga) == [TEN, TEN + timedelta(days=1)]


def test_change_of_one_that_was_removed_meanwhile(admin_client, yoga, now):
    values = shown(admin_client.get(page("change", yoga)), "series_form")
    series.remove(yoga, now=now)

    response = admin_client.post(page("change", yoga), values | {"title": "Pilates"}, follow=True)

    assert "Somebody removed this series before." in read(response)
    assert (Series.objects.get().title, LogEntry.objects.count()) == ("Yoga", 0)


def test_form_of_one_that_is_removed_while_it_is_validated(admin_client, yoga, now):
    """Between the look at it and the turn to write."""
    form = admin_client.get(page("change", yoga)).context["adminform"].form
    series.remove(yoga, now=now)

    late = type(form)({**new(yoga.timeline), "title": "Pilates"}, instance=yoga)

    assert isinstance(late, SeriesForm)
    assert late.errors == {"__all__": ["Somebody removed this series meanwhile."]}


def test_removed_one_is_only_shown(admin_client, yoga, now):
    series.remove(yoga, now=now)

    response = admin_client.get(page("change", yoga))

    assert (response.context["has_change_permission"], response.context["has_delete_permission"]) == (
        False,
        False,
    )
    words = read(response)
    assert "Every Tuesday 10:00–11:00, 4 times" in words
    assert "Tue 2027-06-08 10:00 (Europe/Berlin)" in words
    assert "2027-06-08 08:00:00 (Europe/Berlin)" in words  # when it was removed
    assert shown(response, "series_form").keys() == {"csrfmiddlewaretoken"}


def test_delete_asks_and_says_what_becomes_of_the_sessions(admin_client, yoga, now):
    booking.revise(yoga.sessions.in_order()[1], {"status": "completed"}, now=now)

    words = read(admin_client.get(page("delete", yoga)))

    assert "Remove the series “Yoga”?" in words
    assert "“Yoga”: 3 to come are cancelled, 1 is kept" in words
    assert Series.objects.present().get() == yoga


def test_delete_removes(admin_client, yoga, now):
    first = yoga.sessions.in_order()[0]
    booking.revise(first, {"status": "completed"}, now=now)

    response = admin_client.post(page("delete", yoga), {"post": "yes"}, follow=True)

    assert "Removed the series “Yoga”." in read(response)
    assert Series.objects.get().removed_at == now
    assert [session.status for session in yoga.sessions.in_order()] == ["completed", *["cancelled"] * 3]
    entry = LogEntry.objects.get()
    assert (entry.action_flag, entry.user.username, entry.object_repr) == (DELETION, "admin", "Yoga")
    assert "Removed." in read(admin_client.get(page("history", yoga)))


@pytest.mark.parametrize("method", ["get", "post"])
def test_delete_of_one_that_was_removed_before(admin_client, yoga, now, method):
    series.remove(yoga, now=now - HOUR)

    response = getattr(admin_client, method)(page("delete", yoga), {"post": "yes"}, follow=True)

    assert "Somebody removed this series before." in read(response)
    assert (Series.objects.get().removed_at, LogEntry.objects.count()) == (now - HOUR, 0)


def test_delete_of_one_that_is_removed_at_the_same_time(admin_client, yoga, now):
    """After the page looked at it, and before its turn to write."""

    def overtake(execute, sql, params, many, context):
        if "INSERT INTO" in sql and "django_admin_log" in sql:
            Series.objects.update(removed_at=now)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtake):
        response = admin_client.post(page("delete", yoga), {"post": "yes"}, follow=True)

    assert "Somebody removed this series before." in read(response)
    assert LogEntry.objects.count() == 0


def test_remove_selected_asks_first(admin_client, timeline, yoga, now):
    once = create(timeline, now, title="Talk", start=TEN + 2 * HOUR, end=None, cycle=None, count=None)
    later = create(timeline, now, title="Later", start=None, end=None, cycle=None, count=None)
    chosen = {"action": "remove_selected", "_selected_action": [yoga.pk, once.pk, later.pk]}

    asked = admin_client.post(LIST, chosen)

    words = read(asked)
    assert "Remove the selected series?" in words
    assert "“Later”: no sessions “Talk”: 1 to come is cancelled, 0 are kept “Yoga”: 4 to come are" in words
    assert Series.objects.present().count() == 3
    assert 'name="action" value="remove_selected"' in asked.content.decode()


def test_remove_selected(admin_client, timeline, yoga, now):
    other = create(timeline, now, start=TEN + 2 * HOUR, end=None)
    gone = create(timeline, now, start=TEN + 3 * HOUR, end=None)
    series.remove(gone, now=now)
    chosen = [yoga.pk, other.pk, gone.pk]
    values = {"action": "remove_selected", "_selected_action": chosen, "post": "yes"}

    response = admin_client.post(f"{LIST}?presence=all", values, follow=True)

    assert "Removed: 2. Removed already before: 1." in read(response)
    assert not Series.objects.present().exists()
    assert set(Session.objects.values_list("status", flat=True)) == {"cancelled"}
    entries = LogEntry.objects.order_by("object_id").values_list("object_id", "action_flag", "user__username")
    assert list(entries) == [(str(each.pk), DELETION, "admin") for each in (yoga, other)]


def test_remove_selected_that_are_gone_from_the_list(admin_client, yoga, now):
    series.remove(yoga, now=now)
    values = {"action": "remove_selected", "_selected_action": [yoga.pk], "post": "yes"}

    response = admin_client.post(LIST, values, follow=True)

    assert "Removed: 0. Removed already before: 1." in read(response)
    assert LogEntry.objects.count() == 0


def test_nothing_is_deleted_for_good(admin_client, yoga):
    values = {"action": "delete_selected", "_selected_action": [yoga.pk], "post": "yes"}

    admin_client.post(LIST, values)

    assert Series.objects.present().get() == yoga


def test_add_and_change_are_logged(admin_client, timeline):
    admin_client.post(ADD, new(timeline))
    change(admin_client, Series.objects.get(), count="5", interval="2")

    logged = LogEntry.objects.order_by("id").values_list("action_flag", "change_message", "user__username")
    assert [(flag, json.loads(message), name) for flag, message, name in logged] == [
        (ADDITION, [{"added": {}}], "admin"),
        (CHANGE, [{"changed": {"fields": ["Repeats every", "Number of sessions"]}}], "admin"),
    ]


def test_change_lists_the_next_sessions(admin_client, timeline, now):
    endless = create(timeline, now, count=None)
    first, second, *_ = endless.sessions.in_order()
    booking.revise(first, {"status": "completed"}, now=now)
    booking.cancel(second, now=now)

    with time_machine.travel(TEN + 2 * HOUR, tick=False):
        response = admin_client.get(page("change", endless))

    words = read(response)
    assert words.count("Europe/Berlin) Yoga Emma Wilson") == 20
    assert "to come: When Title Client Status Changed by hand" in words.replace("To come", "to come")
    assert "Tue 2027-06-15 10:00 to 11:00 (Europe/Berlin) Yoga Emma Wilson Cancelled yes" in words
    assert "Tue 2027-06-22 10:00 to 11:00 (Europe/Berlin) Yoga Emma Wilson Scheduled no" in words
    assert "Tue 2027-06-08 10:00 to 11:00 (Europe/Berlin) Yoga" not in words
    assert "All its sessions: 53" in words
    assert reverse("admin:scheduling_session_change", args=[second.pk]) in response.content.decode()


def test_link_to_all_its_sessions(admin_client, emma, yoga):
    SessionFactory(client=emma, scheduled_start=TEN + HOUR)
    content = admin_client.get(page("change", yoga)).content.decode()
    (address,) = re.findall(r'href="([^"]+)">All its sessions', content)

    assert set(listed(admin_client.get(address))) == set(yoga.sessions.all())


def test_list_says_what_repeats_and_when(admin_client, charlie, yoga, now):
    theirs = TimelineFactory(trainer=charlie, name="Evenings")
    create(theirs, now, title="HIIT", cycle="MONTHLY", count=None, start=TEN - HOUR, end=None)
    create(theirs, now, title="Later", cycle=None, count=None, start=None, end=None)

    rows = [read_row(row) for row in rows_of(admin_client.get(LIST))]

    assert rows == [
        ["Later", "Evenings", "Charlie Cole", "No time yet", "-", "-"],
        [
            "HIIT",
            "Evenings",
            "Charlie Cole",
            "Every month on the 8th 03:00–04:00",
            "Tue 2027-06-08 03:00",
            "Tue 2027-06-08 03:00 (America/New_York)",
        ],
        [
            "Yoga",
            "Strength",
            "Alice Archer",
            "Every Tuesday 10:00–11:00, 4 times",
            "Tue 2027-06-08 10:00",
            "Tue 2027-06-08 10:00 (Europe/Berlin)",
        ],
    ]


def rows_of(response):
    assert response.status_code == 200
    body = response.content.decode().split('<table id="result_list">')[1].split("</table>")[0]
    return re.findall(r"<tr>(.*?)</tr>", body.split("<tbody>")[1], re.DOTALL)


def read_row(row):
    cells = re.findall(r"<t[hd] class=\"field[^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", re.sub(r'<img[^>]*alt="(\w+)">', r"\1", cell)) for cell in cells]


def test_list_of_one_whose_next_session_is_not_laid_out(admin_client, timeline, now):
    made = create(timeline, now, cycle="YEARLY", interval=3, count=None)

    with time_machine.travel(TEN + HOUR, tick=False):
        (row,) = rows_of(admin_client.get(LIST))

    assert made.laid_out_until == TEN + timedelta(days=366)
    assert read_row(row)[4] == "after 2028-06-08"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"weekly", "once", "unknown"}),
        ({"presence": "removed"}, {"gone"}),
        ({"presence": "all"}, {"weekly", "once", "unknown", "gone"}),
        ({"presence": "bogus"}, {"weekly", "once", "unknown"}),
        ({"cycle": "WEEKLY"}, {"weekly"}),
        ({"cycle": "DAILY"}, set()),
        ({"cycle": "once"}, {"once"}),
        ({"cycle": "unknown"}, {"unknown"}),
        ({"cycle": "bogus"}, {"weekly", "once", "unknown"}),
        ({"q": "weekly"}, {"weekly"}),
        ({"q": "strength emma"}, {"weekly", "once", "unknown"}),
        ({"q": "alice"}, {"weekly", "once", "unknown"}),
        ({"q": "charlie"}, set()),
        ({"presence": "all", "cycle": "WEEKLY", "_facets": "1"}, {"weekly", "gone"}),
    ],
)
def test_list_filters_and_search(admin_client, timeline, now, query, found):
    create(timeline, now, title="weekly")
    create(timeline, now, title="once", start=TEN + HOUR, end=None, cycle=None, count=None)
    create(timeline, now, title="unknown", start=None, end=None, cycle=None, count=None)
    series.remove(create(timeline, now, title="gone", start=TEN + 2 * HOUR, end=None), now=now)

    assert {each.title for each in listed(admin_client.get(LIST, query))} == found


def test_list_by_trainer(admin_client, charlie, yoga, now):
    theirs = create(TimelineFactory(trainer=charlie), now)

    assert listed(admin_client.get(LIST, {"trainer__id__exact": charlie.pk})) == [theirs]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 5000,
        "presence=%00",
        "cycle=%00",
        "cycle=" + "9" * 5000,
        "trainer__id__exact=" + "9" * 25,
        "trainer__id__exact=%00",
        "timeline__id__exact=%00",
        "timeline__id__exact=" + "9" * 5000,
        "start__gte=soon",
        "start__year=" + "9" * 30,
        "deleted_on=x",
        "deleted_on__year=2027",
        "p=" + "9" * 5000,
        "o=99.-99.x",
        "o=5.6.-7",
        "_popup=1",
        "_facets=1",
    ],
)
def test_list_with_what_no_page_of_ours_asks(admin_client, yoga, query):
    assert admin_client.get(f"{LIST}?{query}", follow=True).status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [
        "trainer__user__password__startswith=p",
        "timeline__client__medical_conditions__contains=a",
        "sessions__trainer_notes__contains=a",
        "deleted_on__contains=x",
        "title__regex=(",
        "_to_field=title",
    ],
)
def test_list_does_not_look_into_what_it_does_not_show(admin_client, query):
    assert admin_client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("pk", ["9" * 5000, "9" * 25, "0", "-1", "abc", "%00", "%D9%A3"])
@pytest.mark.parametrize("name", ["change", "delete", "history"])
def test_page_of_an_id_that_is_none(admin_client, yoga, pk, name):
    address = f"{LIST}{pk}/{name}/"

    assert admin_client.get(address, follow=True).status_code in {200, 404}
    assert admin_client.post(address, {"post": "yes"}, follow=True).status_code in {200, 404, 405}
    assert Series.objects.present().count() == 1


@pytest.mark.parametrize("pk", ["9" * 25, "abc", "\x00", "٣"])
def test_action_on_an_id_that_is_none(admin_client, yoga, pk):
    values = {"action": "remove_selected", "_selected_action": [pk], "post": "yes"}

    assert admin_client.post(LIST, values).status_code == 400
    assert Series.objects.present().count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(admin_client, django_assert_num_queries, now, timeline, count):
    for hour in range(count):
        create(timeline, now, start=TEN + hour * HOUR, end=None)
    admin_client.get(LIST)  # fills Django's cache of content types

    with django_assert_num_queries(5):  # cookie and user, how many, the page, the trainers of the filter
        assert admin_client.get(LIST).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_change_queries(admin_client, django_assert_num_queries, now, timeline, count):
    made = create(timeline, now, count=count)
    admin_client.get(page("change", made))  # fills Django's cache of content types

    # Cookie and user, the series, its sessions, how many, the name of the timeline.
    with django_assert_num_queries(6):
        assert admin_client.get(page("change", made)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_asking_before_a_removal_queries(admin_client, django_assert_num_queries, now, timeline, count):
    made = [create(timeline, now, start=TEN + hour * HOUR, end=None).pk for hour in range(count)]
    values = {"action": "remove_selected", "_selected_action": made}
    admin_client.post(LIST, values)

    # Cookie and user, the list behind the action (its filter's trainers twice), those chosen, their sessions.
    with django_assert_num_queries(7):
        assert admin_client.post(LIST, values).status_code == 200


@pytest.mark.parametrize("address", [LIST, ADD, f"{LIST}1/change/", f"{LIST}1/delete/", f"{LIST}1/history/"])
def test_anonymous_and_trainers_are_sent_to_sign_in(client, alice, address):
    assert client.get(address).url.startswith(reverse("admin:login"))

    client.force_login(alice.user)

    assert client.get(address).url.startswith(reverse("admin:login"))
    assert client.post(address, {"post": "yes"}).url.startswith(reverse("admin:login"))


def test_staff_who_may_only_look(client, yoga):
    reader = staff(client, "view_series")

    words = read(reader.get(page("change", yoga)))

    assert "Every Tuesday 10:00–11:00, 4 times" in words
    assert "All its sessions" not in words  # sessions are not theirs to look at
    assert read(reader.get(LIST))
    assert reader.get(ADD).status_code == 403
    assert reader.get(page("delete", yoga)).status_code == 403
    assert reader.post(page("change", yoga), new(yoga.timeline, title="Mine")).status_code == 403
    assert reader.post(page("delete", yoga), {"post": "yes"}).status_code == 403
    values = {"action": "remove_selected", "_selected_action": [yoga.pk], "post": "yes"}
    reader.post(LIST, values)
    assert Series.objects.present().get().title == "Yoga"


def test_staff_who_may_look_at_sessions_too(client, yoga):
    reader = staff(client, "view_series", "view_session")

    assert "All its sessions: 4" in read(reader.get(page("change", yoga)))


def test_staff_who_may_not_look_at_series(client, yoga, now):
    stranger = staff(client, "view_session")
    series.remove(yoga, now=now)

    for name in ("change", "delete", "history"):
        assert stranger.get(page(name, yoga)).status_code == 403
        assert stranger.post(page(name, yoga), {"post": "yes"}).status_code in {403, 405}
    assert stranger.get(LIST).status_code == 403
