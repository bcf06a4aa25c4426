"""Wrong passwords: how many may be tried, and what can be learned from how they are answered."""

import random
from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from bench.credentials import doors
from tests.served.calling import Answer, Caller
from tests.served.people import PASSWORD, Wanted, hire
from tests.served.server import Server

FAILURES = 10
# On a machine with other work to do times are noisy; an honest difference is there in every round.
ROUNDS, APART = 3, 0.2
KINDS = ("unknown", "wrong", "inactive", "no password", "old hash")
CROWD = """
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

from trainers.models import User

right = make_password(given["password"])
fields = {
    "wrong": {"password": right},
    "inactive": {"password": right, "is_active": False},
    "no password": {"password": make_password(None)},
    "old hash": {"password": PBKDF2PasswordHasher().encode(given["password"], "salt" * 6)},
}
User.objects.bulk_create(
    User(username=f"{kind} {number}".replace(" ", "-"), **fields[kind])
    for kind in fields
    for number in range(given["number"])
)
"""


def guesses(server: Server, caller: Caller) -> Iterator[tuple[str, bool]]:
    """Through all doors together: ten are answered, then all doors are shut for that name and address."""
    [alice] = hire(server, Wanted())
    here, elsewhere = {"X-Forwarded-For": "203.0.113.5"}, {"X-Forwarded-For": "203.0.113.6"}
    names = list(doors.DOORS)
    for number in range(FAILURES):
        door = names[number % len(names)]
        answer = doors.sign_in(caller, door, alice.username, f"guess {number}", **here)
        yield (
            f"guess {number + 1}, {door}: {answer.status}",
            answer.status == (200 if door in doors.FORMS else 401),
        )
    doors.sign_in(caller, "form", alice.username, "one more", **here)
    for door in names:
        answer = doors.sign_in(caller, door, alice.username, PASSWORD, **here)
        yield f"the right password, {door}: {answer.status}", _is_paused(answer)
    # Of somebody elsewhere nothing is locked.
    for door in ("form", "login", "token"):
        answer = doors.sign_in(caller, door, alice.username, PASSWORD, **elsewhere)
        yield f"from elsewhere, {door}: {answer.status}", doors.is_in(answer)


def _is_paused(answer: Answer) -> bool:
    return answer.status == 429 and 0 < int(answer.headers.get("Retry-After", "0")) <= 15 * 60 + 1


def told_apart(
    server: Server, caller: Caller, number: int, dice: random.Random
) -> Iterator[tuple[str, bool]]:
    """By status, body or headers at any door; by the time that a sign-in takes."""
    server.run(CROWD, number=ROUNDS * number + 1, password=PASSWORD)
    for door in doors.DOORS:
        said = {kind: _said(caller, door, kind) for kind in KINDS}
        for kind in KINDS[1:]:
            yield f"{door}: {kind} / unknown", said[kind] == said["unknown"]
    rounds = []
    for round_ in range(ROUNDS):
        rounds.append(_medians(caller, range(round_ * number, (round_ + 1) * number), dice))
        print(
            f"medians of {number}, ms: { ({kind: round(it * 1000, 1) for kind, it in rounds[-1].items()}) }"
        )
        if all(_is_near(rounds[-1], kind) for kind in KINDS):
            break
    for kind in KINDS[1:]:
        yield f"time: {kind} / unknown", any(_is_near(medians, kind) for medians in rounds)


def _medians(caller: Caller, numbers: range, dice: random.Random) -> dict[str, float]:
    """{kind: seconds} of sign-ins of so many users each, in no order."""
    tries = [(kind, number) for kind in KINDS for number in numbers]
    taken = defaultdict(list)
    for kind, number in dice.sample(tries, len(tries)):
        since = perf_counter()
        doors.sign_in(caller, "token", _name(kind, number), "wrong")
        taken[kind].append(perf_counter() - since)
    return {kind: median(taken[kind]) for kind in KINDS}


def _is_near(medians: dict[str, float], kind: str) -> bool:
    return abs(medians[kind] / medians["unknown"] - 1) <= APART


def _name(kind: str, number: int) -> str:
    return f"{kind} {number}".replace(" ", "-")


def _said(caller: Caller, door: str, kind: str) -> object:
    name = _name(kind, 0)
    return doors.said(doors.sign_in(caller, door, name, "wrong"), name)
