"""Which credentials count in contract 001, and from which pages a cookie may write."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import session, stored
from mectofitness.api.crm.tests.signed_in import ALICE, me, unauthorized

HEADERS = ["", "Bearer", "Bearer ", "Bearer x", "Bearer a b", "Bearer a.b.c", "bearer x", "Basic YTpi",
    "Token x", "Bearer \xe9", "Bearer " + "a" * 8000, "Bearer null",
    "Bearer eyJhbGciOiJub25lIn0.e30."]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_no_credentials(as_anonymous, alice, header):
    as_anonymous.credentials(HTTP_AUTHORIZATION=header)

    for path in ("sessions", "sessions/1", "clients", "auth/me", "sessions/stats", "sessions/availability"):
        unauthorized(as_anonymous.get(path))
    unauthorized(as_anonymous.post("sessions", {}))
    unauthorized(as_anonymous.post("auth/logout"))


@pytest.mark.parametrize(
    "key", ["", "x", "a" * 32, "\xe9" * 32, '"abc\\000defgh"', "../../etc/passwd", "a" * 9000]
)
def test_cookie_of_no_session(db, key):
    caller = Caller()

    response = caller.get("sessions", HTTP_COOKIE=f"session={key}")

    unauthorized(response)


def test_cookie_that_has_expired(alices_browser):
    assert alices_browser.get("auth/me").status_code == 200

    with time_machine.travel(datetime.now(UTC) + timedelta(days=15)):
        unauthorized(alices_browser.get("auth/me"))


def test_cookie_and_bearer_of_one_user(alices_browser, pair, alice):
    alices_browser.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")

    assert alices_browser.get("auth/me").json()["data"] == me(alice)


@pytest.mark.parametrize("path", ["auth/me", "sessions", "clients"])
def test_cookie_and_bearer_of_different_users(alices_browser, charlie, as_charlie, path):
    as_charlie.cookies = alices_browser.cookies

    assert "different users" in unauthorized(as_charlie.get(path))


WITH_BODY = [("post", "sessions"), ("put", "sessions/{pk}"), ("patch", "sessions/{pk}"), ("post", "clients"),
    ("put", "clients/{client}"), ("patch", "clients/{client}"), ("post", "auth/logout"),
    ("post", "auth/login")]  # fmt: skip
WRITES = [*WITH_BODY, ("delete", "sessions/{pk}"), ("delete", "clients/{client}")]


ELSEWHERE = [
    {"HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_SITE": "same-site"},
    {"HTTP_SEC_FETCH_SITE": ""},
    {"HTTP_ORIGIN": "https://evil.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "http://testserver:81"},
    {"HTTP_ORIGIN": "https://testserver"},
    {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "same-origin"},
]


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_cookie_write_from_another_site(alices_browser, emma, sample, method, path):
    path = path.format(pk=session(emma).pk, client=emma.pk)
    before = stored()

    for headers in ELSEWHERE:
        response = getattr(alices_browser, method)(path, sample | ALICE, **headers)
        assert (response.status_code, response.json()) == (
            403,
            {"success": False, "error": "Requests from another site are refused."},
        )
        assert alices_browser.get("auth/me", **headers).status_code == 200
    assert stored() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_REFERER": "https://evil.example/"},
    ],
)
def test_cookie_write_from_here(alices_browser, sample, headers):
    alices_browser.handler.enforce_csrf_checks = True

    assert alices_browser.post("sessions", sample, **headers).status_code == 201


NO_JSON = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
    "application/json-patch+json", "text/json", "x"]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_cookie_write_that_is_no_json(alices_browser, emma, method, path):
    path = path.format(pk=session(emma).pk, client=emma.pk)
    before = stored()

    for content_type in NO_JSON:
        response = alices_browser.generic(method.upper(), path, b'{"title": "x"}', content_type=content_type)
        assert (response.status_code, response.json()["success"]) == (415, False)
    assert stored() == before
