"""The product on a database that it cannot use: it says so, and serves nothing by halves."""

import os

import pytest
from django.conf import settings

from tests.served.databases import postgres_database, sqlite_database
from tests.served.server import environment_for
from tests.served.workshop import open_workshop

pytestmark = pytest.mark.served

ASK = """
import logging
import sys
from django.test import Client

logging.disable()  # what is printed here is read as an answer

sys.modules.update(dict.fromkeys(given.get("not_installed", [])))
result = {}
for path in given["paths"]:
    client = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1", HTTP_COOKIE="session=" + "a" * 32)
    response = client.get(path)
    is_json = response["Content-Type"] == "application/json"
    body = response.json() if is_json else response.content.decode()
    result[path] = [response.status_code, response.get("Retry-After"), body]
"""
PATHS = ["/healthz", "/readyz", "/", "/clients/", "/admin/", "/api/v1/sessions", "/api/calendar/session"]
ALIVE = [200, None, {"status": "alive"}]
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def asked(url, **given):
    environment = environment_for(url) | given.pop("environment", {})
    with open_workshop(environment) as workshop:
        return workshop.run(ASK, {"paths": PATHS, **given})


def assert_says_so(answers):
    """All that needs the database, and nothing else, is 503."""
    assert answers["/healthz"] == ALIVE
    refused = {path: answer[:2] for path, answer in answers.items() if path != "/healthz"}
    assert refused == {path: [503, "5"] for path in PATHS[1:]}
    assert answers["/api/v1/sessions"][2]["success"] is False
    assert "tell us this number" in answers["/"][2]


def test_database_that_is_empty():
    database = sqlite_database() if ON_SQLITE else postgres_database(os.environ["DATABASE_URL"])
    with database as url:
        answers = asked(url)

    assert_says_so(answers)
    assert answers["/readyz"][2]["status"] == "not ready"
    assert "scheduling.0001_initial" in answers["/readyz"][2]["missing"]["migrations"]


def test_database_that_is_away():
    answers = asked("sqlite:////nowhere/x" if ON_SQLITE else "postgres://nobody:x@127.0.0.1:1/none")

    assert_says_so(answers)
    assert answers["/readyz"][2] == {
        "status": "not ready",
        "missing": {"database": "The database cannot be reached."},
    }


def test_time_zones_that_are_not_installed():
    with sqlite_database() as url:
        environment = {"PYTHONTZPATH": "/nowhere"}
        answers = asked(url, environment=environment, not_installed=["tzdata", "tzdata.zoneinfo.Europe"])

    assert answers["/healthz"] == ALIVE
    assert "time_zones" in answers["/readyz"][2]["missing"]
