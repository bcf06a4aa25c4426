"""The database that a measurement runs on: a fresh one, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres import private_server
from tests.served.databases import postgres_database, sqlite_database


@contextmanager
def database(name: str) -> Iterator[str]:
    """The URL of a fresh database, `sqlite` or `postgres`."""
    if name == "sqlite":
        with sqlite_database() as url:
            yield url
    else:
        # As careful as in production: a server that does not wait for the disk holds its locks too briefly.
        with private_server(durable=True) as server, postgres_database(server) as url:
            yield url
