"""The floor: one statement on one connection, made into JSON, and nothing else; no sign-in, no rules.

A bare WSGI function, served like the product. It answers what the product answers, without what is around it.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import orjson
import psycopg
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from bench.speed.statements import STATEMENTS

OPTIONS = orjson.OPT_OMIT_MICROSECONDS | orjson.OPT_NAIVE_UTC
URL = os.environ["DATABASE_URL"]
kept = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The path names the statement; the query and the body are its parameters."""
    statement = STATEMENTS.get(environ["PATH_INFO"].removeprefix("/"))
    if statement is None:
        # What is started here is asked for a sign-in to see whether it is there.
        start_response("401 Unauthorized", [("Content-Length", "0")])
        return [b""]
    given = dict(parse_qsl(environ["QUERY_STRING"]))
    if environ["REQUEST_METHOD"] != "GET":
        given |= orjson.loads(environ["wsgi.input"].read())
    body = orjson.dumps({"success": True, "data": ask(statement, given)}, option=OPTIONS)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def ask(statement: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    cursor = connection().execute(statement, given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def connection() -> Any:
    """The connection of this thread."""
    if not hasattr(kept, "connection"):
        kept.connection = connect()
    return kept.connection


def connect() -> Any:
    if URL.startswith("sqlite"):
        found = sqlite3.connect(URL.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
        register(found)  # the table's own constraints call Django's functions
        found.execute("PRAGMA journal_mode=WAL")
        found.execute("PRAGMA synchronous=FULL")
        return found
    return psycopg.connect(URL, autocommit=True)
