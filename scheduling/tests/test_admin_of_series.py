"""The admin of a session of a series: it says of which, and reaches no further than this one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from scheduling.domain import booking
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory
from scheduling.tests.test_admin import LIST, change_page, delete_page
from scheduling.tests.test_admin_without_client import listed
from scheduling.tests.test_series_admin import HOUR, TEN, create, read, staff, standing_clock, timeline
from trainers.tests.pages import shown

ONE_OF_MANY = "One of a series: what is changed, cancelled or deleted here is this session only."

__all__ = ["standing_clock", "timeline"]  # the fixtures hold here too


@pytest.fixture
def yoga(timeline, now) -> Session:
    """The second of four Tuesdays from ten to eleven."""
    return create(timeline, now).sessions.in_order()[1]


@pytest.fixture
def talk(timeline, now) -> Session:
    """Once, on Tuesday at noon."""
    once = create(timeline, now, title="Talk", start=TEN + 2 * HOUR, end=None, cycle=None, count=None)
    return once.sessions.get()


def test_change_shows_the_series(admin_client, yoga):
    response = admin_client.get(change_page(yoga))

    words = read(response)
    assert ONE_OF_MANY in words
    assert "Series: Yoga Stands for: 2027-06-15 Changed by hand:" in words
    assert f'href="{reverse("admin:scheduling_series_change", args=[yoga.series_id])}"' in (
        response.content.decode()
    )


def test_change_of_what_takes_place_once_says_so(admin_client, talk):
    words = read(admin_client.get(change_page(talk)))

    assert "All there is of what takes place once on a timeline" in words
    assert "Series: Talk Stands for: -" in words


def test_change_of_a_single_one_says_nothing_of_series(admin_client, emma):
    words = read(admin_client.get(change_page(SessionFactory(client=emma))))

    assert ("Series:" in words, "Stands for" in words, "of a series" in words) == (False, False, False)


def test_change_reaches_this_one_only(admin_client, yoga):
    values = shown(admin_client.get(change_page(yoga)), "session_form")

    admin_client.post(change_page(yoga), values | {"title": "Pilates", "status": "cancelled"})

    of_all = yoga.series.sessions.in_order().values_list("title", "status", "changed_by_hand")
    others = ("Yoga", "scheduled", False)
    assert list(of_all) == [others, ("Pilates", "cancelled", True), others, others]


def test_delete_reaches_this_one_only_and_says_so(admin_client, yoga):
    asked = read(admin_client.get(delete_page(yoga)))
    admin_client.post(delete_page(yoga), {"post": "yes"})

    assert "Of a series: 1. The series goes on; only what was chosen here is deleted." in asked
    series = Series.objects.get()
    assert (series.removed_at, series.deleted_on, series.sessions.count()) == (None, ["2027-06-15"], 3)


def test_delete_of_what_takes_place_once_removes_it_and_says_so(admin_client, talk, now):
    asked = read(admin_client.get(delete_page(talk)))
    admin_client.post(delete_page(talk), {"post": "yes"})

    assert "All there is of what takes place once: 1. That is removed with it." in asked
    assert (Series.objects.get().removed_at, Session.objects.count()) == (now, 0)


def test_delete_selected_says_how_many_are_of_series(admin_client, emma, yoga, talk):
    single = SessionFactory(client=emma, scheduled_start=TEN + timedelta(days=1))
    chosen = [*yoga.series.sessions.values_list("pk", flat=True)[:2], talk.pk, single.pk]
    values = {"action": "delete_selected", "_selected_action": chosen}

    asked = read(admin_client.post(LIST, values))
    admin_client.post(LIST, values | {"post": "yes"})

    assert "Of a series: 2. The series goes on; only what was chosen here is deleted." in asked
    assert "All there is of what takes place once: 1. That is removed with it." in asked
    assert Session.objects.count() == 2
    assert set(Series.objects.present()) == {yoga.series}


def test_delete_of_a_single_one_says_nothing_of_series(admin_client, emma):
    asked = read(admin_client.get(delete_page(SessionFactory(client=emma))))

    assert ("Of a series" in asked, "All there is" in asked) == (False, False)


def test_cancel_selected_says_that_the_series_goes_on(admin_client, yoga, talk, now):
    values = {"action": "cancel_selected", "_selected_action": [yoga.pk, talk.pk]}

    words = read(admin_client.post(LIST, values, follow=True))

    assert "Cancelled: 2. Of a series: 1. The series goes on without." in words
    assert yoga.series.sessions.filter(status="scheduled").count() == 3


def test_cancel_selected_counts_right_in_a_list_without_cancelled_ones(admin_client, yoga, talk, now):
    values = {"action": "cancel_selected", "_selected_action": [yoga.pk, talk.pk]}

    words = read(admin_client.post(f"{LIST}?status__exact=scheduled", values, follow=True))

    assert "Cancelled: 2. Of a series" in words
    assert "already before" not in words


@pytest.mark.parametrize(
    ("belonging", "found"),
    [
        ("series", {"Yoga"}),
        ("once", {"Talk"}),
        ("single", {"Rehab"}),
        ("bogus", {"Yoga", "Talk", "Rehab"}),
    ],
    ids=["series", "once", "single", "bogus"],
)
def test_list_by_belonging(admin_client, emma, yoga, talk, belonging, found):
    SessionFactory(client=emma, title="Rehab", scheduled_start=TEN + timedelta(days=1))

    assert {each.title for each in listed(admin_client.get(LIST, {"belonging": belonging}))} == found


@pytest.mark.parametrize("query", ["title__regex=(", "notes__regex=x", "series__trainer__user__password=p"])
def test_list_does_not_ask_what_no_filter_asks(admin_client, yoga, query):
    assert admin_client.get(f"{LIST}?{query}").status_code == 400


def test_staff_who_may_only_look_read_the_trainers_clock(client, yoga, now):
    booking.revise(yoga, {"actual_start": yoga.scheduled_start + timedelta(minutes=5)}, now=now)
    reader = staff(client, "view_session")

    words = read(reader.get(change_page(yoga)))

    assert "When: Tue 2027-06-15 10:00 to 11:00 (Europe/Berlin)" in words
    assert "Took place: 2027-06-15 10:05:00 (Europe/Berlin) to -" in words
    assert ONE_OF_MANY in words
