"""Fresh databases to serve, gone afterwards."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def sqlite_database() -> Iterator[str]:
    """The URL of a fresh SQLite file."""
    with tempfile.TemporaryDirectory(prefix="served-", ignore_cleanup_errors=True) as directory:
        yield f"sqlite:///{directory}/db.sqlite3"


@contextmanager
def postgres_database(server_url: str) -> Iterator[str]:
    """The URL of a fresh database on the PostgreSQL server of another URL, whose user may create one."""
    name = f"served_{secrets.token_hex(8)}"
    _execute(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        _execute(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(server_url: str, statement: sql.Composed) -> None:
    """On a connection for this alone: the server may be restarted before the next."""
    with psycopg.connect(server_url, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)
