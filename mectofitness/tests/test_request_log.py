"""The number and the line of every request."""

import io
import json
import logging

import pytest
from django.db import ProgrammingError
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from mectofitness import logs, views
from mectofitness.urls import urlpatterns as addresses

CANARY = "canary-7b1f"
ADDRESS = "127.0.0.1"


def fails(request: HttpRequest, **keys: str) -> None:
    raise ValueError(CANARY)


class UndefinedTable(Exception):
    """What PostgreSQL's driver raises."""

    sqlstate = "42P01"


def misses_a_table(request: HttpRequest) -> None:
    raise ProgrammingError('relation "x" does not exist') from UndefinedTable()


urlpatterns = [
    path("fails/<token>/", fails),
    *(path(f"api/{dialect}/fails", fails) for dialect in ("v1", "calendar", "timeline")),
    path("api/v1/unmigrated", misses_a_table),
    *addresses,
]
handler500 = views.server_error


@pytest.fixture
def lines():
    """A function: what was said since it was called the last time."""
    stream = io.StringIO()
    handler = logs.Lines(stream)
    handler.setFormatter(logs.JSONLines())
    handler.addFilter(logs.Relevant())
    listened = [logging.getLogger(name) for name in (None, "mectofitness.requests")]
    for logger in listened:
        logger.addHandler(handler)

    def since():
        text = stream.getvalue()
        stream.truncate(0)
        stream.seek(0)
        return [json.loads(line) for line in text.splitlines()]

    yield since
    for logger in listened:
        logger.removeHandler(handler)


@pytest.fixture
def anybody():
    return Client(raise_request_exception=False)


def test_line_of_who_works_as_a_trainer(lines, admin_client, admin_user, alice):
    """Both are named: who really asks, and for whom."""
    admin_client.post(f"/admin/trainers/trainer/{alice.pk}/work-as/")
    lines()

    admin_client.get("/clients/")

    [line] = lines()
    assert (line["user_id"], line["trainer_id"]) == (admin_user.pk, alice.pk)


def test_line_of_a_trainers_page(lines, alice):
    client = Client()
    client.force_login(alice.user)
    client.get("/clients/")
    lines()

    response = client.get(f"/clients/?search={CANARY}", headers={"Cookie-Like": CANARY})

    [line] = lines()
    assert line.pop("time")
    assert line.pop("ms") > 0
    assert line == {
        "level": "info",
        "logger": "mectofitness.requests",
        "message": "Request",
        "request_id": response["X-Request-ID"],
        "method": "GET",
        "area": "page",
        "route": "/clients/",
        "user_id": alice.user.pk,
        "trainer_id": alice.pk,
        "address": ADDRESS,
        "status": 200,
    }


@pytest.mark.parametrize(
    ("address", "area", "route", "status"),
    [
        ("/", "page", "/", 302),
        ("/sign-in/", "page", "/sign-in/", 200),
        (f"/password/reset/{CANARY}/{CANARY}/", "page", "/password/reset/<uidb64>/<token>/", 200),
        (f"/{CANARY}", "page", None, 404),
        ("/admin/", "admin", "/admin/", 302),
        ("/api/v1/sessions/5", "crm", "/api/v1/sessions/<pk>/", 401),
        ("/api/calendar/session", "calendar", "/api/calendar/session/", 401),
        ("/api/timeline/timelines", "timeline", "/api/timeline/timelines/", 401),
        (f"/api/{CANARY}", "crm", "/api", 404),
        (f"/static/{CANARY}", "static", None, 404),
    ],
)
def test_line_names_the_pattern_and_not_the_path(db, lines, anybody, address, area, route, status):
    anybody.get(f"{address}?{CANARY}")

    [line] = lines()
    assert (line["area"], line["route"], line["status"]) == (area, route, status)
    assert (line["user_id"], line["trainer_id"]) == (None, None)
    assert CANARY not in json.dumps(line)


def test_line_of_a_bearer(lines, alice):
    from mectofitness.api.crm.tests.conftest import Caller

    as_alice = Caller(alice)
    lines()

    as_alice.get("sessions")

    [line] = lines()
    assert (line["user_id"], line["trainer_id"]) == (alice.user.pk, alice.pk)


def test_probe_is_no_news(lines, anybody):
    anybody.get("/healthz")

    assert lines() == []


@pytest.mark.parametrize("number", ["abcdefgh", "A" * 64, "7b1f-0000-1111"])
def test_number_that_comes_with_the_request(anybody, number):
    assert anybody.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"] == number


@pytest.mark.parametrize(
    "number", ["", "short", "A" * 65, "ab cd efgh", 'abcdefgh"', "abcdefgé", "abcdefgh_"]
)
def test_number_that_is_none(anybody, number):
    given = anybody.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"]

    assert len(given) == 32
    assert given != anybody.get("/healthz")["X-Request-ID"]


@pytest.mark.urls(__name__)
def test_fault_of_a_page_is_told_once_and_can_be_found(lines, anybody):
    response = anybody.get(f"/fails/{CANARY}/?{CANARY}")

    fault, request = lines()
    assert (response.status_code, request["status"]) == (500, 500)
    assert fault["request_id"] == request["request_id"] == response["X-Request-ID"]
    assert fault["traceback"].endswith("fails\nbuiltins.ValueError")
    assert request["route"] == "/fails/<token>/"
    assert f"tell us this number: <code>{response['X-Request-ID']}</code>" in response.content.decode()
    assert CANARY not in json.dumps([fault, request])


SORRY = "Nothing was changed. We have been told; please try again."


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("v1", {"success": False, "error": SORRY, "request_id": "abcdefgh"}),
        ("calendar", {"message": SORRY, "request_id": "abcdefgh"}),
        ("timeline", {"statusCode": 500, "message": SORRY, "errors": [SORRY], "requestId": "abcdefgh"}),
    ],
)
def test_fault_of_an_api_can_be_found(lines, anybody, dialect, expected):
    response = anybody.get(f"/api/{dialect}/fails", headers={"X-Request-ID": "abcdefgh"})

    assert (response.status_code, response.json()) == (500, expected)
    assert [line["request_id"] for line in lines()] == ["abcdefgh"] * 2


@pytest.mark.urls(__name__)
def test_table_that_is_not_there_yet(anybody):
    response = anybody.get("/api/v1/unmigrated")

    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_refusal_carries_no_number_in_its_body(db, anybody):
    response = anybody.get("/api/v1/sessions")

    assert set(response.json()) == {"success", "error"}
    assert response["X-Request-ID"]
