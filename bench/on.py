"""The database that a measurement runs on: a fresh one, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres import private_server
from tests.served.databases import postgres_database, sqlite_database


@contextmanager
def database(name: str, *, durable: bool = True) -> Iterator[str]:
    """The URL of a fresh database, `sqlite` or `postgres`; the latter as careful as in production.

    One that is not `durable` does not wait for the disk: quicker, but too brief with its locks for a race.
    """
    if name == "sqlite":
        with sqlite_database() as url:
            yield url
    else:
        with private_server(durable=durable) as server, postgres_database(server) as url:
            yield url
