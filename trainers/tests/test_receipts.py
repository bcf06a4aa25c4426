"""What was answered to a request with a key: found again by its user alone, for a day, one at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from trainers import receipts
from trainers.models import Receipt
from trainers.receipts import InFlight, Spent
from trainers.tests.factories import UserFactory

MINUTE = timedelta(minutes=1)
on_postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer: nobody else can be at work"
)


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def other_connection(db):
    """A connection of somebody else's, in a transaction."""
    other = connection.copy()
    other.set_autocommit(False)
    yield other
    other.rollback()
    other.close()


def begun(user, now, key="k", asked="a session"):
    return Receipt(user=user, key=key, fingerprint=receipts.fingerprint(asked), created_at=now)


def test_find_what_was_kept(user, now):
    first = begun(user, now)
    assert receipts.find(first, wait=False) is None
    receipts.keep(first, 201, {"ETag": '"1"'}, "{}")

    found = receipts.find(begun(user, now + MINUTE), wait=False)

    assert found == first
    assert (found.status, found.headers, found.answer) == (201, {"ETag": '"1"'}, "{}")


@pytest.mark.parametrize("key", ["K", "k ", "other"])
def test_find_nothing_with_another_key(user, now, key):
    receipts.keep(begun(user, now), 201, {}, "")

    assert receipts.find(begun(user, now, key), wait=False) is None


def test_find_nothing_of_another_user(user, now):
    receipts.keep(begun(user, now), 201, {}, "")

    assert receipts.find(begun(UserFactory(), now, asked="something else"), wait=False) is None


def test_find_with_another_request(user, now):
    receipts.keep(earlier := begun(user, now), 201, {}, "")

    with pytest.raises(Spent) as spent:
        receipts.find(begun(user, now, asked="another session"), wait=False)

    assert spent.value.earlier == earlier


def test_kept_for_a_day(user, now):
    receipts.keep(begun(user, now), 201, {}, "")
    last = now + receipts.KEPT - MINUTE

    assert receipts.find(begun(user, last), wait=False)
    assert receipts.find(begun(user, last + MINUTE, asked="another session"), wait=False) is None


def test_keep_forgets_what_the_user_was_answered_a_day_ago(user, now):
    receipts.keep(theirs := begun(UserFactory(), now), 201, {}, "")
    receipts.keep(begun(user, now), 201, {}, "")
    receipts.keep(begun(user, now, "later"), 201, {}, "")

    receipts.keep(again := begun(user, now + receipts.KEPT), 200, {}, "")

    assert list(Receipt.objects.order_by("pk")) == [theirs, again]


def test_one_receipt_for_a_key(user, now):
    receipts.keep(begun(user, now), 201, {}, "")

    with pytest.raises(IntegrityError), transaction.atomic():
        receipts.keep(begun(user, now), 201, {}, "")


def test_fingerprint_tells_what_is_asked_for():
    one = receipts.fingerprint("POST", "/a", {"x": 1, "y": [1, 2]})

    assert one == receipts.fingerprint("POST", "/a", {"y": [1, 2], "x": 1})
    others = [("PUT", "/a"), ("POST", "/b"), ("POST", "/a", {"x": "1", "y": [1, 2]})]
    assert one not in [receipts.fingerprint(*other) for other in others]


@pytest.mark.django_db(transaction=True)
@on_postgres
def test_find_while_another_is_at_work(user, now, other_connection):
    mine = begun(user, now)
    with other_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [receipts.lock_number(mine)])

    with pytest.raises(InFlight), transaction.atomic():
        receipts.find(mine, wait=False)
    with transaction.atomic():  # another key, and another user's, are free
        assert receipts.find(begun(user, now, "other"), wait=False) is None
        assert receipts.find(begun(UserFactory(), now), wait=False) is None

    other_connection.rollback()
    with transaction.atomic():
        assert receipts.find(mine, wait=False) is None


@pytest.mark.django_db(transaction=True)
@on_postgres
def test_find_keeps_the_key_until_the_transaction_ends(user, now, other_connection):
    def is_free():
        with other_connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [receipts.lock_number(begun(user, now))])
            (free,) = cursor.fetchone()
        other_connection.rollback()
        return free

    for wait in (True, False):
        with transaction.atomic():
            receipts.find(begun(user, now), wait=wait)
            assert not is_free()
        assert is_free()
