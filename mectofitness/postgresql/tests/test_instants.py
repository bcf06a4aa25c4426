"""Times are read as psycopg reads them; that a connection has ended is noticed."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DataError, connection, connections

from mectofitness.postgresql.base import DatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("sqlite" in connections.settings["default"]["ENGINE"], reason="PostgreSQL's own"),
]


def read(text):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT timestamptz '{text}'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2027-06-08 12:00:00+00", datetime(2027, 6, 8, 12, tzinfo=UTC)),
        ("2027-06-08 12:00:00.120+02", datetime(2027, 6, 8, 10, microsecond=120_000, tzinfo=UTC)),
        ("1970-01-01 00:00:00.000001+00", datetime(1970, 1, 1, microsecond=1, tzinfo=UTC)),
        ("0001-01-01 00:00:00+00", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_instants(text, instant):
    found = read(text)

    assert (found, found.tzinfo) == (instant, UTC)


@pytest.mark.parametrize("text", ["infinity", "0001-01-01 00:00:00+00 BC", "10000-01-01 00:00:00+00"])
def test_instants_beyond_what_python_knows(text):
    with pytest.raises((DataError, psycopg.DataError)):
        read(text)


@pytest.fixture
def kept():
    """A connection of an earlier request."""
    wrapper = DatabaseWrapper(connection.settings_dict, alias="kept")
    wrapper.connect()
    yield wrapper
    wrapper.close()


def last_question(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process(kept)])
        return cursor.fetchone()[0]


def process(kept):
    return kept.connection.info.backend_pid


def test_a_connection_that_the_server_ended_is_noticed_at_once(kept):
    assert (kept.is_usable(), kept.is_usable()) == (True, True)

    with connection.cursor() as cursor:
        # It waits until the other has ended.
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process(kept)])

    assert not kept.is_usable()


@pytest.mark.parametrize(("has_failed", "asked"), [(False, "SELECT 2"), (True, "SELECT 1")])
def test_a_connection_that_has_just_answered_is_asked_only_after_an_error(kept, has_failed, asked):
    assert kept.is_usable()
    kept.sure_until += 60  # so that it does not depend on how quick the machine is
    with kept.cursor() as cursor:
        cursor.execute("SELECT 2")
    kept.errors_occurred = has_failed

    assert kept.is_usable()
    assert last_question(kept) == asked


def test_a_connection_that_answered_long_ago_is_asked(kept):
    kept.sure_until = 0.0
    with kept.cursor() as cursor:
        cursor.execute("SELECT 2")

    assert kept.is_usable()
    assert last_question(kept) == "SELECT 1"
