"""The published schema: valid, told in words, of our paths alone, and true of what is answered."""

from functools import cache

import pytest
from drf_spectacular.validation import validate_schema

from mectofitness.api.tests.schemas import examples_that_do_not_fit, fits, misfits, operations
from mectofitness.api.timeline.tests.conftest import Caller
from mectofitness.api.timeline.tests.samples import UNKNOWN, made

# Made by hand, not from the schema: what is added there must be added here.
OPERATIONS = [("get", "sessions"), ("post", "sessions"), ("get", "sessions/{id}"), ("patch", "sessions/{id}"),
    ("delete", "sessions/{id}"), ("get", "timelines"), ("post", "timelines"), ("get", "timelines/{id}"),
    ("patch", "timelines/{id}"), ("delete", "timelines/{id}")]  # fmt: skip


@cache
def published():
    """Read once: it takes a while to be made."""
    return Caller().get("schema").json()


@pytest.fixture
def schema():
    return published()


def listed(schema):
    return operations(schema, "/api/timeline/")


def test_schema_is_valid(schema):
    validate_schema(schema)

    assert schema["openapi"].startswith("3.")
    assert sorted(listed(schema)) == sorted(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_is_described(schema, operation):
    found = listed(schema)[operation]

    assert found["summary"]
    assert found["security"] == [{"bearer": []}]
    assert {"200", "401", "403", "405", "429", "503"} <= set(found["responses"])
    assert all(response["description"] for response in found["responses"].values())
    assert examples_that_do_not_fit(schema, found) == []


@pytest.mark.parametrize(
    ("operation", "names"),
    [
        (("get", "sessions"), ["skip", "startDateTimeSortOrder", "take", "timelineId"]),
        (("get", "timelines"), ["clientId", "skip", "take"]),
        (("get", "sessions/{id}"), ["id"]),
        (("delete", "timelines/{id}"), ["If-Match", "id"]),
        (("post", "sessions"), ["Idempotency-Key"]),
        (("post", "timelines"), ["Idempotency-Key"]),
    ],
)
def test_parameters(schema, operation, names):
    parameters = listed(schema)[operation].get("parameters", [])

    assert sorted(parameter["name"] for parameter in parameters) == [*names, "trainer_id"]


@pytest.mark.parametrize("path", ["sessions", "timelines"])
def test_answers_fit_the_schema(schema, as_alice, once, weekly, path):
    bodies = {"sessions": weekly | {"repeatInterval": 2, "repeatCount": 5}, "timelines": {"name": "Yoga"}}
    made(as_alice, once | {"startDateTime": None, "endDateTime": None})

    created = as_alice.post(path, bodies[path])

    one = f"{path}/{created.json()['data']['id']}"
    assert fits(schema, listed(schema)["post", path], created)
    assert fits(schema, listed(schema)["get", path], as_alice.get(path))
    for method in ("get", "patch", "delete"):
        response = getattr(as_alice, method)(one, None if method == "get" else {"description": "x"})
        assert response.status_code == 200
        assert fits(schema, listed(schema)[method, f"{path}/{{id}}"], response)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_refusals_fit_the_schema(schema, as_alice, as_anonymous, as_charlie, timeline, once, operation):
    method, path = operation
    key = timeline.uuid if path.startswith("timelines") else made(as_alice, once)["id"]

    for caller, uuid in ((as_anonymous, key), (as_charlie, key), (as_alice, UNKNOWN)):
        sent = None if method == "get" else {}
        assert fits(schema, listed(schema)[operation], getattr(caller, method)(path.format(id=uuid), sent))
    for body in (b"{", b'{"name": 5, "type": 5}', b'{"name": "' + b"x" * 3_000_000):
        if method in {"post", "patch"}:
            response = as_alice.generic(
                method.upper(), path.format(id=key), body, content_type="application/json"
            )
            assert response.status_code in {400, 413}
            assert fits(schema, listed(schema)[operation], response)


def test_conflict_fits_the_schema(schema, as_alice, once):
    made(as_alice, once)

    response = as_alice.post("sessions", once)

    assert response.status_code == 409
    assert fits(schema, listed(schema)["post", "sessions"], response)


def test_parameter_that_is_wrong_fits_the_schema(schema, as_alice):
    for path in ("sessions", "timelines"):
        response = as_alice.get(f"{path}?take=x")
        assert response.status_code == 400
        assert fits(schema, listed(schema)["get", path], response)


@pytest.mark.parametrize("more", [{"title": "Yoga"}, {"name": None}, {"removedAt": "soon"}], ids=str)
def test_answer_that_does_not_fit_is_found(schema, as_alice, once, more):
    shape = {"$ref": "#/components/schemas/SessionData"}
    session = made(as_alice, once)

    assert misfits(schema, shape, session) == []
    assert misfits(schema, shape, session | more)
