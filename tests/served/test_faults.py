"""The database fails while the product is served: 503, nothing half done, and well again at once."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.served.calling import Answer, Crowd, Request
from tests.served.databases import sqlite_database
from tests.served.people import Wanted, hire
from tests.served.races import book, book_by_form, stored
from tests.served.server import serve

TEN = datetime(2027, 6, 8, 10)
CLIENT = """
from clients.models import Client

result = str(Client.objects.get(pk=given["id"]).uuid)
"""
KILL_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
PAGE = "/calendar/week/2027-06-07/"
WAITING = """
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
AWAY = {"success": False, "error": "The service is not available right now; try again in a moment."}

on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
pytestmark = pytest.mark.served


def said(answer: Answer):
    """The body, without the number that the log has it under."""
    return {name: value for name, value in answer.body.items() if name != "request_id"}


@pytest.fixture
def alice(server):
    return hire(server, Wanted())[0]


@pytest.fixture
def crowd(server):
    with Crowd(server.url, 8) as crowd:
        yield crowd


@pytest.fixture
def postgres(server) -> Iterator[psycopg.Connection]:
    if on_sqlite:
        pytest.skip("PostgreSQL's own")
    with psycopg.connect(server.environment["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def test_connections_that_broke_are_not_used_again(postgres, crowd, alice):
    ask = [Request("GET", "/api/v1/sessions", cookie=alice.cookie)] * 8
    crowd.at_once(ask)

    killed = postgres.execute(KILL_OTHERS)

    assert killed.rowcount > 1
    assert [answer.status for answer in crowd.at_once(ask)] == [200] * 8


def test_a_connection_that_breaks_in_mid_booking(postgres, server, crowd, alice):
    with ThreadPoolExecutor(1) as threads, postgres.transaction():
        postgres.execute("SELECT FROM trainers_trainer WHERE id = %s FOR UPDATE", [alice.id])
        booking = threads.submit(crowd.call, book(alice, TEN))
        with psycopg.connect(server.environment["DATABASE_URL"], autocommit=True) as other:
            while not (waiting := other.execute(WAITING).fetchone()):
                assert not booking.done(), booking.result()
            other.execute("SELECT pg_terminate_backend(%s)", waiting)
            answer = booking.result()

    assert (answer.status, said(answer), answer.headers["Retry-After"]) == (503, AWAY, "5")
    assert stored(server, [alice]) == []
    assert crowd.call(book(alice, TEN)).status == 201
    assert len(stored(server, [alice])) == 1


@contextmanager
def locked(file: str) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.skipif(not on_sqlite, reason="SQLite's own")
def test_a_file_that_another_program_locks():
    with sqlite_database() as url, serve(f"{url}?timeout=1") as server, Crowd(server.url, 3) as crowd:
        alice = hire(server, Wanted())[0]
        client = server.run(CLIENT, id=alice.clients[0])
        with locked(url.removeprefix("sqlite:///")):
            read = Request("GET", "/api/v1/sessions", cookie=alice.cookie)
            by_program, by_form, reading = crowd.at_once(
                [book(alice, TEN), book_by_form(alice, TEN, client), read]
            )
        after = crowd.call(book(alice, TEN))

        assert (by_program.status, said(by_program), by_program.headers["Retry-After"]) == (503, AWAY, "5")
        assert (by_form.status, by_form.headers["Retry-After"]) == (503, "5")
        assert "send it again" in by_form.body
        assert reading.status == 200
        assert after.status == 201
        assert len(stored(server, [alice])) == 1


@pytest.mark.skipif(not on_sqlite, reason="SQLite's own")
def test_a_file_that_may_not_be_written_any_more():
    """Also while connections are open that could still write it."""
    with sqlite_database() as url, serve(url, True) as server, Crowd(server.url, 4) as crowd:
        alice, file = hire(server, Wanted())[0], Path(url.removeprefix("sqlite:///"))
        reads = [Request("GET", path, cookie=alice.cookie) for path in ("/api/v1/sessions", PAGE)]
        crowd.at_once([*reads, *reads])
        file.chmod(0o444)
        writing, *reading = crowd.at_once([book(alice, TEN), *reads])

        assert (writing.status, said(writing), writing.headers["Retry-After"]) == (503, AWAY, "5")
        assert [answer.status for answer in reading] == [200, 200]
        assert stored(server, [alice]) == []
