"""Every refusal that the three schemas document, provoked, and held against what they say of it."""

import json
from functools import cache

import pytest
from django.core.cache import cache as counted
from django.db import OperationalError, connection
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from mectofitness import bodies
from mectofitness.api import tokens
from mectofitness.api.crm.tests.samples import session
from mectofitness.api.tests.schemas import misfits
from trainers import receipts
from trainers.models import User
from trainers.tests.factories import PASSWORD, UserFactory

DIALECTS = ["/api/v1", "/api/calendar", "/api/timeline"]
CODES = [
    *("400", "401", "403", "404", "405", "408", "409", "410"),
    *("412", "413", "415", "422", "429", "500", "503"),
]
UNKNOWN = {"v1": "987654", "calendar": "00000000-0000-4000-8000-000000000000"}
UNKNOWN["timeline"] = UNKNOWN["calendar"]
# What an operation documents because any may answer it, and yet never does.
NEVER = {
    ("get", "/api/v1/auth/me", "403"): "everybody may know who they are",
    ("post", "/api/v1/auth/token", "403"): "a token goes to who asks, from wherever",
    ("post", "/api/v1/auth/token/refresh", "403"): "a token goes to who asks, from wherever",
    ("delete", "/api/v1/sessions/{id}", "409"): "what is cancelled is in nobody's way",
    ("post", "/api/v1/clients", "409"): "only while another request with its key is worked on",
    ("post", "/api/timeline/timelines", "409"): "only while another request with its key is worked on",
}
WRONG_QUERY = {
    "/api/v1/sessions": "page=x",
    "/api/v1/sessions/availability": "date=x",
    "/api/v1/sessions/stats": "start_date=x",
    "/api/v1/sessions/{id}": "include_client=x",
    "/api/v1/clients": "page=x",
    "/api/timeline/sessions": "take=x",
    "/api/timeline/timelines": "take=x",
}
# Emma is busy then.
TAKEN = {
    "v1": {"scheduled_start": "2027-06-08T10:00:00", "scheduled_end": "2027-06-08T11:00:00"},
    "calendar": {"start_time": "2027-06-08T08:00:00Z", "end_time": "2027-06-08T09:00:00Z"},
    "timeline": {"startDateTime": "2027-06-08T08:00:00Z", "endDateTime": "2027-06-08T09:00:00Z"},
}


@cache
def published(dialect):
    return Client().get(f"{dialect}/schema").json()


def documenting(dialect, code):
    """The operations that say they may answer with the code: (method, path, shape of the body)."""
    return [
        (method, path, operation["responses"][code]["content"]["application/json"]["schema"])
        for path, item in published(dialect)["paths"].items()
        for method, operation in item.items()
        if code in operation["responses"] and (method, path, code) not in NEVER
    ]


class World:
    """What Alice has, and whoever calls her API."""

    def __init__(self, alice, emma):
        alice.parallel_sessions = 2
        alice.save()
        self.emma, self.trainer = emma, str(alice.uuid)
        self.pair = tokens.obtain(alice.user)
        self.stranger = tokens.obtain(UserFactory(username="no_trainer")).access
        self.staff = tokens.obtain(UserFactory(is_staff=True, is_superuser=True)).access
        session(emma)  # at the time that is taken
        self.session = session(emma, "2027-06-09T10:00:00")
        self.timelines = [self.made("timelines", {"name": name, **more}) for name, more in (
            ("Hers", {"clientId": str(emma.uuid)}), ("Nobody's", {}))]  # fmt: skip
        times = {"startDateTime": "2027-06-10T08:00:00Z", "endDateTime": "2027-06-10T09:00:00Z"}
        self.series = self.made("sessions", self.one_time(self.timelines[0]) | times)
        self.made("sessions", self.one_time(self.timelines[1]) | TAKEN["timeline"])

    @staticmethod
    def one_time(timeline):
        return {"type": "ONE_TIME", "timelineId": timeline, "name": "Yoga"}

    def made(self, path, body):
        answer = self.call("post", f"/api/timeline/{path}", json.dumps(body))
        assert answer.status_code == 200, answer.json()
        return answer.json()["data"]["id"]

    def call(self, method, path, body="", *, token=None, kind="application/json", environ=None, **headers):
        headers |= {"Authorization": f"Bearer {self.pair.access if token is None else token}"}
        client = Client(raise_request_exception=False)
        return client.generic(method.upper(), path, body, content_type=kind, headers=headers, **environ or {})

    def address(self, path, key=None):
        """With the id of what is there."""
        own = {
            "/api/v1/sessions": self.session.pk,
            "/api/v1/clients": self.emma.pk,
            "/api/calendar/sessions/trainer": self.trainer,
            "/api/calendar/session": self.session.uuid,
            "/api/timeline/sessions": self.series,
            "/api/timeline/timelines": self.timelines[1],
        }
        stem, brace, _ = path.partition("/{")
        return f"{stem}/{key or own[stem]}" if brace else path

    def body(self, method, path):
        """One that is fine, but for a time that is taken."""
        dialect = path.split("/")[2]
        if path.startswith("/api/v1/auth/"):
            return {"username": "alice", "password": PASSWORD, "refresh": self.pair.refresh}
        if "clients" in path:
            return {"first_name": "Mia", "last_name": "Moor", "email": "mia@example.com"}
        if "timelines" in path:
            return {"name": "Yoga", "clientId": str(self.emma.uuid)}
        whose = {"v1": self.emma.pk, "calendar": str(self.emma.uuid), "timeline": None}[dialect]
        return (
            TAKEN[dialect]
            | ({"client_id": whose, "title": "x", "session_type": "personal"} if whose else {})
            | (self.one_time(self.timelines[0]) if method == "post" and dialect == "timeline" else {})
        )

    def provoke(self, code, method, path):
        """An answer with that code, if all is right."""
        address, body = self.address(path), json.dumps(self.body(method, path))
        with_body = method in {"post", "put", "patch"}
        match code:
            case "400" if with_body:
                return self.call(method, address, "{")
            case "400" if method == "delete":
                return self.call(method, address, **{"If-Match": "no tag"})
            case "400" if path in WRONG_QUERY:
                return self.call(method, f"{address}?{WRONG_QUERY[path]}")
            case "400":  # only staff are asked whose it is
                return self.call(method, f"{address}?trainer_id=x", token=self.staff)
            case "401" if "/auth/" in path and "logout" not in path:
                wrong = json.dumps({"username": "alice", "password": "wrong", "refresh": "wrong"})
                return self.call(method, address, wrong, token="")
            case "401":
                return self.call(method, address, token="")
            case "403" if "/auth/" in path:
                cookie = Client()
                cookie.post("/api/v1/auth/login", self.body(method, path), "application/json")
                return cookie.post(
                    address, body, "application/json", headers={"Sec-Fetch-Site": "cross-site"}
                )
            case "403":
                return self.call(method, address, body if with_body else "", token=self.stranger)
            case "404":
                unknown = self.address(path, UNKNOWN[path.split("/")[2]])
                return self.call(method, unknown, body if with_body else "")
            case "405":
                return self.call("foo", address)
            case "408":
                return self.call(method, address, body, environ={bodies.WRONG: bodies.Wrong.LATE})
            case "410" | "422":
                key, later = {"Idempotency-Key": f"{method} {path}"}, body.replace("2027-06-08", "2027-06-15")
                first = self.call(method, address, later, **key)
                assert first.status_code < 300, first.content
                if code == "422":
                    return self.call(method, address, body.replace("{", '{"other": 1, ', 1), **key)
                receipts.forget(User.objects.all())
                return self.call(method, address, later, **key)
            case "409":
                return self.call(method, address, body)
            case "412":
                return self.call(method, address, body if with_body else "", **{"If-Match": '"x"'})
            case "413":
                return self.call(method, address, '{"name": "' + "x" * 3_000_000 + '"}')
            case "415":
                return self.call(method, address, body, kind="text/plain")
            case "429":
                self.call("foo", address)
                return self.call(method, address)
            case "500" | "503":
                with connection.execute_wrapper(broken(ValueError if code == "500" else OperationalError)):
                    return self.call(method, address, body if with_body else "")


def broken(error):
    def execute(*args):
        raise error("at 10.0.0.1")

    return execute


@pytest.fixture
def world(alice, emma):
    return World(alice, emma)


@pytest.fixture
def one_a_day(monkeypatch):
    """Everybody may call once."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": "1/day", "anon": "1/day"})
    yield counted.clear
    counted.clear()


def test_every_refusal_is_one_that_is_tried():
    documented = {
        code
        for dialect in DIALECTS
        for item in published(dialect)["paths"].values()
        for operation in item.values()
        for code in operation["responses"]
        if code >= "400"
    }

    assert sorted(documented) == CODES


@pytest.mark.parametrize("code", [code for code in CODES if code != "429"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_refusal_fits_the_schema(world, dialect, code):
    operations = documenting(dialect, code)

    assert operations
    for method, path, shape in operations:
        answer = world.provoke(code, method, path)
        assert (method, path, str(answer.status_code)) == (method, path, code), answer.content
        assert misfits(published(dialect), shape, answer.json()) == []
        assert answer["X-Request-ID"]
        numbered = {"request_id", "requestId"} & set(answer.json())
        assert bool(numbered) == (code >= "500")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_refusal_of_too_many_fits_the_schema(world, one_a_day, dialect):
    for method, path, shape in documenting(dialect, "429"):
        one_a_day()
        answer = world.provoke("429", method, path)
        assert (method, path, answer.status_code) == (method, path, 429), answer.content
        assert misfits(published(dialect), shape, answer.json()) == []
        assert int(answer["Retry-After"]) > 0
