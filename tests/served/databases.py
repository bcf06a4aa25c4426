"""Fresh databases to serve, gone afterwards."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def sqlite_database(copied: str | None = None) -> Iterator[str]:
    """The URL of a fresh SQLite file, or of a copy of the one at another URL, which nobody has open."""
    with tempfile.TemporaryDirectory(prefix="served-", ignore_cleanup_errors=True) as directory:
        url = f"sqlite:///{directory}/db.sqlite3"
        if copied:
            shutil.copyfile(*(it.removeprefix("sqlite:///") for it in (copied, url)))
        yield url


@contextmanager
def postgres_database(server_url: str, *, copied: bool = False) -> Iterator[str]:
    """The URL of a fresh database on the PostgreSQL server of another URL, whose user may create one.

    Or of a copy of the database of that URL, which nobody has open.
    """
    name = f"served_{secrets.token_hex(8)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    model = urlsplit(server_url).path.removeprefix("/") if copied else "template1"
    _execute(server_url, create.format(sql.Identifier(name), sql.Identifier(model)))
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        _execute(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(server_url: str, statement: sql.Composed) -> None:
    """On a connection for this alone: the server may be restarted before the next."""
    with psycopg.connect(server_url, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)
