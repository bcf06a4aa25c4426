"""Writers who book hour after hour through every door, and keep a book of what they were told.

An hour is asked for until it is answered: what was cut off or refused with 503 is sent again, as it was.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from itertools import count
from time import monotonic
from typing import Any

from tests.served import races
from tests.served.calling import Answer, Caller, Request
from tests.served.people import Person, Wanted, hire
from tests.served.races import HOUR
from tests.served.server import Server

FIRST = datetime(2027, 6, 8)
DOORS = ("crm", "calendar", "timeline", "form")

FURNISH = """
from datetime import timedelta

from clients.models import Client
from django.utils import timezone
from mectofitness.api import tokens
from scheduling.domain import timelines
from trainers.models import Trainer

result = []
for pk in given["trainers"]:
    trainer = Trainer.objects.get(pk=pk)
    client = Client.objects.get(trainer=trainer)
    timeline = timelines.create(trainer, {"name": "Routine", "client": client}, now=timezone.now())
    token = tokens.AccessToken(tokens.obtain(trainer.user).access)
    token.set_exp(lifetime=timedelta(days=1))  # faults take longer than the hour it would have
    result.append({"client": str(client.uuid), "timeline": str(timeline.uuid), "token": str(token)})
"""

STORED = """
from scheduling.models import Series, Session

sessions = Session.objects.filter(trainer__in=given["trainers"])
result = {
    "sessions": [[title, f"{start:%Y-%m-%dT%H:%M:%S}"] for title, start in
                 sessions.values_list("title", "scheduled_start")],
    "series": list(Series.objects.filter(trainer__in=given["trainers"]).values_list("title", flat=True)),
}
"""

INTACT = """
from django.db import connection

with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA integrity_check")
        result = cursor.fetchone()[0] == "ok"
    else:
        result = True
"""


@dataclass(frozen=True)
class Author:
    """A trainer, with what the doors need: uuids of a client and a timeline, and a bearer token."""

    person: Person
    client: str
    timeline: str
    token: str


@dataclass(frozen=True)
class Wish:
    """An hour that nobody else wants; its title is of it alone."""

    door: str
    title: str
    start: datetime

    def request(self, author: Author) -> Request:
        if self.door == "form":
            return races.book_by_form(author.person, self.start, author.client, self.title)
        if self.door == "timeline":
            return self._on_timeline(author)
        book: Any = {"crm": races.book, "calendar": races.book_in_calendar}[self.door]
        client = author.client if self.door == "calendar" else author.person.clients[0]
        asked: Request = book(author.person, self.start, client, self.title)
        return Request(asked.method, asked.path, asked.body, asked.cookie, {"Idempotency-Key": self.title})

    def _on_timeline(self, author: Author) -> Request:
        body = {
            "type": "ONE_TIME",
            "timelineId": author.timeline,
            "name": self.title,
            "startDateTime": f"{self.start:%Y-%m-%dT%H:%M:%S.000Z}",
            "endDateTime": f"{self.start + HOUR:%Y-%m-%dT%H:%M:%S.000Z}",
        }
        headers = {"Authorization": f"Bearer {author.token}", "Idempotency-Key": self.title}
        return Request("POST", "/api/timeline/sessions", body, headers=headers)


@dataclass
class Writer:
    """One author at work. `answers` counts statuses, 0 where the connection was cut."""

    author: Author
    dice: random.Random
    acknowledged: list[Wish] = field(default_factory=list)
    open: Wish | None = None
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    _hours: Any = field(default_factory=count)
    _tries: int = 0

    def write(self, caller: Caller) -> bool:
        """Ask once, for the open wish or a new one; whether it was answered."""
        if self.open is None:
            hour = next(self._hours)
            title = f"Of {self.author.person.username} the {hour}."
            self.open = Wish(self.dice.choice(DOORS), title, FIRST + timedelta(hours=hour))
            self._tries = 0
        self._tries += 1
        since = monotonic()
        try:
            answer = caller.call(self.open.request(self.author))
        except (OSError, HTTPException):
            caller.close()
            self.answers[0] += 1
            return False
        self.slowest = max(self.slowest, monotonic() - since)
        self.answers[answer.status] += 1
        self._note(self.open, answer)
        return True

    def _note(self, wish: Wish, answer: Answer) -> None:
        # The hour is of this wish alone: where a second try is refused, the first was let in.
        let_in_before = answer.status == 409 and self._tries > 1 and "Retry-After" not in answer.headers
        if races.is_let_in(answer) or let_in_before:
            self.acknowledged.append(wish)
            self.open = None
        elif answer.status != 503 or "Retry-After" not in answer.headers:
            self.wrong.append(f"{wish.door}: {answer.status} {str(answer.body)[:300]}")
            self.open = None


def writers(server: Server, number: int, dice: random.Random) -> list[Writer]:
    """So many, each with a trainer and a client of their own."""
    people = hire(server, *[Wanted()] * number)
    furniture = server.run(FURNISH, trainers=[person.id for person in people])
    return [
        Writer(Author(person, **its), random.Random(dice.random()))
        for person, its in zip(people, furniture, strict=True)
    ]


@dataclass(frozen=True)
class Balance:
    """What the writers were told, beside what is stored."""

    acknowledged: int
    lost: list[str]
    twice: list[str]
    half: list[str]

    @property
    def kept(self) -> int:
        return self.acknowledged - len(set(self.lost) | set(self.twice) | set(self.half))


def balance(server: Server, authors: Sequence[Writer]) -> Balance:
    """Read from the database and not through the API."""
    stored = server.run(STORED, trainers=[writer.author.person.id for writer in authors])
    sessions = Counter((title, start) for title, start in stored["sessions"])
    titles = Counter(title for title, _ in stored["sessions"])
    told = [wish for writer in authors for wish in writer.acknowledged]
    on_timelines = Counter(stored["series"])
    by_timeline = {wish.title for wish in told if wish.door == "timeline"}
    return Balance(
        acknowledged=len(told),
        lost=[wish.title for wish in told if not sessions[wish.title, f"{wish.start:%Y-%m-%dT%H:%M:%S}"]],
        twice=[title for title, number in titles.items() if number > 1],
        # A session on a timeline is two rows, which come together.
        half=[title for title in by_timeline | set(on_timelines) if on_timelines[title] != titles[title]],
    )
