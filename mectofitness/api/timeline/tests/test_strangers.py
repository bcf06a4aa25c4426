"""Every operation of the schema with Alice's ids, by everybody else: nothing seen, nothing changed."""

from functools import partial

import pytest

from clients.tests.factories import ClientFactory
from mectofitness.api import tokens
from mectofitness.api.timeline.tests.conftest import Caller
from mectofitness.api.timeline.tests.samples import data, refusal, stored
from scheduling.models import Series
from scheduling.tests.factories import OccurrenceFactory, SeriesFactory, TimelineFactory
from trainers.tests.factories import UserFactory

CANARY = "canary-7d1f"
METHODS = {"get", "post", "put", "patch", "delete"}


def operations():
    """(method, path below /api/timeline/) of all that the schema lists."""
    paths = Caller().get("schema", HTTP_HOST="localhost").json()["paths"]
    return [
        (method, path.removeprefix("/api/timeline/"))
        for path in paths
        for method in METHODS & set(paths[path])
    ]


OPERATIONS = sorted(operations())
ON_ONE = [operation for operation in OPERATIONS if "{" in operation[1]]
LISTS = ["sessions", "timelines"]


@pytest.fixture
def secret(alice) -> Series:
    """All texts of Alice's are a canary."""
    client = ClientFactory(trainer=alice, first_name=CANARY, last_name="x", email=f"{CANARY}@example.com")
    timeline = TimelineFactory(client=client, name=CANARY, description=CANARY)
    series = SeriesFactory(timeline=timeline, title=CANARY, description=CANARY, cycle=None)
    OccurrenceFactory(series=series, trainer_notes=CANARY)
    return series


def stranger(who):
    caller = Caller()
    if who != "anonymous":
        user = UserFactory(username=f"{who} member", is_staff=True, is_superuser=who == "superuser")
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.obtain(user).access}")
    return caller


def body(secret):
    """Right for every operation, with Alice's ids in it."""
    return {
        "type": "ONE_TIME",
        "timelineId": str(secret.timeline.uuid),
        "clientId": str(secret.timeline.client.uuid),
        "name": "Mine now",
        "startDateTime": "2027-06-10T10:00:00Z",
        "endDateTime": "2027-06-10T11:00:00Z",
        "trainer": secret.trainer_id,
    }


def probe(caller, method, path, secret, query=""):
    key = secret.timeline.uuid if path.startswith("timelines") else secret.uuid
    sent = body(secret) if method in {"post", "patch"} else None
    return getattr(caller, method)(f"{path.format(id=key)}{query}", sent)


def leaks(response, secret):
    told = response.content.decode()
    return any(
        str(text) in told for text in (CANARY, secret.uuid, secret.timeline.uuid, secret.timeline.client.uuid)
    )


def test_operations_are_known():
    one = [(method, "{}/{{id}}") for method in ("delete", "get", "patch")]
    each = [*one, ("get", "{}"), ("post", "{}")]

    assert sorted((method, path.format(name)) for name in LISTS for method, path in each) == OPERATIONS


@pytest.mark.parametrize("who", ["anonymous", "staff", "superuser"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_operation_without_a_trainer(secret, who, method, path):
    caller, before = stranger(who), stored()

    response = probe(caller, method, path, secret)

    assert response.status_code == (401 if who == "anonymous" else 403)
    assert list(response.json()) == ["statusCode", "message", "errors"]
    assert not leaks(response, secret)
    assert stored() == before


@pytest.mark.parametrize("query", ["", "?timelineId=1&clientId=1&trainer_id=1&or=1"])
@pytest.mark.parametrize(("method", "path"), ON_ONE)
def test_operation_on_alices_objects_by_charlie(secret, as_charlie, method, path, query):
    before = stored()

    response = probe(as_charlie, method, path, secret, query)

    message = f"You do not have permission to view this {path.partition('s/')[0]}"
    assert (response.status_code, response.json()) == (403, refusal(403, message))
    assert stored() == before


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_charlie(secret, as_charlie, path):
    empty = as_charlie.get(path).json()

    for query in (
        "timelineId={timeline}",
        "clientId={client}",
        "trainer_id={trainer}",
        "trainer={trainer}",
        "_connector=OR",
        "or=1",
        "client__trainer__user__password__startswith=p",
        "id={series}",
        "timeline__trainer={trainer}",
    ):
        query = query.format(
            timeline=secret.timeline.uuid,
            client=secret.timeline.client.uuid,
            trainer=secret.trainer_id,
            series=secret.uuid,
        )
        response = as_charlie.get(f"{path}?{query}", HTTP_X_USER_ID=str(secret.trainer.user_id))
        assert (response.status_code, response.json()) == (200, empty)


@pytest.mark.parametrize("kind", ["session", "timeline"])
@pytest.mark.parametrize("is_new", [True, False])
def test_alices_ids_in_a_body_of_charlies(secret, as_charlie, charlie, kind, is_new):
    own = SeriesFactory(timeline=TimelineFactory(trainer=charlie))
    key = own.uuid if kind == "session" else own.timeline.uuid
    send = partial(as_charlie.post, f"{kind}s") if is_new else partial(as_charlie.patch, f"{kind}s/{key}")
    unknown = "00000000-0000-4000-8000-000000000000"
    before = stored()

    foreign = send(body(secret))
    other = send(body(secret) | {"timelineId": unknown, "clientId": unknown})

    named = {"session": "timelineId: Timeline not found", "timeline": "clientId: Client not found"}
    assert foreign.json()["errors"] == [named[kind]]
    assert (foreign.status_code, foreign.content) == (other.status_code, other.content)
    assert stored() == before


def test_time_of_alices_is_no_reason_against_charlies(secret, as_charlie, charlie):
    times = {
        "startDateTime": f"{secret.start:%Y-%m-%dT%H:%M:%SZ}",
        "endDateTime": f"{secret.end:%Y-%m-%dT%H:%M:%SZ}",
    }
    own = TimelineFactory(trainer=charlie)

    response = as_charlie.post("sessions", body(secret) | times | {"timelineId": str(own.uuid)})

    assert data(response)["startDateTime"] == times["startDateTime"]
    assert not leaks(response, secret)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_operation_with_the_cookie_alone(secret, alice, method, path):
    """Which is enough for the CRM's API."""
    caller, before = Caller(), stored()
    caller.force_login(alice.user)

    response = probe(caller, method, path, secret)

    assert "session" in caller.cookies
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert not leaks(response, secret)
    assert stored() == before


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "null"])
def test_operation_with_a_token_that_is_none(secret, token):
    response = Caller().get("sessions", HTTP_AUTHORIZATION=f"Bearer {token}")

    assert response.status_code == 401
    assert list(response.json()) == ["statusCode", "message", "errors"]


def test_reading_changes_nothing(as_alice, secret):
    before = stored()

    for method, path in OPERATIONS * 2:
        if method == "get":
            assert probe(as_alice, method, path, secret).status_code == 200
            assert probe(as_alice, "head", path, secret).status_code == 200
    assert stored() == before


@pytest.mark.parametrize("header", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE"])
def test_method_in_a_header_or_a_parameter(as_alice, secret, header):
    before = stored()

    response = as_alice.post(
        f"sessions/{secret.uuid}?_method=DELETE", {"_method": "DELETE"}, **{header: "DELETE"}
    )

    assert (response.status_code, response.json()) == (405, refusal(405, 'Method "POST" not allowed.'))
    assert stored() == before
