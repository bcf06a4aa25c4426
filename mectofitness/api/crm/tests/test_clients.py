"""The clients of /api/v1: enrolled, listed, found, revised and deactivated by their own trainer."""

import pytest

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.samples import session, stored
from scheduling.domain import erasure

NEW = {"first_name": "Sarah", "last_name": "Johnson", "email": "Sarah.J@example.com"}
FULL = NEW | {
    "phone": "+1-555-0456",
    "status": "active",
    "date_of_birth": "1990-02-28",
    "emergency_contact_name": "John Johnson",
    "emergency_contact_phone": "+1 (555) 0457",
    "fitness_goal": "Run ten kilometres",
    "fitness_level": "beginner",
    "medical_conditions": "Asthma\nKnee",
    "notes": "Mornings",
    "height": 172.5,
    "height_unit": "cm",
    "weight": 64.0,
    "weight_unit": "kg",
    "membership": "10 sessions",
    "membership_until": "2027-12-31",
}
EMPTY = {
    "phone": "",
    "status": "active",
    "date_of_birth": None,
    "emergency_contact_name": "",
    "emergency_contact_phone": "",
    "fitness_goal": "",
    "fitness_level": "",
    "medical_conditions": "",
    "notes": "",
    "height": None,
    "height_unit": "cm",
    "weight": None,
    "weight_unit": "kg",
    "membership": "",
    "membership_until": None,
}


def names(response):
    assert response.status_code == 200, response.json()
    return [client["first_name"] for client in response.json()["data"]["clients"]]


def invalid(response):
    answer = response.json()
    assert (response.status_code, answer["success"], answer["error"]) == (400, False, "Validation failed")
    assert all(isinstance(message, str) for message in answer["errors"].values())
    return answer["errors"]


def identity(client):
    return {"id": client.pk, "uuid": str(client.uuid), "name": client.name}


@pytest.mark.parametrize(("body", "expected"), [(NEW, NEW | EMPTY), (FULL, FULL)])
def test_create_client(as_alice, alice, body, expected):
    response = as_alice.post("clients", body)

    client = Client.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "success": True,
        "message": "Client created successfully",
        "data": identity(client) | expected,
    }
    assert client.trainer == alice
    assert as_alice.get(f"clients/{client.pk}").json() == {
        "success": True,
        "data": identity(client) | expected,
    }


def test_create_client_with_keys_that_may_not_be_set(as_alice, alice, charlie):
    given = {
        "id": 77,
        "uuid": "7ed42ee7-aa61-4623-9898-5781762dde30",
        "trainer": charlie.pk,
        "trainer_id": charlie.pk,
        "name": "Somebody Else",
    }

    data = as_alice.post("clients", NEW | given).json()["data"]

    client = Client.objects.get()
    assert client.trainer == alice
    assert data == identity(client) | NEW | EMPTY
    assert (data["id"] != 77, data["uuid"] != given["uuid"], data["name"]) == (True, True, "Sarah Johnson")


@pytest.mark.parametrize("name", NEW)
def test_create_client_without_a_required_field(as_alice, name):
    without = {key: other for key, other in NEW.items() if key != name}

    assert list(invalid(as_alice.post("clients", without))) == [name]
    for value in (None, "", "  ", "\u200b", 5, True, [], "x\ny", "x" * 255):
        assert list(invalid(as_alice.post("clients", without | {name: value}))) == [name], value
    assert not Client.objects.exists()


WRONG = [("email", "emma"), ("email", "a@b"), ("email", "emma@example.com\n"), ("phone", "call me"),
    ("phone", "1" * 33), ("phone", "555\n0123"), ("status", "gone"), ("status", None), ("status", 1),
    ("date_of_birth", "1990-02-30"), ("date_of_birth", "yesterday"), ("date_of_birth", 19900228),
    ("date_of_birth", ""), ("emergency_contact_name", "a\rb"), ("emergency_contact_phone", "x"),
    ("fitness_goal", "x" * 10_001), ("fitness_level", "expert"), ("medical_conditions", None), ("notes", 5),
    ("height", 0), ("height", 301), ("height", 172.55), ("height", "tall"), ("height", True), ("height", [1]),
    ("height", 1e300), ("height_unit", "m"), ("weight", -1), ("weight", 1501), ("weight_unit", None),
    ("membership", "x" * 101), ("membership", "a\nb"), ("membership_until", "2027-02-29")]  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_client_with_a_wrong_field(as_alice, emma, method):
    before = stored()

    for name, value in WRONG:
        body = {name: value} if method == "patch" else NEW | {name: value}
        response = getattr(as_alice, method)("clients" if method == "post" else f"clients/{emma.pk}", body)
        assert list(invalid(response)) == [name], value
    assert stored() == before


@pytest.mark.parametrize("email", ["emma@example.com", "EMMA@example.com", "Emma@EXAMPLE.com"])
def test_client_with_an_address_that_is_taken(as_alice, emma, email):
    other = ClientFactory(trainer=emma.trainer)
    before = stored()
    taken = {"email": "You have a client with this e-mail already."}

    assert invalid(as_alice.post("clients", NEW | {"email": email})) == taken
    assert invalid(as_alice.patch(f"clients/{other.pk}", {"email": email})) == taken
    assert invalid(as_alice.put(f"clients/{other.pk}", NEW | {"email": email})) == taken
    assert stored() == before
    assert as_alice.patch(f"clients/{emma.pk}", {"email": email}).status_code == 200


def test_client_with_an_address_that_another_trainer_has(as_charlie, emma):
    assert as_charlie.post("clients", NEW | {"email": emma.email}).status_code == 201


def test_put_client(as_alice, emma):
    emma.notes = "Kept"
    emma.save()

    response = as_alice.put(f"clients/{emma.pk}", NEW)

    emma.refresh_from_db()
    assert (response.status_code, response.json()["message"]) == (200, "Client updated successfully")
    assert response.json()["data"] == identity(emma) | EMPTY | NEW | {"phone": "+1-555-0123", "notes": "Kept"}


@pytest.mark.parametrize("name", NEW)
def test_put_client_without_a_required_field(as_alice, emma, name):
    before = stored()

    response = as_alice.put(f"clients/{emma.pk}", {key: NEW[key] for key in NEW if key != name})

    assert list(invalid(response)) == [name]
    assert stored() == before


@pytest.mark.parametrize("body", [{"notes": "Back pain"}, {"status": "inactive"}, {"height": None}, {}])
def test_patch_client(as_alice, emma, body):
    before = as_alice.get(f"clients/{emma.pk}").json()["data"]

    response = as_alice.patch(f"clients/{emma.pk}", body)

    assert (response.status_code, response.json()["data"]) == (200, before | body)


def test_delete_client_deactivates(as_alice, emma, sample):
    booked = session(emma)
    before = as_alice.get(f"clients/{emma.pk}").json()["data"]

    first, second = as_alice.delete(f"clients/{emma.pk}"), as_alice.delete(f"clients/{emma.pk}")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == {
        "success": True,
        "message": "Client deactivated successfully",
        "data": before | {"status": "inactive"},
    }
    assert second.json() == first.json()
    assert as_alice.get(f"sessions/{booked.pk}").json()["data"]["status"] == "scheduled"
    assert list(invalid(as_alice.post("sessions", sample))) == ["client_id"]
    as_alice.patch(f"clients/{emma.pk}", {"status": "active"})
    assert as_alice.post("sessions", sample).status_code == 201


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_client_of_another_trainer(as_charlie, emma, method):
    before = stored()

    response = getattr(as_charlie, method)(f"clients/{emma.pk}", NEW)

    assert (response.status_code, response.json()) == (
        403,
        {"success": False, "error": "You do not have permission to view this client"},
    )
    assert stored() == before


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize(
    ("key", "error"), [("987654", "Client not found"), ("0", "Client not found"), ("abc", "Not found")]
)
def test_client_that_is_not_there(as_alice, method, key, error):
    response = getattr(as_alice, method)(f"clients/{key}", NEW)

    assert (response.status_code, response.json()) == (404, {"success": False, "error": error})


ERASED = "This client was erased, which cannot be changed any more"


def test_erased_client_is_shown_like_an_inactive_one(as_alice, emma, now):
    erasure.erase(emma, now=now)

    data = as_alice.get(f"clients/{emma.pk}").json()["data"]

    assert data.keys() == {"id", "uuid", "name", *FULL}
    assert (data["name"], data["status"], data["phone"]) == ("Erased client", "inactive", "")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_erased_client_cannot_be_changed(as_alice, emma, now, method):
    erasure.erase(emma, now=now)
    before = stored()

    response = getattr(as_alice, method)(f"clients/{emma.pk}", NEW)

    assert invalid(response) == {"client": ERASED}
    assert stored() == before


def test_erased_client_cannot_be_booked(as_alice, emma, sample, now):
    erasure.erase(emma, now=now)

    assert invalid(as_alice.post("sessions", sample)) == {"client_id": ERASED}


def test_session_of_an_erased_client_cannot_be_changed(as_alice, emma, now):
    booked = session(emma)
    erasure.erase(emma, now=now)

    response = as_alice.patch(f"sessions/{booked.pk}", {"notes": "again"})

    assert invalid(response) == {"client_id": ERASED}


@pytest.fixture
def four(alice, charlie):
    ClientFactory(
        trainer=alice, first_name="Anna", last_name="Berg", email="berg@example.com", phone="+49 30 1"
    )
    ClientFactory(
        trainer=alice, first_name="Ben", last_name="Anders", email="ben@x.example", status="inactive"
    )
    ClientFactory(trainer=alice, first_name="Anna", last_name="Alt", email="alt_a@example.com", phone="")
    ClientFactory(trainer=charlie, first_name="Anna", last_name="Foreign")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Anna", "Anna", "Ben"]),
        ("status=active", ["Anna", "Anna"]),
        ("status=inactive", ["Ben"]),
        ("search=ANNA", ["Anna", "Anna"]),
        ("search=anna b", ["Anna"]),
        ("search=ander", ["Ben"]),
        ("search=X.EXAMPLE", ["Ben"]),
        ("search=%2B49", ["Anna"]),
        ("search=foreign", []),
        ("search=anna&status=inactive", []),
        ("search=%25", []),
        ("search=_", ["Anna"]),
        ("search=%5C", []),
        ("page=2&per_page=2", ["Ben"]),
        ("page=3&per_page=2", []),
        ("trainer_id=2&colour=red", ["Anna", "Anna", "Ben"]),
    ],
)
def test_list_clients(as_alice, four, query, found):
    assert names(as_alice.get(f"clients?{query}")) == found


def test_list_clients_in_order_and_pages(as_alice, four):
    data = as_alice.get("clients?per_page=2").json()["data"]

    assert [client["name"] for client in data["clients"]] == ["Anna Alt", "Anna Berg"]
    assert data["pagination"] == {
        "page": 1,
        "per_page": 2,
        "total_pages": 2,
        "total_items": 3,
        "has_next": True,
        "has_prev": False,
    }


@pytest.mark.parametrize(
    "query", ["status=gone", "page=0", "per_page=x", "search=%00", f"search={'x' * 201}"]
)
def test_list_clients_refused(as_alice, query):
    assert list(invalid(as_alice.get(f"clients?{query}"))) == [query.partition("=")[0]]


@pytest.mark.parametrize("items", [1, 3])
def test_list_clients_queries(as_alice, alice, django_assert_num_queries, items):
    ClientFactory.create_batch(items, trainer=alice)

    with django_assert_num_queries(3):  # the token with its user, how many, the page
        assert len(names(as_alice.get("clients"))) == items


@pytest.mark.parametrize(
    ("method", "most"), [("post", 9), ("put", 11), ("patch", 11), ("delete", 11), ("get", 4)]
)
def test_client_queries(as_alice, emma, django_assert_max_num_queries, method, most):
    path = "clients" if method == "post" else f"clients/{emma.pk}"

    with django_assert_max_num_queries(most):
        assert getattr(as_alice, method)(path, NEW).status_code in {200, 201}
