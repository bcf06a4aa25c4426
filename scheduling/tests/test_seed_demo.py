"""manage.py seed_demo: what is there afterwards, the same every time, and never by accident."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clients.models import Client
from scheduling.models import Series, Session, Timeline
from trainers.models import TimeOff, Trainer, User, WorkingHours
from trainers.tests.factories import UserFactory

TODAY = "2027-06-10"
SIGN_INS = (
    "  anna   password demo-anna   trainer in Berlin, one session at a time\n"
    "  ben    password demo-ben    trainer in New York, with group classes\n"
    "  staff  password demo-staff  the admin, at /admin/\n"
)


@pytest.fixture(autouse=True)
def development(settings, db):
    settings.DEBUG = True


def seed_demo(*flags, **options):
    printed = StringIO()
    given = [f"--{name}={value}" for name, value in ({"today": TODAY} | options).items()]
    call_command("seed_demo", *given, *flags, stdout=printed)
    return printed.getvalue()


def stored():
    """Everything by content; row ids depend on what was in the database before, hashes on salt."""
    return {
        "users": list(
            User.objects.order_by("username").values_list("username", "email", "is_superuser", "date_joined")
        ),
        "trainers": list(Trainer.objects.values_list("uuid", "full_name", "timezone", "parallel_sessions")),
        "hours": list(WorkingHours.objects.values_list("trainer__uuid", "weekday", "starts_at", "ends_at")),
        "time off": list(TimeOff.objects.values_list("trainer__uuid", "start", "end", "reason")),
        "clients": [without_ids(row) for row in Client.objects.order_by("uuid").values()],
        "sessions": [
            without_ids(row)
            for row in Session.objects.order_by("uuid").values("client__uuid", "series__uuid", *FIELDS)
        ],
        "timelines": [without_ids(row) for row in Timeline.objects.order_by("uuid").values()],
        "series": [without_ids(row) for row in Series.objects.order_by("uuid").values()],
    }


FIELDS = [field.attname for field in Session._meta.fields]


IDS = {"id", "trainer_id", "client_id", "timeline_id", "series_id"}


def without_ids(row):
    return {name: value for name, value in row.items() if name not in IDS}


def test_seed_demo_prints_what_is_there_and_how_to_sign_in():
    printed = seed_demo(clients=6, weeks=2)

    sessions = Session.objects.count()
    assert printed == f"Demo: 2 trainers, 12 clients, {sessions} sessions.\n{SIGN_INS}"
    assert sessions > 20


def test_seed_demo_shows_all_there_is():
    seed_demo()

    anna, ben = Trainer.objects.order_by("full_name")
    assert (anna.user.username, anna.timezone, anna.parallel_sessions) == ("anna", "Europe/Berlin", 1)
    assert (ben.user.username, ben.timezone, ben.parallel_sessions) == ("ben", "America/New_York", 4)
    assert User.objects.get(username="staff").is_superuser
    for trainer in (anna, ben):
        clients = Client.objects.for_trainer(trainer)
        assert clients.count() == 12
        assert set(clients.values_list("status", flat=True)) == set(Client.Status.values)
        sessions = Session.objects.for_trainer(trainer)
        assert {session.status for session in sessions} == set(Session.Status.values)
    assert {session.session_type for session in Session.objects.all()} == set(Session.Type.values)


def test_seed_demo_has_timelines_with_all_there_is_on_them():
    seed_demo()

    for trainer in Trainer.objects.all():
        series = Series.objects.for_trainer(trainer)
        assert {(each.start is not None, each.repeats) for each in series} == {
            (True, True),
            (True, False),
            (False, False),
        }
        assert set(series.values_list("timeline__client", flat=True)) >= {None}
        of_series = Session.objects.for_trainer(trainer).exclude(series=None)
        assert of_series.filter(status="scheduled", changed_by_hand=True).exists()


def test_seed_demo_half_is_past_and_half_to_come():
    seed_demo()

    alone = Session.objects.filter(series=None)  # a series goes on beyond
    starts = alone.order_by("scheduled_start").values_list("scheduled_start", flat=True)
    monday = date(2027, 6, 7)
    assert monday - timedelta(weeks=4) <= starts.first().date() <= monday - timedelta(weeks=3)
    assert monday + timedelta(weeks=3) <= starts.last().date() <= monday + timedelta(weeks=4)
    past = Session.objects.filter(scheduled_end__date__lt=date(2027, 6, 10))
    assert not past.filter(status="scheduled").exists()
    assert not past.filter(status="completed", actual_start=None).exists()
    to_come = Session.objects.filter(scheduled_start__date__gt=date(2027, 6, 10))
    assert set(to_come.values_list("status", flat=True)) == {"scheduled", "cancelled"}


def test_seed_demo_everything_is_valid():
    seed_demo(clients=6, weeks=2)

    for model in (User, Trainer, WorkingHours, TimeOff, Client, Timeline, Series, Session):
        for instance in model.objects.all():
            instance.full_clean()


def test_seed_demo_same_seed_same_data():
    savepoint = transaction.savepoint()
    seed_demo(clients=4, weeks=2)
    first = stored()
    transaction.savepoint_rollback(savepoint)

    seed_demo(clients=4, weeks=2)

    assert stored() == first


def test_seed_demo_other_seed_other_data():
    savepoint = transaction.savepoint()
    seed_demo(clients=4, weeks=2)
    first = stored()
    transaction.savepoint_rollback(savepoint)

    seed_demo(clients=4, weeks=2, seed=2)

    assert stored()["clients"] != first["clients"]


def test_seed_demo_more_trainers():
    seed_demo(trainers=8, clients=1, weeks=0)

    assert Trainer.objects.count() == 8
    assert Client.objects.count() == 8


def test_seed_demo_more_clients_than_names():
    seed_demo(trainers=1, clients=100, weeks=0)

    assert Client.objects.values("first_name", "last_name").distinct().count() == 100


def test_seed_demo_twice():
    seed_demo(clients=1, weeks=0)
    before = stored()

    with pytest.raises(CommandError, match="There are users already"):
        seed_demo(clients=1, weeks=0)

    assert stored() == before


def test_seed_demo_if_empty_twice_prints_the_sign_ins_that_work():
    seed_demo("--if-empty", clients=1, weeks=0)
    before = stored()
    ben = User.objects.get(username="ben")
    ben.set_password("another")
    ben.save()

    printed = seed_demo("--if-empty", clients=1, weeks=0)

    assert printed == SIGN_INS.replace(SIGN_INS.splitlines(keepends=True)[1], "")
    assert stored() == before


def test_seed_demo_if_empty_beside_other_users():
    UserFactory(username="anna")

    assert seed_demo("--if-empty") == ""

    assert Trainer.objects.count() == 0


def test_seed_demo_debug_off(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        seed_demo()

    assert seed_demo("--if-empty") == ""
    assert User.objects.count() == 0


def test_seed_demo_debug_off_with_force(settings):
    settings.DEBUG = False

    seed_demo("--force", clients=1, weeks=0)

    assert Trainer.objects.count() == 2


@pytest.mark.parametrize(
    ("option", "value"), [("trainers", "0"), ("clients", "x"), ("weeks", "-1"), ("today", "2027-02-29")]
)
def test_seed_demo_bad_option(option, value):
    with pytest.raises(CommandError, match=option):
        seed_demo(f"--{option}={value}")
