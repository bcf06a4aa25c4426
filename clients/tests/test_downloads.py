"""One's own clients as a file: what the list shows, and an import reads it again."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clients.importing import columns, reading, sheets
from clients.models import Client
from clients.tests.factories import ClientFactory

ADDRESSES = ["/clients/clients.csv", "/clients/clients.xlsx"]


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


@pytest.fixture
def some(alice):
    """Ada, of whom everything is known, and Bo, who is not a client any more."""
    ada = ClientFactory(
        trainer=alice,
        first_name="Ada",
        email="ada@example.com",
        date_of_birth=date(1990, 4, 3),
        fitness_level="beginner",
        fitness_goal="=strong",
        medical_conditions="-",
        notes='"Knee"; left,\nand right',
        height=Decimal("180.5"),
        weight=Decimal(176),
        weight_unit="lb",
        membership="10 sessions",
        membership_until=date(2027, 12, 31),
        emergency_contact_name="Cy",
        emergency_contact_phone="+49 30",
    )
    ClientFactory(trainer=alice, first_name="Bo", email="bo@example.com", status="inactive")
    return ada


def table(answer):
    return reading.table(sheets.text_of(answer.getvalue()))


def names(answer):
    return [row.cells[0] for row in table(answer).rows]


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_has_what_the_list_shows(signed_in, some, charlie, address):
    ClientFactory(trainer=charlie)

    assert names(signed_in.get(address)) == ["Ada"]
    assert names(signed_in.get(f"{address}?status=all&sort=-name")) == ["Bo", "Ada"]
    assert names(signed_in.get(f"{address}?status=all&q=bo")) == ["Bo"]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_download_is_read_again_by_the_import(signed_in, alice, some, address, language):
    type(alice).objects.filter(pk=alice.pk).update(language=language)
    data = signed_in.get(f"{address}?status=all").getvalue()
    before = list(Client.objects.order_by("email").values())
    Client.objects.all().delete()

    answer = signed_in.post("/clients/import/", {"file": SimpleUploadedFile("clients", data)})
    page = signed_in.get(answer["Location"])
    sent = {column.name: column.field for column in page.context["columns"]}
    signed_in.post(answer["Location"], sent | {"seen": page.context["plan"].fingerprint})

    assert [{**row, **NEW} for row in Client.objects.order_by("email").values()] == [
        {**row, **NEW} for row in before
    ]


NEW = dict.fromkeys(["id", "uuid", "created_at"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_column_of_a_download_is_known(signed_in, some, address):
    found = table(signed_in.get(address))

    assert len(columns.guess(found)) == len(found.columns)


def test_list_offers_what_it_shows(signed_in, some):
    page = signed_in.get("/clients/?q=ada&page=1").content.decode()

    assert 'href="/clients/clients.csv?q=ada"' in page
    assert 'href="/clients/clients.xlsx?q=ada"' in page


def test_question_that_cannot_be_read_has_nobody_in_it(signed_in, some):
    answer = signed_in.get("/clients/clients.csv?level=bogus")

    assert answer.getvalue().count(b"\n") == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_is_only_for_trainers(client, some, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_is_not_kept_by_the_browser(signed_in, some, address):
    assert "no-store" in signed_in.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_download_by_post_is_refused(signed_in, address):
    assert signed_in.post(address).status_code == 405
