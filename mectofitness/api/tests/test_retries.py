"""A retry with `Idempotency-Key` makes nothing twice, through every POST that creates something."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from clients.models import Client
from mectofitness.api.tests.callers import Caller as AnyCaller
from scheduling.domain import erasure
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers import receipts
from trainers.models import Receipt
from trainers.tests.factories import UserFactory

KEY = "f5a1d1c6-8a70-4a39-9b0e-6f9ec6a3d0a1"
DOORS = ["/api/v1/sessions", "/api/v1/clients", "/api/calendar/session", "/api/timeline/sessions",
    "/api/timeline/timelines"]  # fmt: skip
PEOPLE = {"/api/v1/clients", "/api/timeline/timelines"}
door = pytest.mark.parametrize("path", DOORS)
takes_time = pytest.mark.parametrize("path", [path for path in DOORS if path not in PEOPLE])


class Caller(AnyCaller):
    prefix = ""


@pytest.fixture
def as_alice(alice):
    return Caller(alice)


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def body(emma):
    """body(path) -> what creates something there; with `hour` at another one of the day."""
    timeline = TimelineFactory(client=emma)

    def body_of(path, hour=10, client=emma, timeline=timeline):
        start, end = f"2027-06-10T{hour}:00:00", f"2027-06-10T{hour + 1}:00:00"
        return {
            "/api/v1/sessions": {
                "client_id": client.pk,
                "title": "Rehab",
                "scheduled_start": f"{start}Z",
                "scheduled_end": f"{end}Z",
            },
            "/api/v1/clients": {"first_name": "A", "last_name": "B", "email": f"a{hour}@example.com"},
            "/api/calendar/session": {
                "client_id": str(client.uuid),
                "session_type": "Rehab",
                "start_time": f"{start}Z",
                "end_time": f"{end}Z",
            },
            "/api/timeline/sessions": {
                "type": "ONE_TIME",
                "timelineId": str(timeline.uuid),
                "name": "Yoga",
                "startDateTime": f"{start}Z",
                "endDateTime": f"{end}Z",
            },
            "/api/timeline/timelines": {"name": f"Mornings at {hour}"},
        }[path]

    return body_of


def send(caller, path, body, key=KEY):
    return caller.post(path, body, headers={"Idempotency-Key": key})


def rows():
    return {model.__name__: model.objects.count() for model in (Session, Series, Timeline, Client)}


def said(response):
    """All that a caller can tell by, but the request's own number, and what says that it was said before."""
    own = {"Idempotent-Replayed", "X-Request-ID"}
    headers = {name: value for name, value in response.items() if name not in own}
    return response.status_code, response.content, headers


@door
def test_retry_gets_the_same_answer_and_makes_nothing(alice, as_alice, body, path, standing_clock):
    first, made = send(as_alice, path, body(path)), rows()
    standing_clock.shift(timedelta(hours=23))

    second = send(Caller(alice), path, body(path))  # the first one's token has run out

    assert first.status_code in {200, 201}
    assert said(second) == said(first)
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert rows() == made


@door
def test_without_a_key_each_request_is_one(as_alice, body, path):
    as_alice.post(path, body(path, 10))
    made = rows()

    as_alice.post(path, body(path, 12))

    assert rows() != made
    assert not Receipt.objects.exists()


@door
def test_answer_is_of_then_though_all_has_changed(as_alice, body, path):
    first = send(as_alice, path, body(path))
    Session.objects.all().delete()
    Client.objects.exclude(first_name="Emma").delete()

    assert said(send(as_alice, path, body(path))) == said(first)


@door
def test_retry_of_what_was_erased_meanwhile(as_alice, body, emma, now, path):
    send(as_alice, path, body(path))
    erasure.erase(emma, now=now)
    left = rows()

    again = send(as_alice, path, body(path))

    assert again.status_code == 410
    assert "is erased" in again.content.decode()
    assert rows() == left


@door
def test_key_with_another_body_is_refused(as_alice, body, path):
    first, made = send(as_alice, path, body(path)), rows()

    other = send(as_alice, path, body(path, 12))

    assert other.status_code == 422
    assert "Idempotency-Key" in other.content.decode()
    assert rows() == made
    assert said(send(as_alice, path, body(path))) == said(first)


def test_key_at_another_address_is_refused(as_alice, body):
    send(as_alice, DOORS[0], body(DOORS[0]))

    assert [send(as_alice, path, body(path, 12)).status_code for path in DOORS[1:]] == [422] * 4


def test_same_body_in_other_words_is_the_same(as_alice, body):
    path = DOORS[0]
    first = send(as_alice, path, body(path))

    second = send(as_alice, f"{path}/", dict(reversed(body(path).items())))

    assert said(second) == said(first)


@door
def test_key_of_another_user_is_another(as_alice, charlie, body, path):
    send(as_alice, path, body(path))
    client = Client.objects.create(trainer=charlie, first_name="C", last_name="D", email="c@example.com")
    theirs = body(path, client=client, timeline=TimelineFactory(client=client))

    response = send(Caller(charlie), path, theirs)

    assert response.status_code in {200, 201}
    assert "Idempotent-Replayed" not in response


@takes_time
def test_refusal_is_not_kept(as_alice, emma, body, path):
    other = SessionFactory(client=emma, scheduled_start=datetime(2027, 6, 10, 10, tzinfo=UTC))
    assert send(as_alice, path, body(path)).status_code == 409
    other.delete()

    response = send(as_alice, path, body(path))

    assert response.status_code in {200, 201}
    assert "Idempotent-Replayed" not in response


@door
def test_refused_request_may_be_corrected(as_alice, body, path):
    assert send(as_alice, path, {}).status_code == 400
    assert send(as_alice, path, body(path)).status_code in {200, 201}


@door
def test_nobodys_and_strangers_requests_are_not_kept(body, path, db):
    staff = Caller()
    staff.force_authenticate(UserFactory())

    assert send(Caller(), path, body(path)).status_code == 401
    assert send(staff, path, body(path)).status_code == 403
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("path", DOORS[:1])
def test_conflict_leaves_what_was_laid_out_for_it(as_alice, emma, body, path, now):
    """The session in the way is one of a series, which nobody has looked at on that day before."""
    series = SeriesFactory(timeline=TimelineFactory(client=emma))
    day = {"scheduled_start": "2029-06-12T10:00:00", "scheduled_end": "2029-06-12T11:00:00"}

    response = send(as_alice, path, body(path) | day)

    assert response.status_code == 409
    assert "Yoga" in response.json()["error"]
    assert series.sessions.count() == 1


@door
@pytest.mark.parametrize("key", ["", " ", "x" * 256, "tab\there", "caf\xe9", " x", "nul\0"])
def test_key_that_is_none(as_alice, body, path, key):
    made = rows()

    response = send(as_alice, path, body(path), key)

    assert response.status_code == 400
    assert "Idempotency-Key" in str(response.json()["errors"])
    assert rows() == made


@pytest.mark.parametrize("key", ["x", "x" * 255, '"quoted"', "two words", "!~"])
def test_key_of_any_kind(as_alice, body, key):
    answers = [send(as_alice, DOORS[0], body(DOORS[0]), key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]


@pytest.mark.parametrize("path", DOORS[:1])
@pytest.mark.parametrize("sent", [b"{", b"[]", b"", b'{"a":' * 900 + b"1" + b"}" * 900])
def test_body_that_is_none(as_alice, path, sent):
    response = as_alice.generic(
        "POST", path, sent, content_type="application/json", headers={"Idempotency-Key": KEY}
    )

    assert response.status_code == 400
    assert not Receipt.objects.exists()


def test_a_day_later_the_key_is_new(as_alice, alice, body, standing_clock):
    path = DOORS[4]
    send(as_alice, path, body(path, 10))
    standing_clock.shift(receipts.KEPT)

    response = send(Caller(alice), path, body(path, 12))

    assert response.status_code == 200
    assert (Timeline.objects.count(), Receipt.objects.count()) == (3, 1)


def test_what_creates_nothing_takes_no_notice(as_alice, alice, now):
    """A token at rest would be a secret that anybody with a copy of the database could use."""
    asked = {"start_range": "2027-06-07T00:00:00Z", "end_range": "2027-06-14T00:00:00Z"}
    in_range = send(as_alice, f"/api/calendar/sessions/trainer/{alice.pk}", asked)
    login = send(Caller(), "/api/v1/auth/token", {"username": "x", "password": "y"}, "")

    assert (in_range.status_code, login.status_code) == (200, 401)
    assert not Receipt.objects.exists()


def test_queries(as_alice, body, django_assert_num_queries):
    path = DOORS[1]
    lock = connection.vendor == "postgresql"
    # The token with its user, the client, its record and savepoint; the receipts: sought, forgotten, stored;
    # and both ends of the transaction.
    with django_assert_num_queries(10 + lock):
        send(as_alice, path, body(path))
    # Then the token with its user, the receipt, and both ends.
    with django_assert_num_queries(4 + lock):
        send(as_alice, path, body(path))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer, and waits")
@pytest.mark.django_db(transaction=True)
@door
def test_while_the_first_is_at_work(alice, body, path):
    other, made = connection.copy(), rows()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        number = receipts.lock_number(Receipt(user=alice.user, key=KEY))
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])

    early = send(Caller(alice), path, body(path))
    other.rollback()
    other.close()

    assert (early.status_code, early["Retry-After"], rows()) == (409, "1", made)
    assert send(Caller(alice), path, body(path)).status_code in {200, 201}


@pytest.mark.django_db(transaction=True)
def test_receipt_that_cannot_be_stored_takes_back_what_was_made(alice, body):
    """Without it a retry would make a second one."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("ALTER TABLE trainers_receipt RENAME TO elsewhere")
    made = rows()
    try:
        caller = Caller(alice)
        caller.raise_request_exception = False
        status = send(caller, DOORS[0], body(DOORS[0])).status_code
    finally:
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("ALTER TABLE elsewhere RENAME TO trainers_receipt")

    assert (status >= 500, rows()) == (True, made)
