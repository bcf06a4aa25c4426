"""What happens to clients, and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from clients.domain import deactivate, enrol, reactivate, revise
from clients.models import Client
from clients.tests.factories import ClientFactory

MIKE = {"first_name": "Mike", "last_name": "Johnson", "email": "Mike@Example.COM"}


def refused(call, *arguments, **more):
    """{field: messages} that the call raises."""
    with pytest.raises(ValidationError) as error:
        call(*arguments, **more)
    return error.value.message_dict


def test_enrol(alice):
    client = enrol(alice, MIKE)

    stored = Client.objects.get()
    assert stored == client
    assert (stored.trainer, stored.name, stored.email) == (alice, "Mike Johnson", "Mike@example.com")
    assert (stored.status, stored.phone, stored.notes) == ("active", "", "")


def test_enrol_without_anything(alice):
    assert refused(enrol, alice, {}) == {
        "first_name": ["This field cannot be blank."],
        "last_name": ["This field cannot be blank."],
        "email": ["This field cannot be blank."],
    }


def test_enrol_keeps_what_the_door_says(alice):
    assert refused(enrol, alice, MIKE | {"phone": "x"}, {"first_name": "Not a text."}) == {
        "first_name": ["Not a text."],
        "phone": ["Write a phone number with digits, for example +1-555-0123."],
    }
    assert not Client.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 101),
        ("first_name", "a\x00"),
        ("first_name", "\ud800"),
        ("last_name", "two\nlines"),
        ("last_name", "\u200b"),
        ("email", "nobody"),
        ("email", "a@b.com\nBcc: c@d.com"),
        ("email", "a\x00@b.com"),
        ("email", "a@\ud800.com"),
        ("email", "x" * 250 + "@b.com"),
        ("phone", "12"),
        ("phone", "+1-555-0123\n"),
        ("phone", "\u0661\u0662\u0663"),
        ("status", "gone"),
        ("fitness_level", "superhuman"),
        ("notes", "x" * 10_001),
        ("notes", "a\x00"),
        ("medical_conditions", "\ud800"),
        ("membership", "a\x00"),
        ("weight", "0"),
        ("weight", "1500.1"),
        ("weight", "1.23"),
        ("weight", "NaN"),
        ("height", "-1"),
        ("height_unit", "ft"),
        ("date_of_birth", "2027-02-29"),
    ],
)
def test_enrol_refuses(alice, field, value):
    assert list(refused(enrol, alice, MIKE | {field: value})) == [field]
    assert not Client.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 100),
        ("first_name", "\U0001f3cb" * 100),
        ("last_name", "O'Brien-Müller"),
        ("notes", "one\ntwo"),
        ("phone", "+49 (0)30 / 23125.001"),
    ],
)
def test_enrol_accepts(alice, field, value):
    enrol(alice, MIKE | {field: value})

    assert getattr(Client.objects.get(), field) == value


@pytest.mark.parametrize("email", ["emma@example.com", "EMMA@example.com", "Emma@EXAMPLE.com"])
def test_enrol_with_an_email_that_is_there(emma, email):
    assert refused(enrol, emma.trainer, MIKE | {"email": email}) == {
        "email": ["You have a client with this e-mail already."]
    }
    assert Client.objects.get() == emma


def test_enrol_with_the_email_of_another_trainers_client(emma, charlie):
    assert enrol(charlie, MIKE | {"email": emma.email}).trainer == charlie


def test_revise_writes_only_what_is_given(emma):
    Client.objects.update(notes="written meanwhile")

    revise(emma, {"phone": "+1-555-0199"})

    stored = Client.objects.get()
    assert (stored.phone, stored.notes) == ("+1-555-0199", "written meanwhile")


def test_revise_refused_changes_nothing(emma):
    before = Client.objects.values().get()

    assert list(refused(revise, emma, {"first_name": "Changed", "email": "nobody"})) == ["email"]

    assert Client.objects.values().get() == before


def test_revise_to_the_email_of_another(alice, emma):
    other = ClientFactory(trainer=alice)

    assert list(refused(revise, other, {"email": emma.email.upper()})) == ["email"]


def test_revise_own_email_in_another_case(emma):
    assert revise(emma, {"email": "EMMA@example.com"}).email == "EMMA@example.com"


def test_deactivate_and_reactivate(emma):
    assert not deactivate(emma).is_active
    assert not Client.objects.active().exists()

    assert reactivate(emma).is_active
    assert Client.objects.active().get() == emma


def test_deactivate_whoever_has_a_phone_of_older_rules(emma):
    Client.objects.filter(pk=emma.pk).update(phone="ask Sarah")
    emma.refresh_from_db()

    assert not deactivate(emma).is_active

    with pytest.raises(ValidationError) as error:
        revise(emma, {"phone": "ask Tom"})
    assert list(error.value.message_dict) == ["phone"]


def test_enrol_queries(alice, django_assert_num_queries):
    with django_assert_num_queries(4):  # a savepoint, the insert, the record, the release
        enrol(alice, MIKE)


@pytest.mark.parametrize(
    ("day", "fits"), [("1900-01-01", True), ("1899-12-31", False), ("2200-01-01", False)]
)
def test_enrol_date_of_birth(alice, day, fits):
    values = {"first_name": "Emma", "last_name": "Wilson", "email": "e@example.com"}
    born = {"date_of_birth": date.fromisoformat(day)}

    if fits:
        assert enrol(alice, values | born).date_of_birth == date.fromisoformat(day)
    else:
        with pytest.raises(ValidationError, match="from 1900 until today"):
            enrol(alice, values | born)


def test_revise_leaves_an_email_alone_that_nobody_changes(emma):
    Client.objects.filter(pk=emma.pk).update(email="emma@EXAMPLE.com")

    client = revise(emma, {"phone": "+1-555-0199"})

    assert client.email == Client.objects.get().email == "emma@EXAMPLE.com"
    assert emma.history.latest().email == "emma@EXAMPLE.com"
