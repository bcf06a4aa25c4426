"""Every operation of the schema with Alice's ids, by everybody else: nothing seen, nothing changed."""

import pytest

from clients.tests.factories import ClientFactory
from mectofitness.api import tokens
from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import session, stored
from scheduling.models import Session
from trainers.tests.factories import UserFactory

METHODS = {"get", "post", "put", "patch", "delete"}
CANARY = "canary-7d1f"


def operations():
    """(method, path below /api/v1/) of all that the schema lists."""
    paths = Caller().get("schema", HTTP_HOST="localhost").json()["paths"]
    return [
        (method, path.removeprefix("/api/v1/")) for path in paths for method in METHODS & set(paths[path])
    ]


OPERATIONS = sorted(operations())
PUBLIC = {("post", "auth/login"), ("post", "auth/token"), ("post", "auth/token/refresh")}
OWN = {("get", "auth/me"), ("post", "auth/logout")}


@pytest.fixture
def secret(alice) -> Session:
    """All texts of Alice's are a canary."""
    alice.full_name = f"{CANARY} trainer"
    alice.save()
    client = ClientFactory(
        trainer=alice,
        first_name=CANARY,
        last_name="client",
        email=f"{CANARY}@example.com",
        phone="+49-777-001",
        notes=CANARY,
        medical_conditions=CANARY,
    )
    texts = dict.fromkeys(
        [
            "title",
            "description",
            "location",
            "notes",
            "trainer_notes",
            "client_feedback",
            "exercises_performed",
        ],
        CANARY,
    )
    return session(client, **texts)


def stranger(who):
    if who == "anonymous":
        return Caller()
    caller = Caller()
    user = UserFactory(username=f"{who} member", is_staff=True, is_superuser=who == "superuser")
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.obtain(user).access}")
    return caller


def body(secret):
    """Right for every operation, with Alice's ids in it."""
    return {
        "client_id": secret.client_id,
        "title": "Mine now",
        "scheduled_start": "2027-06-10T10:00:00",
        "scheduled_end": "2027-06-10T11:00:00",
        "status": "cancelled",
        "trainer_id": secret.trainer_id,
        "first_name": "Mine",
        "last_name": "Now",
        "email": "mine@example.com",
    }


def probe(caller, method, path, secret, query=""):
    key = secret.client_id if path.startswith("clients") else secret.pk
    address = path.replace("{id}", str(key))
    assert "{" not in address
    sent = body(secret) if method in {"post", "put", "patch"} else None
    return getattr(caller, method)(f"{address}{query}", sent)


def leaks(response, secret):
    return CANARY in response.content.decode() or str(secret.uuid) in response.content.decode()


def test_operations_are_known():
    assert len(OPERATIONS) == 19
    assert set(OPERATIONS) >= PUBLIC | OWN


@pytest.mark.parametrize("who", ["anonymous", "staff", "superuser"])
@pytest.mark.parametrize(("method", "path"), sorted(set(OPERATIONS) - PUBLIC - OWN))
def test_operation_without_a_trainer(secret, who, method, path):
    caller = stranger(who)
    before = stored()

    response = probe(caller, method, path, secret)

    assert response.status_code == (401 if who == "anonymous" else 403)
    assert (response.json()["success"], list(response.json())) == (False, ["success", "error"])
    assert not leaks(response, secret)
    assert stored() == before


@pytest.mark.parametrize("query", ["", "?permanent=true&include_client=1&include_trainer=1&trainer_id=1"])
@pytest.mark.parametrize(("method", "path"), [operation for operation in OPERATIONS if "{" in operation[1]])
def test_operation_on_alices_objects_by_charlie(secret, as_charlie, method, path, query):
    before = stored()

    response = probe(as_charlie, method, path, secret, query)

    noun = "client" if path.startswith("clients") else "session"
    assert (response.status_code, response.json()) == (
        403,
        {"success": False, "error": f"You do not have permission to view this {noun}"},
    )
    assert stored() == before


QUERIES = ["", "search=canary", "client_id={client}", "trainer_id={trainer}", "trainer__user__username=alice",
    "include_client=1&include_trainer=1", "or=1", "_connector=OR", "client__user__password__startswith=p",
    "pk__in={pk}", "id={pk}", "ids={pk}"]  # fmt: skip
LISTS = [path for method, path in OPERATIONS if method == "get" and "{" not in path and "auth" not in path]


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_charlie(secret, as_charlie, path):
    empty = as_charlie.get(path).json()

    for query in QUERIES:
        query = query.format(client=secret.client_id, trainer=secret.trainer_id, pk=secret.pk)
        response = as_charlie.get(f"{path}?{query}", HTTP_X_USER_ID=str(secret.trainer.user_id))
        assert (response.status_code, response.json()) == (200, empty)
        assert not leaks(response, secret)


@pytest.mark.parametrize("path", ["sessions", "sessions/{pk}"])
def test_alices_client_in_a_body_of_charlies(secret, as_charlie, charlie, path):
    own = session(ClientFactory(trainer=charlie), "2027-06-09T10:00:00")
    before = stored()
    send = as_charlie.post if path == "sessions" else as_charlie.patch

    foreign = send(path.format(pk=own.pk), body(secret))
    unknown = send(path.format(pk=own.pk), body(secret) | {"client_id": 987654})

    assert foreign.status_code == unknown.status_code == 400
    assert foreign.content == unknown.content
    assert foreign.json()["errors"] == {"client_id": "Client not found"}
    assert stored() == before


def test_conflicts_of_others_are_not_told(secret, as_charlie, charlie):
    """Alice's time is no reason against Charlie's."""
    own = ClientFactory(trainer=charlie)
    times = {
        "scheduled_start": f"{secret.scheduled_start:%Y-%m-%dT%H:%M:%SZ}",
        "scheduled_end": f"{secret.scheduled_end:%Y-%m-%dT%H:%M:%SZ}",
    }

    response = as_charlie.post("sessions", body(secret) | times | {"client_id": own.pk})

    assert response.status_code == 201
    assert not leaks(response, secret)


@pytest.mark.parametrize("header", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE"])
@pytest.mark.parametrize("method", ["DELETE", "PUT"])
def test_method_in_a_header_or_a_parameter(as_alice, secret, header, method):
    before = stored()

    response = as_alice.post(
        f"sessions/{secret.pk}?_method={method}", {"_method": method}, **{header: method}
    )

    assert (response.status_code, response.json()) == (
        405,
        {"success": False, "error": 'Method "POST" not allowed.'},
    )
    assert stored() == before


def test_reading_changes_nothing(as_alice, secret):
    before = stored()

    for method, path in OPERATIONS * 2:
        if method == "get":
            assert probe(as_alice, method, path, secret).status_code == 200
            assert probe(as_alice, "head", path, secret).status_code == 200

    assert stored() == before
