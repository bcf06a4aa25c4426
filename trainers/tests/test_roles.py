"""What each role sees and gives in the admin. Who is let in at all: tests/rights."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers.models import TimeOff, User
from trainers.tests.factories import TrainerFactory, UserFactory

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture
def things(emma):
    """One of each model; nothing refers to the client, user and trainer that are asked for."""
    another = TrainerFactory(user__username="dora")
    return {
        "user": UserFactory(username="bob"),
        "trainer": another,
        "client": ClientFactory(trainer=another),
        "session": SessionFactory(client=emma, trainer_notes="Between us"),
        "timeline": TimelineFactory(client=emma),
        "series": SeriesFactory(timeline__client=emma),
        "group": Group.objects.get(name="trainer"),
    }


def test_front_desk_sees_no_private_notes(client, sign_in, things):
    session = things["session"]
    sign_in("front desk")
    page = client.get(reverse("admin:scheduling_session_change", args=[session.pk])).content.decode()
    history = client.get(reverse("admin:scheduling_session_history", args=[session.pk])).content.decode()

    assert "Between us" not in page + history
    assert 'name="trainer_notes"' not in page
    assert 'name="notes"' in page


def test_front_desk_changes_and_leaves_private_notes_alone(client, sign_in, things):
    session = things["session"]
    sign_in("front desk")
    address = reverse("admin:scheduling_session_change", args=[session.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}

    client.post(address, sent | {"title": "Other", "trainer_notes": "Mine", "version": session.version})

    assert Session.objects.values_list("trainer_notes").get(pk=session.pk) == ("Between us",)


@pytest.mark.parametrize("lookup", ["trainer_notes", "trainer_notes__gte", "trainer_notes__isnull"])
def test_front_desk_finds_out_nothing_by_asking(client, sign_in, things, lookup):
    sign_in("front desk")

    assert client.get(reverse("admin:scheduling_session_changelist"), {lookup: "B"}).status_code == 400


@pytest.mark.parametrize("role", ["manager", "auditor"])
def test_who_may_see_private_notes(client, sign_in, things, role):
    sign_in(role)
    session = things["session"]

    page = client.get(reverse("admin:scheduling_session_change", args=[session.pk])).content.decode()

    assert "Between us" in page


def test_manager_gives_roles_but_no_rights(client, sign_in, things):
    sign_in("manager")
    bob = things["user"]
    address = reverse("admin:trainers_user_change", args=[bob.pk])
    form = client.get(address).context["adminform"].form
    offered = set(form.fields["groups"].queryset.values_list("name", flat=True))
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}

    client.post(
        address,
        sent
        | joined
        | {"is_staff": "on", "groups": [Group.objects.get(name="front desk").pk], "is_superuser": "on"},
    )

    bob.refresh_from_db()
    # An auditor may look at groups, which a manager may not.
    assert offered == {"manager", "front desk", "trainer"}
    assert [group.name for group in bob.groups.all()] == ["front desk"]
    assert (bob.is_staff, bob.is_superuser) == (True, False)


def test_manager_leaves_those_alone_who_may_do_more(client, sign_in, things):
    bob = things["user"]
    bob.user_permissions.set(Permission.objects.filter(codename="delete_group"))
    boss = UserFactory(username="boss", is_superuser=True)
    sign_in("manager")

    for user in (bob, boss):
        password = reverse("admin:auth_user_password_change", args=[user.pk])
        assert client.post(password, {"password1": "x", "password2": "x"}).status_code == 403
        client.post(reverse("admin:trainers_user_change", args=[user.pk]), {"username": "mine"})
    assert not User.objects.filter(username="mine").exists()


def test_time_off_for_who_may_only_look_is_on_the_trainers_clock(client, sign_in, emma):
    start = datetime(2027, 7, 31, 22, tzinfo=UTC)  # midnight in Berlin
    TimeOff.objects.create(trainer=emma.trainer, start=start, end=start + timedelta(days=2), reason="Sea")
    sign_in("front desk")

    page = client.get(reverse("admin:trainers_trainer_change", args=[emma.trainer_id])).content.decode()

    assert "Sun 2027-08-01 00:00 to Tue 2027-08-03 00:00 (Europe/Berlin)" in page
    assert "10 p.m." not in page
    assert ("time_off-0-start" in page, 'name="_save"' in page) == (False, False)


def test_front_desk_books(client, sign_in, emma):
    sign_in("front desk")
    start = datetime(2027, 6, 8, 10, tzinfo=UTC)
    booked = {
        "trainer": emma.trainer_id,
        "client": emma.pk,
        "title": "Walk-in",
        "session_type": "personal",
        "status": "scheduled",
        "scheduled_start": f"{start:%Y-%m-%dT%H:%M}",
        "scheduled_end": f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M}",
    }

    client.post(reverse("admin:scheduling_session_add"), booked)

    assert Session.objects.get().title == "Walk-in"


@pytest.mark.parametrize(
    ("migration", "codename", "group"),
    [
        ("scheduling.migrations.0009_managers_impersonate", "impersonate", "manager"),
        ("trainers.migrations.0014_front_desk_takes_time_off", "add_timeoff", "front desk"),
    ],
    ids=["working as a trainer", "time off"],
)
def test_role_may_something_more_until_it_is_taken_back(migration, codename, group):
    def who():
        return set(Group.objects.filter(permissions__codename=codename).values_list("name", flat=True))

    steps, before = import_module(migration), who()

    steps.withdraw(apps, None)
    without = who()
    steps.allow(apps, None)
    steps.allow(apps, None)

    assert (group in before, without, who()) == (True, before - {group}, before)
