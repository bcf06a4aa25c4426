"""A replica that is behind: nobody misses what they wrote, and lists come from it once it has caught up."""

from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection

from tests.postgres import breakable_server
from tests.served.calling import Crowd, Request
from tests.served.databases import postgres_database
from tests.served.machines import replica_of
from tests.served.people import Wanted, hire
from tests.served.races import book
from tests.served.server import serve

pytestmark = [
    pytest.mark.served,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL has replicas"),
]

START = datetime(2037, 6, 8, 10)
STORED = "SELECT count(*) FROM scheduling_session"


@pytest.fixture
def copied(tmp_path):
    """A server whose lists come from a replica, the replica, and who calls."""
    with (
        breakable_server() as (primary, url),
        postgres_database(url) as database,
        # It follows from before there is anything to be had.
        replica_of(primary, database) as replica,
        serve(database, DATABASE_REPLICA_URL=replica.url, CACHE_URL=f"filecache://{tmp_path}") as server,
        Crowd(server.url, 1) as caller,
    ):
        yield server, replica, caller


def titles(caller, trainer):
    answer = caller.call(Request("GET", "/api/v1/sessions", cookie=trainer.cookie))
    return [session["title"] for session in answer.body["data"]["sessions"]]


def has_caught_up(replica, sessions):
    with psycopg.connect(replica.url, autocommit=True) as connection:
        while connection.execute(STORED).fetchone() != (sessions,):
            pass
    return True


def test_lists_with_a_replica_that_is_behind(copied):
    server, replica, caller = copied
    (alice,) = hire(server, Wanted())
    replica.hold(3_600_000)

    caller.call(book(alice, START, title="First"))
    own = titles(caller, alice)
    with psycopg.connect(replica.url) as connection:
        behind = connection.execute(STORED).fetchone()

    assert (own, behind) == (["First"], (0,))


def test_lists_come_from_the_replica(copied):
    server, replica, caller = copied
    (alice,) = hire(server, Wanted())
    caller.call(book(alice, START, title="First"))
    assert has_caught_up(replica, 1)
    replica.hold(3_600_000)

    # Written past the product, which therefore does not know that it is to be waited for.
    server.run("from scheduling.models import Session; Session.objects.update(title='Second')")
    from_replica = titles(caller, alice)
    caller.call(book(alice, START + timedelta(hours=2), title="Third"))
    from_primary = titles(caller, alice)
    replica.stop()
    without_replica = titles(caller, alice)

    assert from_replica == ["First"]
    assert from_primary == without_replica == ["Third", "Second"]
