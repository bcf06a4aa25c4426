"""Who calls, in every dialect: how a bearer token is named, and which address counts for sign-ins."""

import jwt
import pytest
from django.conf import settings
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory

from mectofitness.api import tokens
from mectofitness.api.authentication import client_address
from mectofitness.api.tests import callers
from trainers.tests.factories import PASSWORD

DOORS = [("get", "v1/auth/me"), ("get", "timeline/sessions"), ("post", "calendar/sessions/trainer/{key}")]
RANGE = {"start_range": "2027-06-08T00:00:00Z", "end_range": "2027-06-09T00:00:00Z"}


class Caller(callers.Caller):
    prefix = "/api/"

    def enter(self, door, trainer):
        """Goes through a door, to what is the trainer's."""
        method, path = door
        return getattr(self, method)(path.format(key=trainer.uuid), RANGE)


@pytest.fixture(params=DOORS, ids=["crm", "timeline", "calendar"])
def door(request):
    return request.param


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_scheme_in_any_case(alice, charlie, door, scheme):
    caller = Caller()
    caller.credentials(HTTP_AUTHORIZATION=f"{scheme} {tokens.obtain(alice.user).access}")

    assert caller.enter(door, alice).status_code == 200
    assert caller.post("v1/auth/login", {"username": "charlie", "password": PASSWORD}).status_code == 200
    response = caller.enter(door, alice)
    assert (response.status_code, "different users" in str(response.json())) == (401, True)


@pytest.mark.parametrize("end", [10**15, 10**40, "4000000000"], ids=["far", "farther", "text"])
def test_token_that_ends_at_no_date(alice, door, end):
    pair, caller = tokens.obtain(alice.user), Caller()
    access, refresh = (_ending(token, end) for token in (pair.access, pair.refresh))
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")

    assert caller.enter(door, alice).status_code == 401
    assert Caller().post("v1/auth/token/refresh", {"refresh": refresh}).status_code == 401


def _ending(token, end):
    """The token with another end, signed as ours are."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims | {"exp": end}, settings.SECRET_KEY, algorithm="HS256")


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_client_address_behind_proxies(monkeypatch, proxies, address):
    """Each proxy appends whom it heard from; what stands further left the client itself wrote."""
    monkeypatch.setattr(api_settings, "NUM_PROXIES", proxies)
    request = APIRequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7, 203.0.113.9")

    assert client_address(request) == address


def test_client_address_without_header():
    assert client_address(APIRequestFactory().get("/")) == "127.0.0.1"
