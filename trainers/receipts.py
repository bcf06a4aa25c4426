"""What was answered to a request with a key: the same request again gets it again, and makes nothing new.

A receipt is stored in the transaction of what it is about: there is either both or none of it. The caller
opens the transaction, begins a `Receipt` with `user`, `key`, `fingerprint` and `created_at`, and asks `find`;
where nothing is found it does what was asked for, and hands what it answers to `keep`. What it refuses
is not kept: a refused request may be sent again with its key, as it is or corrected.
"""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from django.db import connection, models
from django.utils.crypto import salted_hmac

from trainers.models import Receipt, User
from trainers.prepared import Given, Prepared, columns, instance

KEPT = timedelta(hours=24)
# The status of an answer that was forgotten.
GONE = 410
# 1 to 255 characters of printable ASCII, no space at either end.
KEY = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")


class InFlight(Exception):
    """The first request with the key is still being worked on."""


class Spent(Exception):
    """The key was used for something else; `earlier` is the receipt of that."""

    def __init__(self, earlier: Receipt) -> None:
        self.earlier = earlier


def fingerprint(*asked: object) -> str:
    """The same for requests that ask for the same; `asked` are values of JSON.

    Made with the secret key: what was asked for, a password perhaps, cannot be guessed from it.
    """
    text = json.dumps(asked, sort_keys=True)
    return salted_hmac("trainers.receipts", text, algorithm="sha256").hexdigest()


def find(begun: Receipt, *, wait: bool) -> Receipt | None:
    """The receipt of the same request, if there is one; from now on the key is the transaction's.

    Raises Spent; and InFlight, or waits for the other transaction's end, where another one has the key.
    """
    _take(begun, wait)
    found = _alive(user=begun.user.pk, key=begun.key, since=begun.created_at - KEPT)
    earlier = instance(Receipt, found[0]) if found else None
    if earlier and earlier.fingerprint != begun.fingerprint:
        raise Spent(earlier)
    return earlier


_alive = Prepared(
    lambda: Receipt.objects.filter(
        user_id=Given("user", models.BigAutoField()),
        key=Given("key", models.CharField()),
        created_at__gt=Given("since", models.DateTimeField()),
    ).values_list(*columns(Receipt))
)

# Nearly always there is none: to ask takes a third of the time that deleting none would.
_too_old = Prepared(
    lambda: (
        Receipt.objects.filter(
            user_id=Given("user", models.BigAutoField()),
            created_at__lte=Given("until", models.DateTimeField()),
        )
        .order_by()
        .values_list("pk")[:1]
    )
)


def keep(begun: Receipt, status: int, headers: Mapping[str, str], answer: str) -> None:
    """Store what is answered, and forget what the user was answered too long ago."""
    until = begun.created_at - KEPT
    if _too_old(user=begun.user.pk, until=until):
        Receipt.objects.filter(user=begun.user, created_at__lte=until).delete()
    begun.status, begun.headers, begun.answer = status, dict(headers), answer
    begun.save(force_insert=True)


def forget(users: models.QuerySet[User]) -> None:
    """What the users were answered. Their keys stay spent: a retry must not make it all again."""
    Receipt.objects.filter(user__in=users).exclude(answer="").update(status=GONE, answer="")
    # Where a form has led anybody may say what they were looking for.
    for receipt in Receipt.objects.filter(headers__Location__icontains="?"):
        receipt.headers["Location"] = receipt.headers["Location"].partition("?")[0]
        receipt.save(update_fields=["headers"])


def _take(begun: Receipt, wait: bool) -> None:
    """Have the key alone until the transaction ends; SQLite's one writer has waited already."""
    if connection.vendor != "postgresql":
        return
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [lock_number(begun)])
        (taken,) = cursor.fetchone()
    if taken is False:  # of the one that waits the answer is empty
        raise InFlight


def lock_number(begun: Receipt) -> int:
    """What stands for the user's key among PostgreSQL's advisory locks, which are of 64 bits."""
    digest = sha256(f"{begun.user.pk} {begun.key}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
