"""Clients as they are stored and found."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.tests.factories import SessionFactory


@pytest.mark.parametrize("text", ["emma", "EMMA WIL", "wilson", "emma@", "555-0123"])
def test_search_finds_name_email_and_phone(emma, text):
    ClientFactory(trainer=emma.trainer, first_name="Mike", last_name="Ray", email="m@x.de", phone="")

    assert list(Client.objects.search(text)) == [emma]


@pytest.mark.parametrize("text", ["%", "_", "\\", "(a+)+$", "e.ma", "nobody"])
def test_search_takes_signs_for_what_they_are(emma, text):
    assert not Client.objects.search(text).exists()


def test_search_finds_a_sign_that_is_there(emma):
    client = ClientFactory(trainer=emma.trainer, last_name="100%_sure")

    assert list(Client.objects.search("%_")) == [client]


def test_for_trainer(emma, charlie):
    other = ClientFactory(trainer=charlie)

    assert list(Client.objects.for_trainer(charlie)) == [other]


def test_delete_with_sessions_is_refused(emma):
    SessionFactory(client=emma)

    with pytest.raises(ProtectedError):
        emma.delete()


@pytest.mark.parametrize("values", [{"status": "gone"}, {"email": "EMMA@EXAMPLE.com"}])
def test_constraints_hold_without_the_domain(emma, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientFactory(trainer=emma.trainer, **values)


@pytest.mark.parametrize(
    ("text", "count"),
    [("emma wilson", 1), ("WILSON  emma", 1), ("emma wils 0123", 1), ("emma smith", 0), ("", 1)],
)
def test_search_words_in_any_order(alice, text, count):
    ClientFactory(trainer=alice)

    assert Client.objects.search(text).count() == count


@pytest.mark.parametrize("text", ["+493023125226", "23125226", "030/23125", "(226)23125", "2312-5226"])
def test_search_finds_a_phone_by_its_figures(alice, text):
    found = ClientFactory(trainer=alice, phone="+49 (30) 23125-226")
    local = ClientFactory(trainer=alice, phone="030 23125")
    ClientFactory(trainer=alice, phone="1")

    wanted = {"030/23125": [local], "(226)23125": []}.get(text, [found])
    assert list(Client.objects.search(text)) == wanted
