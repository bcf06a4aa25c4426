"""The published schema: valid, told in words, of our paths alone, and true of what is answered."""

import re
from functools import cache

import pytest
from drf_spectacular.validation import validate_schema

from mectofitness.api.crm.tests.conftest import CREDENTIALS, Caller
from mectofitness.api.crm.tests.samples import session
from mectofitness.api.tests import schemas

# Made by hand, not from the schema: what is added there must be added here.
OPERATIONS = [("get", "sessions"), ("post", "sessions"), ("get", "sessions/stats"),
    ("get", "sessions/availability"), ("get", "sessions/{id}"), ("put", "sessions/{id}"),
    ("patch", "sessions/{id}"), ("delete", "sessions/{id}"), ("get", "clients"), ("post", "clients"),
    ("get", "clients/{id}"), ("put", "clients/{id}"), ("patch", "clients/{id}"), ("delete", "clients/{id}"),
    ("post", "auth/login"), ("post", "auth/logout"), ("post", "auth/token"), ("post", "auth/token/refresh"),
    ("get", "auth/me")]  # fmt: skip


@cache
def published():
    """Read once: it takes a while to be made."""
    return Caller().get("schema").json()


@pytest.fixture
def schema():
    return published()


def operations(schema):
    return schemas.operations(schema, "/api/v1/")


def fits(schema, operation, response):
    return schemas.fits(schema, operations(schema)[operation], response)


def test_schema_is_valid(schema):
    validate_schema(schema)

    assert schema["openapi"].startswith("3.")


def test_schema_has_our_paths_alone(schema):
    assert all(path.startswith("/api/v1/") for path in schema["paths"])
    assert sorted(operations(schema)) == sorted(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_is_described(schema, operation):
    found = operations(schema)[operation]

    assert found["summary"]
    assert found.get("description") or re.search(r"'examples?'", str(found))
    assert {"401", "429", "503"} <= set(found["responses"])
    assert all(response["description"] for response in found["responses"].values())


def test_parameters_are_contract_001s_and_ours(schema):
    parameters = {
        operation: {parameter["name"] for parameter in found.get("parameters", [])}
        for operation, found in operations(schema).items()
    }
    for_staff = {operation for operation, names in parameters.items() if "trainer_id" in names}
    assert for_staff == {operation for operation in parameters if "auth/" not in operation[1]}
    parameters = {operation: names - {"trainer_id"} for operation, names in parameters.items()}

    period = {"client_id", "start_date", "end_date"}
    listed = period | {"page", "per_page", "status", "session_type", "sort_by", "sort_order"}
    include = {"include_client", "include_trainer"}
    assert parameters["get", "sessions"] == listed | include | {"search"}
    assert parameters["get", "sessions/{id}"] == include | {"id"}
    assert parameters["patch", "sessions/{id}"] == {"id", "scope", "dry_run", "If-Match"}
    assert parameters["delete", "sessions/{id}"] == {"id", "permanent", "scope", "dry_run", "If-Match"}
    assert parameters["post", "sessions"] == parameters["post", "clients"] == {"Idempotency-Key"}
    assert parameters["post", "auth/token"] == set()
    assert parameters["get", "sessions/stats"] == period
    assert parameters["get", "sessions/availability"] == {"date", "duration"}


CLIENT = {"first_name": "Sarah", "last_name": "Johnson", "email": "sarah@example.com"}
BODIES = {("post", "clients"): CLIENT, ("put", "clients/{id}"): CLIENT,
    ("patch", "clients/{id}"): {"notes": "x"}, ("patch", "sessions/{id}"): {"status": "completed"},
    ("post", "auth/login"): CREDENTIALS, ("post", "auth/token"): CREDENTIALS}  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answer_fits_the_schema(schema, as_alice, emma, sample, pair, operation):
    method, path = operation
    booked = session(emma)
    body = BODIES.get(operation, sample)
    if path in {"auth/token/refresh", "auth/logout"}:
        body = {"refresh": pair["refresh"]}
    path = path.replace("{id}", str(emma.pk if path.startswith("clients") else booked.pk))

    response = getattr(as_alice, method)(path, None if method in {"get", "delete"} else body)

    assert response.status_code in {200, 201}, response.json()
    assert fits(schema, operation, response)


@pytest.mark.parametrize("query", ["?include_client=1&include_trainer=1", "?permanent=true"])
def test_answer_with_parameters_fits_the_schema(schema, as_alice, emma, query):
    booked = session(emma)
    method = "delete" if "permanent" in query else "get"

    assert fits(schema, (method, "sessions/{id}"), getattr(as_alice, method)(f"sessions/{booked.pk}{query}"))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_refusal_fits_the_schema(schema, as_alice, as_anonymous, as_charlie, emma, operation):
    method, path = operation
    key = emma.pk if path.startswith("clients") else session(emma).pk

    for caller, number in ((as_anonymous, key), (as_charlie, key), (as_alice, 987654)):
        response = getattr(caller, method)(path.replace("{id}", str(number)), None if method == "get" else {})
        assert fits(schema, operation, response)
    for body in (b"{", b'{"title": 5}'):
        if method in {"post", "put", "patch"}:
            response = as_alice.generic(
                method.upper(), path.replace("{id}", str(key)), body, content_type="application/json"
            )
            assert fits(schema, operation, response)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_examples_fit_the_schema(schema, operation):
    assert schemas.examples_that_do_not_fit(schema, operations(schema)[operation]) == []


def test_docs_need_no_other_host(as_anonymous):
    response = as_anonymous.get("docs")

    addresses = re.findall(r"""(?:src|href|data-schema)=["']([^"']*)["']""", response.content.decode())
    assert response.status_code == 200
    assert addresses
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert "http" not in response["Content-Security-Policy"]
    assert as_anonymous.get("schema").status_code == 200
