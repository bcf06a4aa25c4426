"""Around a request of contract 001: charsets that mean nothing, addresses that do not exist."""

import json
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import RequestFactory

from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import session
from mectofitness.wsgi import application

CODECS = ["hex", "base64", "zlib", "bz2", "uu", "quopri", "rot13", "undefined", "idna", "punycode", "utf-7",
    "utf-16", "unicode_escape", "raw_unicode_escape", "bogus", "x" * 3000, "../x"]  # fmt: skip


def served(caller: Caller, path: str, content_type: str) -> tuple[int, Any]:
    """(status, JSON) as the WSGI application answers a GET."""
    request = RequestFactory(HTTP_HOST="localhost", **caller._credentials).get("/", CONTENT_TYPE=content_type)
    address, _, query = path.partition("?")
    environ = request.environ | {"PATH_INFO": f"/api/v1/{address}", "QUERY_STRING": query}
    seen: list[str] = []
    request_started.disconnect(close_old_connections)  # the test's own has what the test has made
    try:
        body = b"".join(application(environ, lambda status, headers: seen.append(status)))
    finally:
        request_started.connect(close_old_connections)
    return int(seen[0].split()[0]), json.loads(body)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("query", ["status=cancelled", "search=%2B2AA-", "search=\\ud800", "sort_by=\\ud800"])
def test_charset_of_a_get_means_nothing(as_alice, emma, settings, codec, query):
    settings.ALLOWED_HOSTS = ["localhost"]
    session(emma)

    assert served(as_alice, f"sessions?{query}", f"application/json; charset={codec}") == served(
        as_alice, f"sessions?{query}", "application/json"
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "FOO"])
@pytest.mark.parametrize("path", ["nope", "sessions/1/notes", "auth/register", ""])
def test_unknown_address_whatever_the_method(as_anonymous, method, path):
    as_anonymous.handler.enforce_csrf_checks = True

    response = as_anonymous.generic(method, path, b"{}", content_type="application/json")

    assert (response.status_code, response.json()) == (404, {"success": False, "error": "Not found"})
