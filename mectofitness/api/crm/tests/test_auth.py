"""Signing in and out of contract 001: the cookie, the tokens, and everything that must not open the door."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore

from mectofitness.api import tokens
from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.signed_in import ALICE, me, unauthorized, with_cookie, with_token
from trainers.tests.factories import PASSWORD, UserFactory

CHARLIE = {"username": "charlie", "password": PASSWORD}


@pytest.mark.parametrize("secure", [True, False])
def test_login(as_anonymous, alice, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure

    response = as_anonymous.post("auth/login", ALICE)

    cookie = response.cookies["session"]
    assert response.status_code == 200
    assert response.json() == {"success": True, "message": "Signed in", "data": me(alice)}
    assert {name: cookie[name] for name in ("httponly", "samesite", "path", "domain", "secure")} == {
        "httponly": True,
        "samesite": "Lax",
        "path": "/",
        "domain": "",
        "secure": secure or "",
    }
    assert as_anonymous.get("auth/me").json() == {"success": True, "data": me(alice)}


def test_login_gives_a_new_session(as_anonymous, alice):
    planted = SessionStore()
    planted.create()
    as_anonymous.cookies["session"] = planted.session_key

    response = as_anonymous.post("auth/login", ALICE)

    assert response.cookies["session"].value != planted.session_key
    unauthorized(with_cookie(planted.session_key).get("auth/me"))


def test_login_as_another_ends_the_first(alices_browser, charlie):
    old = alices_browser.cookies["session"].value

    alices_browser.post("auth/login", CHARLIE)

    assert alices_browser.get("auth/me").json()["data"]["username"] == "charlie"
    unauthorized(with_cookie(old).get("auth/me"))


@pytest.mark.parametrize("path", ["auth/login", "auth/token"])
def test_credentials_that_are_wrong(as_anonymous, alice, path):
    UserFactory(username="gone", is_active=False)

    answers = [
        as_anonymous.post(path, {"username": username, "password": password})
        for username, password in (
            ("alice", "wrong"),
            ("nobody", PASSWORD),
            ("gone", PASSWORD),
            ("ALICE", PASSWORD),
            ("alice", f"{PASSWORD} "),
        )
    ]

    assert {unauthorized(answer) for answer in answers} == {"The user name or the password is wrong."}
    assert not as_anonymous.cookies


@pytest.mark.parametrize("path", ["auth/login", "auth/token"])
@pytest.mark.parametrize("name", ["username", "password"])
def test_credentials_that_are_none(as_anonymous, alice, path, name):
    for value in (None, "", 5, True, ["alice"], {}, "a\x00b", "\ud800", "x" * 1001):
        body = json.dumps(ALICE | {name: value}).encode()
        response = as_anonymous.generic("POST", path, body, content_type="application/json")
        assert (response.status_code, list(response.json()["errors"])) == (400, [name]), value


def test_staff_without_a_calendar(as_anonymous, db):
    staff = UserFactory(username="staff", is_staff=True)

    data = as_anonymous.post("auth/login", {"username": "staff", "password": PASSWORD}).json()["data"]

    assert data == {
        "id": staff.pk,
        "username": "staff",
        "email": "staff@example.com",
        "is_staff": True,
        "trainer": None,
    }
    response = as_anonymous.get("sessions")
    assert (response.status_code, response.json()) == (
        403,
        {"success": False, "error": "This account has no trainer profile"},
    )


@pytest.mark.parametrize("body", [None, {}])
def test_logout_of_a_cookie(alices_browser, body):
    key = alices_browser.cookies["session"].value

    response = alices_browser.post("auth/logout", body)

    assert (response.status_code, response.json()) == (200, {"success": True, "message": "Signed out"})
    unauthorized(with_cookie(key).get("auth/me"))
    unauthorized(alices_browser.get("auth/me"))


def test_logout_of_a_pair(pair, alice):
    other = Caller().post("auth/token", ALICE).json()["data"]

    response = with_token(pair["access"]).post("auth/logout", {"refresh": pair["refresh"]})

    assert (response.status_code, response.json()) == (200, {"success": True, "message": "Signed out"})
    unauthorized(with_token(pair["access"]).get("auth/me"))
    unauthorized(Caller().post("auth/token/refresh", {"refresh": pair["refresh"]}))
    assert with_token(other["access"]).get("auth/me").status_code == 200


@pytest.mark.parametrize("times", [0, 1, 2])
@pytest.mark.parametrize("by", [0, -1])
@pytest.mark.parametrize("named", [True, False])
def test_logout_ends_all_that_came_of_the_sign_in(pair, alice, times, by, named):
    other, pairs = Caller().post("auth/token", ALICE).json()["data"], [pair]
    for _ in range(times):
        pairs.append(Caller().post("auth/token/refresh", {"refresh": pairs[-1]["refresh"]}).json()["data"])
    body = {"refresh": pairs[-1]["refresh"]} if named else None

    assert with_token(pairs[by]["access"]).post("auth/logout", body).status_code == 200

    for each in pairs:
        unauthorized(with_token(each["access"]).get("auth/me"))
        unauthorized(Caller().post("auth/token/refresh", {"refresh": each["refresh"]}))
    assert with_token(other["access"]).get("auth/me").status_code == 200
    assert Caller().post("auth/token/refresh", {"refresh": other["refresh"]}).status_code == 200


def test_logout_with_the_refresh_token_of_another_pair(pair, alice):
    other = Caller().post("auth/token", ALICE).json()["data"]

    assert with_token(pair["access"]).post("auth/logout", {"refresh": other["refresh"]}).status_code == 200

    for refresh in (pair["refresh"], other["refresh"]):
        unauthorized(Caller().post("auth/token/refresh", {"refresh": refresh}))


def older(user):
    """A pair from before tokens carried the name of their sign-in."""
    refresh = tokens.RefreshToken.for_user(user)
    del refresh[tokens.SIGN_IN]
    access = refresh.access_token
    access[tokens.GIVEN_WITH] = refresh["jti"]
    return {"access": str(access), "refresh": str(refresh)}


def test_older_pair_is_exchanged_for_one_of_a_sign_in(alice):
    pair = older(alice.user)

    new = Caller().post("auth/token/refresh", {"refresh": pair["refresh"]}).json()["data"]
    newer = Caller().post("auth/token/refresh", {"refresh": new["refresh"]}).json()["data"]
    with_token(newer["access"]).post("auth/logout")

    assert with_token(pair["access"]).get("auth/me").status_code == 200
    for each in (new, newer):
        unauthorized(with_token(each["access"]).get("auth/me"))
    unauthorized(Caller().post("auth/token/refresh", {"refresh": pair["refresh"]}))


@pytest.mark.parametrize("named", [True, False])
def test_logout_of_an_older_pair(alice, named):
    pair, other = older(alice.user), older(alice.user)

    with_token(pair["access"]).post("auth/logout", {"refresh": pair["refresh"]} if named else None)

    unauthorized(with_token(pair["access"]).get("auth/me"))
    unauthorized(Caller().post("auth/token/refresh", {"refresh": pair["refresh"]}))
    assert with_token(other["access"]).get("auth/me").status_code == 200
    assert Caller().post("auth/token/refresh", {"refresh": other["refresh"]}).status_code == 200


def test_logout_with_the_refresh_token_of_another(pair, charlie):
    foreign = Caller().post("auth/token", CHARLIE).json()["data"]["refresh"]

    unauthorized(with_token(pair["access"]).post("auth/logout", {"refresh": foreign}))

    assert with_token(pair["access"]).get("auth/me").status_code == 200
    assert Caller().post("auth/token/refresh", {"refresh": foreign}).status_code == 200


def test_refresh_works_once(pair, alice):
    response = Caller().post("auth/token/refresh", {"refresh": pair["refresh"]})

    data = response.json()["data"]
    assert response.status_code == 200
    assert response.json() == {
        "success": True,
        "data": {"access": data["access"], "refresh": data["refresh"]},
    }
    assert data["refresh"] != pair["refresh"]
    assert with_token(data["access"]).get("auth/me").json()["data"] == me(alice)
    unauthorized(Caller().post("auth/token/refresh", {"refresh": pair["refresh"]}))
    assert Caller().post("auth/token/refresh", {"refresh": data["refresh"]}).status_code == 200


@pytest.mark.parametrize("refresh", ["x", "a.b.c", "\xe9", "x" * 4097, "", None, 5, "a\x00b", {}])
def test_refresh_of_nothing(as_anonymous, refresh):
    response = as_anonymous.post("auth/token/refresh", {"refresh": refresh})

    assert response.status_code in {400, 401}
    assert response.json()["success"] is False


def test_access_and_refresh_are_not_exchangeable(pair):
    unauthorized(with_token(pair["refresh"]).get("auth/me"))
    unauthorized(Caller().post("auth/token/refresh", {"refresh": pair["access"]}))


@pytest.mark.parametrize(("after", "status"), [(59, 200), (62, 401)])
def test_access_token_works_an_hour(pair, after, status):
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=after)):
        assert with_token(pair["access"]).get("auth/me").status_code == status


def change_password(alices_browser, alice):
    new = {
        "old_password": PASSWORD,
        "new_password1": "another horse battery",
        "new_password2": "another horse battery",
    }
    alices_browser.prefix = ""
    page = alices_browser.post("/password/change/", new, format="multipart")
    alices_browser.prefix = Caller.prefix
    assert page.status_code == 302
    assert alices_browser.get("auth/me").status_code == 200  # the browser that did it stays signed in


def deactivate(alices_browser, alice):
    alice.user.is_active = False
    alice.user.save()


def delete(alices_browser, alice):
    alice.user.delete()


@pytest.mark.parametrize("event", [change_password, deactivate, delete])
def test_credentials_end_with(alices_browser, pair, alice, event):
    elsewhere = Caller()
    elsewhere.post("auth/login", ALICE)
    assert (
        elsewhere.get("auth/me").status_code == with_token(pair["access"]).get("auth/me").status_code == 200
    )

    event(alices_browser, alice)

    unauthorized(elsewhere.get("auth/me"))
    unauthorized(with_token(pair["access"]).get("auth/me"))
    unauthorized(Caller().post("auth/token/refresh", {"refresh": pair["refresh"]}))
    unauthorized(Caller().post("auth/login", ALICE))
