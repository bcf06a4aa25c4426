"""Guessing is slowed and forging is futile: rates of sign-ins and requests, tokens that nobody gave."""

import base64
import json
import socket
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from django.conf import settings as configured
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.test import Client as Browser
from rest_framework.throttling import SimpleRateThrottle

from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.settings import rate
from trainers.tests.factories import PASSWORD

DOORS = {
    "/api/v1/auth/login": "application/json",
    "/api/v1/auth/token": "application/json",
    "/sign-in/": None,
    "/admin/login/": None,
}


def knock(door, password, address="203.0.113.5", username="alice"):
    fields = {"username": username, "password": password}
    content_type = {"content_type": DOORS[door]} if DOORS[door] else {}
    return Browser(REMOTE_ADDR=address).post(door, fields, **content_type)


def opened(response):
    return response.status_code == 302 or (
        response.status_code == 200 and b'"success":true' in response.content
    )


@pytest.mark.parametrize("door", DOORS)
def test_ten_failures_then_a_pause(alice, door):
    alice.user.is_staff = True
    alice.user.save()
    failures = [knock(door, f"guess {number}").status_code for number in range(10)]

    eleventh, right = knock(door, "guess 11"), knock(door, PASSWORD)

    assert set(failures) == {401 if door.startswith("/api") else 200}
    for paused in (eleventh, right):
        assert paused.status_code == 429
        assert 0 < int(paused["Retry-After"]) <= 15 * 60 + 1
    assert opened(knock(door, PASSWORD, address="203.0.113.6"))
    if door.startswith("/api"):
        assert right.json() == {"success": False, "error": right.json()["error"]}
        assert "Too many" in right.json()["error"]


@pytest.mark.parametrize("door", DOORS)
def test_failures_count_together_at_every_door(alice, door):
    for number in range(11):
        knock(list(DOORS)[number % 4], f"guess {number}")

    assert knock(door, PASSWORD).status_code == 429


@pytest.mark.parametrize("door", DOORS)
def test_success_forgets_failures(alice, door):
    alice.user.is_staff = True
    alice.user.save()
    for _ in range(2):
        for number in range(9):
            knock(door, f"guess {number}")
        assert opened(knock(door, PASSWORD))


def test_failures_of_one_do_not_lock_another(alice, charlie):
    for number in range(12):
        knock("/api/v1/auth/login", f"guess {number}")

    assert opened(knock("/api/v1/auth/login", PASSWORD, username="charlie"))


def test_guessing_without_a_pause(alice, settings):
    settings.AXES_ENABLED = False

    assert {knock("/api/v1/auth/login", f"guess {number}").status_code for number in range(12)} == {401}
    assert opened(knock("/api/v1/auth/login", PASSWORD))


RATES = {"10/15min": (10, 900), "5/min": (5, 60), "3/s": (3, 1), "100/day": (100, 86400), "7/2h": (7, 7200)}


@pytest.mark.parametrize("text", RATES)
def test_rate(text):
    number, seconds = RATES[text]

    assert rate(text) == (number, timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("who", "scope", "method", "path"),
    [("as_alice", "user", "get", "sessions"), ("as_anonymous", "anon", "post", "auth/token")],
)
def test_too_many_requests(request, monkeypatch, who, scope, method, path):
    cache.clear()
    caller = request.getfixturevalue(who)
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, scope, "3/min")

    *answers, refused = [getattr(caller, method)(path, {}) for _ in range(4)]

    cache.clear()
    assert {answer.status_code for answer in answers} <= {200, 400}
    assert (refused.status_code, list(refused.json())) == (429, ["success", "error"])
    assert 0 < int(refused["Retry-After"]) <= 61


# Tokens that nobody gave


def claims(alice, **more):
    """The payload of a token of Alice's that would be right if it were signed."""
    caller = Caller(alice)
    token = caller._credentials["HTTP_AUTHORIZATION"].split()[1]
    return jwt.decode(token, options={"verify_signature": False}) | more


def refused(token):
    caller = Caller()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    for response in (caller.get("auth/me"), caller.get("sessions"), caller.post("clients", {})):
        assert (response.status_code, response.json()["success"]) == (401, False)
    return True


def by_hand(header, payload, signature=b"x"):
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


GUESSES = ["", "secret", "changeme", "password", "django-insecure", "key", "mectofitness", "MectoFitness",
    "jwt", "HS256", "null", "None", "test", "0" * 32, "a" * 50, "SECRET_KEY", "for-development-only",
    "my-secret-key", "your-256-bit-secret", "for-development-only-never-in-production"]  # fmt: skip


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("key", GUESSES)
def test_token_of_a_guessed_key(alice, key):
    payload = claims(alice)
    if key:
        assert refused(jwt.encode(payload, key, "HS256"))
    assert refused(by_hand({"alg": "HS256", "typ": "JWT"}, payload, key.encode()))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_token_of_another_algorithm(alice, algorithm):
    assert refused(jwt.encode(claims(alice), configured.SECRET_KEY, algorithm))


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "", "RS256", "ES256", "PS256", "EdDSA", "hs256", "HS1", 5, None]
)
def test_token_of_a_claimed_algorithm(alice, algorithm):
    payload = claims(alice)
    signed = jwt.encode(payload, configured.SECRET_KEY, "HS256").rsplit(".", 1)[1]
    header = {"alg": algorithm, "typ": "JWT"}

    assert refused(by_hand(header, payload, b""))
    assert refused(by_hand(header, payload))
    assert refused(by_hand(header, payload).rsplit(".", 1)[0] + "." + signed)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"aud": ["mectofitness2"]},
        {"aud": None},
        {"iss": "other"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": int((datetime.now(UTC) + timedelta(hours=1)).timestamp())},
        {"token_type": "refresh"},
        {"token_type": None},
        {"token_type": "sliding"},
        {"user_id": None},
        {"user_id": "987654"},
        {"user_id": "' OR 1=1"},
        {"user_id": "9" * 400},
        {"user_id": [1]},
        {"jti": None},
        {"jti": {}},
        {"hash_password": "x"},
        {"hash_password": None},
    ],
)
def test_token_with_another_claim(alice, changes):
    """Signed with the real key: each claim is looked at."""
    payload = {key: value for key, value in claims(alice, **changes).items() if value is not None}

    assert refused(jwt.encode(payload, configured.SECRET_KEY, "HS256"))


def test_token_that_names_its_own_key(alice):
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        payload = claims(alice)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/key"
        for header in (
            {"kid": "../../dev/null"},
            {"kid": "' OR 1=1"},
            {"jku": url},
            {"x5u": url},
            {"kid": url},
        ):
            for key in ("", "x" * 32):
                if key:
                    assert refused(jwt.encode(payload, key, "HS256", headers=header))
                assert refused(by_hand({"alg": "HS256", "typ": "JWT", **header}, payload))

        with pytest.raises(BlockingIOError):
            canary.accept()


def test_token_of_a_password_reset(alice):
    assert refused(default_token_generator.make_token(alice.user))


@pytest.mark.parametrize("cut", [1, -1, 20])
def test_token_that_was_tampered_with(alice, cut):
    header, payload, signature = jwt.encode(claims(alice), configured.SECRET_KEY, "HS256").split(".")

    assert refused(f"{header}.{payload}.{signature[:cut]}")
    assert refused(f"{header}.{payload}")
    assert refused(f"{header}.{by_hand({}, claims(alice, user_id='1')).split('.')[1]}.{signature}")
