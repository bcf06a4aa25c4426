"""What holds for every answer: cookies, headers, hosts, origins, methods, kinds of bodies, and passwords."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from scheduling.tests.factories import SessionFactory
from trainers.tests.factories import PASSWORD, UserFactory

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DEBUG": "False",
    "SECRET_KEY": "for-this-test-only-it-signs-nothing-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "crm.example.com",
    "ENV_FILE": os.devnull,
}
COLLECTIONS = ["/api/v1/sessions", "/api/v1/clients", "/api/calendar/session", "/api/timeline/sessions"]
PATHS = ["/sign-in/", "/calendar/week/", "/admin/login/", "/nothing-here/", *COLLECTIONS, "/api/v1/schema"]


def loaded(statement, **environment):
    """What a program prints that reads the settings in this environment."""
    program = f"from mectofitness import settings; {statement}"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )


# In production


def test_settings_in_production_are_the_safe_ones():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY"]

    printed = loaded(f"print([getattr(settings, it) for it in {names}], settings.DEBUG)", **SAFE)

    assert printed.stdout.strip() == "[True, True, True, True] False"


def test_passwords_are_hashed_in_one_way_only():
    """With a second, the time of a sign-in would tell who has an old hash, and so an account."""
    printed = loaded("print(settings.PASSWORD_HASHERS)", **SAFE)

    assert printed.stdout.strip() == "['django.contrib.auth.hashers.Argon2PasswordHasher']"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_settings_that_are_missing_stop_the_start(name):
    printed = loaded("", **{key: value for key, value in SAFE.items() if key != name})

    assert printed.returncode == 1
    assert f"{name} must be set when DEBUG is off." in printed.stderr


# Cookies, headers, hosts, origins


@pytest.mark.parametrize("door", ["/sign-in/", "/admin/login/"])
@pytest.mark.parametrize("secure", [True, False])
def test_cookies_of_the_forms(client, alice, settings, door, secure):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    UserFactory(username="staff", is_staff=True)
    client.get(door)

    page = client.post(door, {"username": "staff", "password": PASSWORD})

    for name in ("session", "csrftoken"):
        cookie = page.cookies[name]
        flags = (cookie["httponly"], cookie["samesite"], bool(cookie["secure"]), cookie["path"])
        assert flags == (True, "Lax", secure, "/")


@pytest.mark.parametrize("path", PATHS)
def test_headers_of_every_answer(client, db, path):
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["get", "options", "post"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_origins_are_told_nothing(client, alice, path, method, origin):
    client.force_login(alice.user)

    asked = {"origin": origin, "access-control-request-method": "POST"}
    headers = getattr(client, method)(path, headers=asked).headers

    assert [name for name in headers if name.lower().startswith("access-control-")] == []


@pytest.mark.parametrize("path", PATHS)
def test_unknown_host_is_refused_everywhere(path):
    client = Client(raise_request_exception=False)

    assert client.get(path, headers={"host": "evil.example"}).status_code == 400


def test_forwarded_host_is_not_believed(client, db):
    page = client.get("/calendar/week/", headers={"x-forwarded-host": "evil.example"})

    assert page["Location"] == "/sign-in/?next=/calendar/week/"


# Methods and kinds of bodies


@pytest.mark.parametrize("header", ["x-http-method-override", "x-http-method", "x-method-override"])
def test_method_is_the_requests_own(client, emma, header):
    session = SessionFactory(client=emma)
    client.force_login(emma.trainer.user)
    addresses = [f"/sessions/{session.uuid}/", f"/api/calendar/session/{session.uuid}"]

    for path in addresses:
        response = client.post(f"{path}?_method=DELETE", {"_method": "DELETE"}, headers={header: "DELETE"})
        assert response.status_code == 405

    session.refresh_from_db()
    assert session.status == "scheduled"


@pytest.mark.parametrize("path", ["/api/calendar/session", "/api/calendar/sessions/trainer/{uuid}"])
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"],
)
def test_calendar_reads_json_only(client, alice, path, kind):
    client.force_login(alice.user)

    response = client.generic("POST", path.format(uuid=alice.uuid), b'{"a": 1}', kind)

    assert (response.status_code, list(response.json())) == (415, ["message"])


# A forgotten password


def test_password_reset_of_an_unknown_host_mails_nothing(alice):
    client = Client(raise_request_exception=False)

    page = client.post("/password/reset/", {"email": alice.user.email}, headers={"host": "evil.example"})

    assert (page.status_code, mail.outbox) == (400, [])


@pytest.mark.parametrize(("after", "works"), [(59, True), (62, False)])
def test_password_reset_link_expires(client, alice, after, works):
    client.post("/password/reset/", {"email": alice.user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=after)):
        page = client.get(link, follow=True).content.decode()

    assert ("new_password1" in page) is works


def test_password_reset_ends_other_sessions(client, alice):
    elsewhere = Client()
    elsewhere.force_login(alice.user)
    client.post("/password/reset/", {"email": alice.user.email})
    form = client.get(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1], follow=True)

    new = "seven green bicycles"
    client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})

    assert elsewhere.get("/clients/").status_code == 302


# What a password must be


@pytest.mark.parametrize("password", ["twelve chars", "1029384756473829", "ünïcödé ist gut", "x y" * 42])
def test_password_that_may_be_chosen(password):
    validate_password(password)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("eleven char", "password_too_short"),
        ("x" * 129, "password_too_long"),
        ("telechargement", "password_too_common"),
        ("alice-archer", "password_too_similar"),
    ],
)
def test_password_that_is_refused(password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, UserFactory.build(username="alice.archer"))

    assert [error.code for error in refused.value.error_list] == [code]
