"""What probes are told."""

from threading import Event

import pytest
from django.db import connection
from django.test import Client

from mectofitness import health

PROBES = ["/healthz", "/readyz"]


def test_alive_without_a_database():
    """No test that did not ask for the database may use it."""
    response = Client().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_ready(db):
    response = Client().get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize("path", PROBES)
def test_probe_is_not_sent_to_https_and_gets_no_cookie(db, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    response = Client().get(path, headers={"Cookie": "session=" + "a" * 32})

    assert response.status_code == 200
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]
    assert Client().get("/sign-in/").status_code == 301


@pytest.mark.parametrize("path", PROBES)
def test_probe_only_reads(db, path):
    client = Client(enforce_csrf_checks=True)

    assert client.head(path).status_code == 200
    for method in ("POST", "PUT", "DELETE", "FOO"):
        assert client.generic(method, path).status_code == 405


@pytest.mark.parametrize("path", PROBES)
def test_probe_must_name_a_host_of_ours(path):
    assert Client().get(path, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", PROBES)
def test_probe_asks_no_session(db, path, django_assert_num_queries):
    """The look at the database has a connection of its own."""
    with django_assert_num_queries(0):
        Client().get(path, headers={"Cookie": "session=" + "a" * 32})


def test_migration_that_is_pending(db):
    assert health.pending_migrations() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'scheduling' AND name = '0002_guard'")

    assert health.pending_migrations() == ["scheduling.0002_guard"]


def test_database_that_does_not_answer():
    held = health._checks.submit(Event().wait, 0.5)

    assert health.missing_in_database(0.01) == {
        "database": "The database did not answer within 0.01 seconds."
    }
    held.result()
