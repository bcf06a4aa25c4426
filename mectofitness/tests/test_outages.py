"""The database fails in the middle of a request: 503 in the shape of the path, and all or nothing is done."""

import json

import pytest
import time_machine
from django.apps import apps
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test import Client as Browser

from clients.tests.factories import ClientFactory
from mectofitness.api import failures, tokens
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.tests.factories import PASSWORD, TrainerFactory

MOST_QUERIES = 60


class Outage:
    """So many queries are answered, and none after them."""

    def __init__(self, answered):
        self.answered = answered

    def __call__(self, execute, sql, params, many, context):
        if self.answered == 0:
            words = "server closed the connection unexpectedly"
            raise OperationalError(words) from connection.Database.OperationalError(words)
        self.answered -= 1
        return execute(sql, params, many, context)


class Office:
    """Alice with a browser and a program, and what they ask for."""

    def __init__(self):
        alice = TrainerFactory(user__username="alice", user__is_staff=True, user__is_superuser=True)
        self.emma = ClientFactory(trainer=alice)
        self.session = SessionFactory(client=self.emma)
        self.timeline = TimelineFactory(client=self.emma)
        self.stranger = Browser(raise_request_exception=False)
        self.browser = Browser(raise_request_exception=False)
        self.browser.force_login(alice.user)
        token = {"authorization": f"Bearer {tokens.obtain(alice.user).access}"}
        self.program = Browser(raise_request_exception=False, headers=token)

    def ask(self, method, path, body):
        path = path.format(office=self)
        body = {name: value.format(office=self) for name, value in body.items()}
        if path.startswith("/api/"):
            body = {name: int(value) if value.isdecimal() else value for name, value in body.items()}
            return self.program.generic(method, path, json.dumps(body), content_type="application/json")
        caller = self.stranger if path == "/sign-in/" else self.browser
        return caller.generic(method, path) if method == "GET" else caller.post(path, body)


@pytest.fixture
def office(transactional_db, now):
    with time_machine.travel(now, tick=False):
        yield Office()


def stored():
    """All that is kept for trainers, by value."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for app in ("trainers", "clients", "scheduling")
        for model in apps.get_app_config(app).get_models()
    }


AT_TWO = {"scheduled_start": "2027-07-08T14:00", "scheduled_end": "2027-07-08T15:00"}
CALLS = {
    "list": ("GET", "/api/v1/sessions", {}),
    "book": ("POST", "/api/v1/sessions", {"client_id": "{office.emma.pk}", "title": "Rehab", **AT_TWO}),
    "move": ("PATCH", "/api/v1/sessions/{office.session.pk}", AT_TWO),
    "delete": ("DELETE", "/api/v1/sessions/{office.session.pk}?permanent=true", {}),
    "token": ("POST", "/api/v1/auth/token", {"username": "alice", "password": PASSWORD}),
    "wrong password": ("POST", "/api/v1/auth/token", {"username": "alice", "password": "wrong"}),
    "login": ("POST", "/api/v1/auth/login", {"username": "alice", "password": PASSWORD}),
    "book in the calendar": (
        "POST",
        "/api/calendar/session",
        {
            "client_id": "{office.emma.uuid}",
            "session_type": "Rehab",
            "start_time": "2027-07-08T14:00:00Z",
            "end_time": "2027-07-08T15:00:00Z",
        },
    ),
    "repeat": (
        "POST",
        "/api/timeline/sessions",
        {
            "type": "RECURRING",
            "timelineId": "{office.timeline.uuid}",
            "name": "Yoga",
            "startDateTime": "2027-06-09T05:00:00Z",
            "repeatCycleType": "WEEKLY",
            "recurringDayOfWeek": "WEDNESDAY",
        },
    ),
    "week": ("GET", "/calendar/week/2027-06-07/", {}),
    "book by form": (
        "POST",
        "/sessions/new/",
        {
            "client": "{office.emma.uuid}",
            "title": "Rehab",
            "session_type": "personal",
            "form_key": "the-key-of-this-form",
            **AT_TWO,
        },
    ),
    "cancel by form": ("POST", "/sessions/{office.session.uuid}/cancel/", {}),
    "sign in": ("POST", "/sign-in/", {"username": "alice", "password": PASSWORD}),
    "sign out": ("POST", "/sign-out/", {}),
    "admin": ("GET", "/admin/scheduling/session/", {}),
    "cancel in admin": (
        "POST",
        "/admin/scheduling/session/",
        {"action": "cancel_selected", "_selected_action": "{office.session.pk}"},
    ),
}


@pytest.fixture
def postgres(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own")


@pytest.mark.parametrize("call", CALLS)
def test_outage_at_any_query(office, call):
    method, path, body = CALLS[call]
    kind = "application/json" if path.startswith("/api/") else "text/html; charset=utf-8"
    before, after_503 = stored(), []
    for answered in range(MOST_QUERIES):
        with connection.execute_wrapper(Outage(answered)):
            response = office.ask(method, path, body)
        if response.status_code != 503:
            break
        assert (response["Retry-After"], response["Content-Type"]) == ("5", kind)
        assert b"unexpectedly" not in response.content
        after_503.append(stored())

    assert response.status_code in {200, 201, 302, 401}, response.content
    assert len(after_503) > 1
    # It broke before anything was written, or after all of it was.
    assert [it for it in after_503 if it not in (before, stored())] == []


def test_outage_while_the_page_is_kept_for_the_next(office):
    """The session itself is saved last, when the change is stored: what is said leaves that open."""
    office.browser.get("/calendar/week/2027-06-07/")
    body = {"client": str(office.emma.uuid), "title": "Rehab", "session_type": "personal", **AT_TWO}
    with connection.execute_wrapper(no_session_is_saved):
        response = office.browser.post("/sessions/new/", body)

    assert response.status_code == 503
    assert "may not be saved" in response.content.decode()
    assert office.browser.get("/calendar/week/2027-06-07/").status_code == 200


def test_a_page_is_shown_though_nothing_can_be_written(office):
    body = {"client": str(office.emma.uuid), "title": "Rehab", "session_type": "personal", **AT_TWO}
    office.browser.post("/sessions/new/", body)
    with connection.execute_wrapper(no_session_is_saved):
        first = office.browser.get("/calendar/week/2027-06-07/")
    second, third = (office.browser.get("/calendar/week/2027-06-07/") for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    # What could not be noted as said is said again, once.
    said = [b'class="message ' in page.content for page in (first, second, third)]
    assert said == [True, True, False]


def no_session_is_saved(execute, sql, params, many, context):
    if sql.startswith('UPDATE "django_session"'):
        raise OperationalError from connection.Database.OperationalError("disk full")
    return execute(sql, params, many, context)


@pytest.mark.parametrize(
    "error", [OperationalError("locked"), InterfaceError("closed"), InternalError("read-only transaction")]
)
def test_the_database_is_the_reason(error):
    assert failures.of(error) == failures.Failure(503, failures.UNAVAILABLE, headers={"Retry-After": "5"})


@pytest.mark.parametrize(
    "error", [DataError("range"), IntegrityError("twice"), ProgrammingError("what?"), DatabaseError("gone")]
)
def test_the_database_is_not_the_reason(error):
    assert failures.of(error) is None


def test_a_damaged_file_is_the_reason():
    with pytest.raises(DatabaseError) as raised, connection.wrap_database_errors:
        raise connection.Database.DatabaseError("database disk image is malformed")

    assert type(raised.value) is DatabaseError
    assert failures.of(raised.value).status == 503


def test_a_transaction_that_may_only_read_is_the_reason(postgres):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        with pytest.raises(InternalError) as raised:
            cursor.execute("CREATE TABLE refused ()")
        transaction.set_rollback(True)

    assert failures.of(raised.value).status == 503
