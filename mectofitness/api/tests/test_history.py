"""Whoever changes something through whatever door is found in the history, with what was before."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse

from clients.models import Client
from mectofitness.api.tests.callers import Caller
from scheduling import history
from scheduling.models import Series, Session
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from scheduling.tests.test_series_pages import TEN
from trainers.models import Trainer, User, WorkingHours
from trainers.tests.factories import PASSWORD, UserFactory
from trainers.tests.pages import shown


class Anywhere(Caller):
    prefix = ""


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def staff(db):
    return UserFactory(username="sam", is_staff=True, is_superuser=True, first_name="Sam", last_name="Staff")


@pytest.fixture
def rehab(emma):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN)


def browser(user):
    visitor = Browser()
    visitor.force_login(user)
    return visitor


def admin_page(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def last(sources, now):
    """(by, door, action, changes) of the newest."""
    entry = history.read(sources, now=now).entries[0]
    changes = [(change.label, change.before, change.after) for change in entry.changes]
    return entry.by, entry.door, entry.action, changes


RENAMED = [("Title", "Rehab", "HIIT")]


def test_crm_with_a_token(alice, rehab, now):
    Anywhere(alice).patch(f"/api/v1/sessions/{rehab.pk}", {"title": "HIIT"})

    assert last(history.of_session(rehab), now) == ("Alice Archer", "by API", "Changed", RENAMED)


def test_crm_with_the_cookie(alice, rehab, now):
    caller = Anywhere()
    caller.post("/api/v1/auth/login", {"username": "alice", "password": PASSWORD})
    caller.patch(f"/api/v1/sessions/{rehab.pk}", {"title": "HIIT"})

    assert last(history.of_session(rehab), now) == ("Alice Archer", "by API", "Changed", RENAMED)


def test_a_token_goes_before_the_cookie_of_another(alice, charlie, rehab, now):
    """Nobody is made the author of what another has done."""
    caller = Anywhere(alice)
    caller.force_login(charlie.user)
    answer = caller.patch(f"/api/v1/sessions/{rehab.pk}", {"title": "HIIT"})

    authors = {entry.by for entry in history.read(history.of_session(rehab), now=now).entries[:1]}
    assert authors == ({"Alice Archer"} if answer.status_code == 200 else {"A command on the server"})


def test_calendar(alice, rehab, now):
    Anywhere(alice).patch(f"/api/calendar/session/{rehab.uuid}", {"description": "Knee"})

    changes = [("Description", "", "Knee")]
    assert last(history.of_session(rehab), now) == ("Alice Archer", "by API", "Changed", changes)


def test_timeline(alice, now):
    yoga = SeriesFactory(timeline=TimelineFactory(trainer=alice))
    Anywhere(alice).patch(f"/api/timeline/sessions/{yoga.uuid}", {"name": "Power"})
    named = last(history.of_series(yoga), now)
    Anywhere(alice).delete(f"/api/timeline/timelines/{yoga.timeline.uuid}")

    assert named == ("Alice Archer", "by API", "Changed", [("Name", "Yoga", "Power")])
    removed = [("Removed at", "", "Tue 8 June 08:00")]
    assert last(history.of_series(yoga), now) == ("Alice Archer", "by API", "Removed", utc(removed))
    assert last(history.of_timeline(yoga.timeline), now)[:3] == ("Alice Archer", "by API", "Removed")


def utc(changes):
    """As it is said where no clock is chosen."""
    return [(label, before, after.replace("08:00", "06:00")) for label, before, after in changes]


def test_page(alice, rehab, now):
    page = browser(alice.user).post(f"/sessions/{rehab.uuid}/cancel/")

    assert page.status_code == 302
    changes = [("Status", "Scheduled", "Cancelled")]
    assert last(history.of_session(rehab), now) == ("Alice Archer", "", "Changed", changes)


def test_page_of_a_client(alice, emma, now):
    page = browser(alice.user).post(f"/clients/{emma.uuid}/deactivate/")

    assert page.status_code == 302
    changes = [("Status", "Active", "Inactive")]
    assert last(history.of_client(emma), now) == ("Alice Archer", "", "Changed", changes)


@pytest.mark.parametrize("thing", ["session", "client", "trainer"])
def test_admin(staff, rehab, now, thing):
    of = {"session": rehab, "client": rehab.client, "trainer": rehab.trainer}[thing]
    field, label = {"session": ("title", "Title"), "client": ("notes", "Notes")}.get(
        thing, ("full_name", "Full name")
    )
    before, visitor = getattr(of, field), browser(staff)
    sent = shown(visitor.get(admin_page(of)), f"{thing}_form") | {field: "Another"}
    assert visitor.post(admin_page(of), sent).status_code == 302

    sources = {"session": history.of_session, "client": history.of_client}.get(thing, history.of_trainer)(of)
    assert last(sources, now) == ("Sam Staff", "in the admin", "Changed", [(label, before, "Another")])


def test_admin_action(staff, rehab, now):
    chosen = {"action": "cancel_selected", "_selected_action": [rehab.pk]}
    browser(staff).post(reverse("admin:scheduling_session_changelist"), chosen)

    changes = [("Status", "Scheduled", "Cancelled")]
    assert last(history.of_session(rehab), now) == ("Sam Staff", "in the admin", "Changed", changes)


def test_admin_hours(staff, alice, now):
    visitor = browser(staff)
    row = {"weekday": 0, "starts_at": "08:00", "ends_at": "12:00"}
    sent = shown(visitor.get(admin_page(alice)), "trainer_form")
    sent |= {f"working_hours-0-{name}": value for name, value in row.items()}
    visitor.post(admin_page(alice), sent)
    hours = WorkingHours.objects.get()
    sent = shown(visitor.get(admin_page(alice)), "trainer_form") | {"working_hours-0-ends_at": "13:00"}
    visitor.post(admin_page(alice), sent)
    sent = shown(visitor.get(admin_page(alice)), "trainer_form") | {"working_hours-0-DELETE": "on"}
    visitor.post(admin_page(alice), sent)

    entries = history.read(history.of_trainer(alice), now=now).entries
    told = [(entry.action, entry.kind, entry.name) for entry in entries if entry.kind]
    assert told == [
        ("Deleted", "Working hours", "Monday 08:00 to 13:00"),
        ("Changed", "Working hours", "Monday 08:00 to 13:00"),
        ("Created", "Working hours", "Monday 08:00 to 12:00"),
    ]
    assert {entry.by for entry in entries if entry.kind} == {"Sam Staff"}
    assert not WorkingHours.objects.filter(pk=hours.pk).exists()


def test_admin_user(staff, alice, now):
    visitor, user = browser(staff), alice.user
    sent = shown(visitor.get(admin_page(user)), "user_form")
    sent.pop("is_active")
    assert visitor.post(admin_page(user), sent).status_code == 302

    changes = [("Active", "Yes", "No")]
    assert last(history.of_user(user), now) == ("Sam Staff", "in the admin", "Changed", changes)


def test_a_password_is_nowhere_in_it(staff, alice):
    alice.user.set_password("correct horse battery")
    alice.user.save()

    assert "password" not in {field.name for field in User.history.model._meta.get_fields()}
    assert User.history.filter(id=alice.user_id).count() == 1


def test_command(alice, now):
    call_command(
        "create_trainer", "alice", full_name="Alice Ash", email="alice@example.com", stdout=StringIO()
    )

    changes = [("Full name", "Alice Archer", "Alice Ash")]
    assert last(history.of_trainer(alice), now) == ("A command on the server", "", "Changed", changes)
    assert User.history.filter(id=alice.user_id).count() == 1  # the address was that before


def test_create_through_each_api(alice, emma, now):
    caller, timeline = Anywhere(alice), TimelineFactory(trainer=alice)
    times = {"scheduled_start": "2027-06-10T10:00:00", "scheduled_end": "2027-06-10T11:00:00"}
    made = caller.post("/api/v1/sessions", {"client_id": emma.pk, "title": "One", **times})
    entry = {"client_id": str(emma.uuid), "session_type": "Two"}
    span = {"start_time": "2027-06-11T08:00:00Z", "end_time": "2027-06-11T09:00:00Z"}
    also = caller.post("/api/calendar/session", entry | span)
    weekly = {
        "type": "RECURRING",
        "timelineId": str(timeline.uuid),
        "name": "Three",
        "startDateTime": "2027-06-09T08:00:00Z",
        "repeatCycleType": "WEEKLY",
        "recurringDayOfWeek": "WEDNESDAY",
    }
    repeating = caller.post("/api/timeline/sessions", weekly)

    assert [answer.status_code for answer in (made, also, repeating)] == [201, 201, 200], repeating.json()
    rows = Session.history.filter(title__in=["One", "Two", "Three"])
    assert set(rows.values_list("history_user", "history_change_reason", "history_type")) == {
        (alice.user_id, "api", "+")
    }
    assert rows.count() == Session.objects.count()
    assert Series.history.get().history_user == alice.user


def test_looking_ahead_is_no_authorship(alice, now):
    SeriesFactory(timeline=TimelineFactory(trainer=alice))

    Anywhere(alice).get("/api/v1/sessions?start_date=2028-06-06&end_date=2028-06-06")
    browser(alice.user).get("/calendar/week/2029-06-04/")

    assert Session.objects.exists()
    assert set(Session.history.values_list("history_user", "history_change_reason")) == {(None, "laid out")}


def test_dry_run_leaves_no_record(alice, now):
    yoga = SeriesFactory(timeline=TimelineFactory(trainer=alice))
    caller = Anywhere(alice)
    caller.get("/api/v1/sessions?start_date=2027-06-08&end_date=2027-07-08")
    session, count = yoga.sessions.in_order()[0], Session.history.count()

    for scope in ("this", "following", "all"):
        address = f"/api/v1/sessions/{session.pk}?dry_run=true&scope={scope}"
        assert caller.patch(address, {"title": "Power"}).status_code == 200
        assert caller.delete(address).status_code == 200

    assert Session.history.count() == count


def test_whoever_is_deleted_stays_named_as_such(staff, rehab, now):
    browser(staff).post(
        reverse("admin:scheduling_session_changelist"),
        {"action": "cancel_selected", "_selected_action": [rehab.pk]},
    )
    staff.delete()

    assert last(history.of_session(rehab), now)[:2] == ("A user who was deleted", "in the admin")


def test_whoever_deletes_the_own_account(staff):
    address = reverse("admin:trainers_user_delete", args=[staff.pk])

    assert browser(staff).post(address, {"post": "yes"}).status_code == 302

    assert not User.objects.exists()
    assert User.history.filter(history_type="-").count() == 1


def test_the_history_of_another_trainers_client_tells_nothing_of_the_time_before(charlie, emma, now):
    """A client who is handed over takes along what is there, and not what was said before."""
    emma.notes = "Said to Alice only"
    emma.save()
    emma.trainer, emma.notes = charlie, ""
    emma.save()

    entries = history.read(history.of_client(Client.objects.get()), now=now).entries

    assert "Alice" not in json.dumps([[change.before for change in entry.changes] for entry in entries])
    assert Trainer.objects.get(user__username="charlie") == charlie
