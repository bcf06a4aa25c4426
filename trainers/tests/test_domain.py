"""Hiring and revising trainers: all of it happens, or nothing."""

import pytest
from django.core.exceptions import ValidationError

from trainers.domain import hire, revise
from trainers.models import Trainer, User
from trainers.tests.factories import PASSWORD, UserFactory

ACCOUNT = {"email": "dora@example.com", "password": "pw"}
DORA = {"full_name": "Dora Dean", "timezone": "Africa/Cairo"}


def refused(call, *arguments):
    """{field: messages} that the call raises."""
    with pytest.raises(ValidationError) as error:
        call(*arguments)
    return error.value.message_dict


def test_hire_with_a_new_account(db):
    trainer = hire(User(username="dora"), ACCOUNT, DORA)

    stored = Trainer.objects.select_related("user").get()
    assert stored == trainer
    assert (stored.full_name, stored.timezone, stored.parallel_sessions) == ("Dora Dean", "Africa/Cairo", 1)
    assert (stored.user.username, stored.user.email) == ("dora", "dora@example.com")
    assert stored.user.check_password("pw")


def test_hire_a_user_who_is_there(db):
    user = UserFactory()
    before = User.objects.values().get()

    hire(user, {}, DORA)

    assert User.objects.values().get() == before
    assert Trainer.objects.get().user == user


def test_hire_names_everything_that_is_wrong(db):
    account, values = {"email": "nobody", "password": ""}, {"timezone": "Mars/Olympus"}

    words = refused(hire, User(username="two words"), account, values)

    assert set(words) == {"username", "email", "password", "full_name", "timezone"}
    assert not User.objects.exists()


def test_hire_keeps_what_the_door_says(db):
    words = refused(hire, User(username="dora"), ACCOUNT, {}, {"full_name": "Not a text."})

    assert words == {"full_name": ["Not a text."]}
    assert not User.objects.exists()


def test_hire_under_a_name_that_is_taken(db):
    UserFactory(username="dora")

    assert refused(hire, User(username="dora"), ACCOUNT, DORA) == {"username": ["This user name is taken."]}
    assert not Trainer.objects.exists()


def test_hire_a_trainer(alice):
    assert refused(hire, alice.user, {}, DORA) == {"user": ["This user is a trainer already."]}


def test_revise_writes_only_what_is_given(alice):
    Trainer.objects.update(full_name="Written Meanwhile")

    revise(alice, {"email": "new@example.com"}, {"timezone": "Africa/Cairo"})

    stored = Trainer.objects.select_related("user").get()
    assert (stored.full_name, stored.timezone) == ("Written Meanwhile", "Africa/Cairo")
    assert (stored.user.email, stored.user.check_password(PASSWORD)) == ("new@example.com", True)


def test_revise_with_the_same_password_keeps_its_hash(alice):
    """Another hash would end the browser sessions and revoke the tokens."""
    before = alice.user.password

    revise(alice, {"password": PASSWORD}, {})

    assert User.objects.get().password == before


def test_revise_refused_changes_nothing(alice):
    before = User.objects.values().get(), Trainer.objects.values().get()

    refused(revise, alice, {"email": "new@example.com"}, {"parallel_sessions": 0})

    assert (User.objects.values().get(), Trainer.objects.values().get()) == before
