"""manage.py create_trainer: what it prints, what it changes, what it refuses."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.management import CommandError, call_command
from django.utils import timezone

from clients.tests.factories import ClientFactory
from scheduling.tests.factories import SessionFactory
from trainers.models import Trainer, User
from trainers.tests.factories import UserFactory

NEW = {"password": "pw", "email": "dora@example.com", "full_name": "Dora Dean"}


def create_trainer(username="dora", **options):
    printed = StringIO()
    call_command("create_trainer", username, **options, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def dora(db):
    create_trainer(**NEW)
    return Trainer.objects.select_related("user").get()


def stored():
    return list(Trainer.objects.values()), list(User.objects.values())


def test_create_trainer_prints_one_line_with_the_ids(db):
    printed = StringIO()
    arguments = ["dora", "--password", "pw", "--email", "dora@example.com", "--name", "Dora Dean"]

    call_command("create_trainer", *arguments, stdout=printed)

    trainer = Trainer.objects.get()
    assert printed.getvalue() == json.dumps({"id": trainer.pk, "uuid": str(trainer.uuid)}) + "\n"
    assert (trainer.full_name, trainer.timezone, trainer.parallel_sessions) == ("Dora Dean", "UTC", 1)
    assert (trainer.user.username, trainer.user.email) == ("dora", "dora@example.com")
    assert (trainer.user.is_staff, trainer.user.is_superuser) == (False, False)


def test_create_trainer_hashes_the_password(dora):
    assert identify_hasher(dora.user.password)
    assert dora.user.check_password("pw")


def test_create_trainer_with_all_options(db):
    create_trainer(**NEW, timezone="Europe/Berlin", parallel_sessions=3)

    trainer = Trainer.objects.get()
    assert (trainer.timezone, trainer.parallel_sessions) == ("Europe/Berlin", 3)


def test_create_trainer_again_prints_and_stores_the_same(dora):
    before = stored()

    assert json.loads(create_trainer(**NEW)) == {"id": dora.pk, "uuid": str(dora.uuid)}
    assert json.loads(create_trainer()) == {"id": dora.pk, "uuid": str(dora.uuid)}

    assert stored() == before


@pytest.mark.parametrize(
    ("option", "value"),
    [("full_name", "Dora Doe"), ("timezone", "America/New_York"), ("parallel_sessions", 2)],
)
def test_create_trainer_again_changes_what_is_given_only(dora, option, value):
    (trainer,), users = stored()

    create_trainer(**{option: value})

    assert stored() == ([trainer | {option: value, "version": 2}], users)


def test_create_trainer_again_with_another_password(dora):
    create_trainer(password="other")

    dora.user.refresh_from_db()
    assert dora.user.check_password("other")


def test_create_trainer_reads_the_password_from_standard_input(dora, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("from a pipe\n"))

    create_trainer(password="-")

    dora.user.refresh_from_db()
    assert dora.user.check_password("from a pipe")


def test_create_trainer_for_a_user_who_is_none_yet(db):
    user = UserFactory(username="dora", is_staff=True)

    create_trainer(full_name="Dora Dean")

    user.refresh_from_db()
    assert (user.trainer.full_name, user.is_staff) == ("Dora Dean", True)


def test_create_trainer_without_what_a_new_one_needs(db):
    with pytest.raises(CommandError) as refused:
        create_trainer(email="dora@example.com")

    assert str(refused.value) == (
        "--password: This is needed for a new trainer.\n--name: This is needed for a new trainer."
    )
    assert stored() == ([], [])


BAD = [
    ("timezone", "Mars/Olympus", "--timezone: Mars/Olympus is not an IANA time zone"),
    ("timezone", "a\x00", "--timezone:"),
    ("parallel_sessions", 0, "--parallel-sessions: Ensure this value is greater than or equal to 1."),
    ("parallel_sessions", 51, "--parallel-sessions:"),
    ("parallel_sessions", 10**30, "--parallel-sessions:"),
    ("email", "nobody", "--email: Enter a valid email address."),
    ("email", "", "--email: This must not be empty."),
    ("email", "a@\ud800.com", "--email:"),
    ("email", "a\x00@example.com", "--email:"),
    ("password", "", "--password: This must not be empty."),
    ("password", "\ud800", "--password:"),
    ("full_name", "", "--name:"),
    ("full_name", "a\x00", "--name: The NUL character is not allowed."),
    ("full_name", "x" * 151, "--name:"),
]


@pytest.mark.parametrize(("option", "value", "words"), BAD)
def test_create_trainer_refuses_a_bad_value(db, option, value, words):
    with pytest.raises(CommandError, match="^" + words):
        create_trainer(**NEW | {option: value})

    assert stored() == ([], [])


@pytest.mark.parametrize(("option", "value", "words"), BAD)
def test_create_trainer_again_refuses_a_bad_value_and_changes_nothing(dora, option, value, words):
    before = stored()
    others = {"full_name": "Changed", "email": "changed@example.com", "password": "changed"}

    with pytest.raises(CommandError, match="^" + words):
        create_trainer(**others | {option: value})

    assert stored() == before


@pytest.mark.parametrize("username", ["", "a\x00", "\ud800", "two words", "x" * 151])
def test_create_trainer_refuses_a_bad_user_name(db, username):
    with pytest.raises(CommandError, match=r"^USERNAME: "):
        create_trainer(username, **NEW)

    assert stored() == ([], [])


@pytest.mark.parametrize("number", ["two", "1.5", "9" * 5000])
def test_create_trainer_refuses_what_is_no_number(db, number):
    with pytest.raises(CommandError, match="--parallel-sessions"):
        call_command("create_trainer", "dora", "--parallel-sessions", number)


def test_create_trainer_keeps_what_is_booked_at_once(dora):
    Trainer.objects.update(parallel_sessions=2)
    client = ClientFactory(trainer=dora)
    start = timezone.now() + timedelta(days=1)
    SessionFactory(client=client, scheduled_start=start)
    SessionFactory(client=ClientFactory(trainer=dora), scheduled_start=start)

    with pytest.raises(CommandError, match=rf"^--parallel-sessions: On {start:%Y-%m-%d at %H:%M}"):
        create_trainer(parallel_sessions=1, full_name="Changed")

    dora.refresh_from_db()
    assert (dora.parallel_sessions, dora.full_name) == (2, "Dora Dean")
