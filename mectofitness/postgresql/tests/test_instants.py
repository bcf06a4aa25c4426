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


def test_a_connection_that_the_server_ended_is_noticed_at_once():
    wrapper = DatabaseWrapper(connection.settings_dict, alias="ended")
    try:
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (process,) = cursor.fetchone()
        assert (wrapper.is_usable(), wrapper.is_usable()) == (True, True)

        with connection.cursor() as cursor:
            # It waits until the other has ended.
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

        assert not wrapper.is_usable()
    finally:
        wrapper.close()
