"""Whom the cases call as, and what must hold of every answer."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import count
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bench.acceptance import markup
from tests.served.people import PASSWORD
from tests.served.server import Server

PEOPLE = {
    "A": ("Europe/Berlin", 1),
    "B": ("America/New_York", 1),
    "L": ("Australia/Lord_Howe", 1),
    "C": ("Africa/Cairo", 1),
    "G": ("Europe/Berlin", 3),  # groups of three
}
# What no answer may tell.
SECRETS = re.compile(r"Traceback|SELECT |INSERT |psycopg|sqlite3|site-packages|/home/|/usr/|\.py\b")
CHANGING = re.compile(
    r'"(id|uuid|client_id|trainer_id|timelineId|clientId|access|refresh'
    r'|created_at|updated_at|createdAt|updatedAt|removedAt|date)": ?("[^"]*"|\d+)'
)

# What takes so long is told, but fails only when it hangs: on a busy machine anything may take two seconds.
SLOW_SECONDS, HUNG_SECONDS = 2, 15

# In a process that is there already: a new one for each trainer would take seconds.
HIRE = """
import io
import json

from django.core.management import call_command

call_command("create_trainer", *given["arguments"], stdout=(printed := io.StringIO()))
result = json.loads(printed.getvalue())
"""

T = TypeVar("T")
Case = Callable[["World"], None]
CASES: dict[str, Case] = {}


def case(*names: str) -> Callable[[Case], Case]:
    """Register a function for the cases that it tries."""

    def register(function: Case) -> Case:
        CASES[" ".join(names)] = function
        return function

    return register


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def errors(self) -> dict[str, str]:
        found: dict[str, str] = self.json.get("errors", {})
        return found


@dataclass
class World:
    """The served product with trainers A, B, L, C and G. Every case has days that nobody else uses."""

    server: Server
    actors: dict[str, "Actor"] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    # Answers that nobody may ever get, whatever was asked.
    broken: list[str] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    # The part of what can be sent that is sent, and the dice that choose it.
    share: float = 1.0
    dice: Random = field(default_factory=Random)
    _days: Iterator[date] = field(
        default_factory=lambda: iter(date(2028, 6, 5) + timedelta(days=7 * n) for n in range(1000))
    )

    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.anonymous = Actor(self, {})
        for name, (zone, places) in PEOPLE.items():
            self.actors[name] = self.hire(zone, places)

    def __getattr__(self, name: str) -> "Actor":
        return self.actors[name]

    def hire(self, zone: str = "Europe/Berlin", places: int = 1) -> "Actor":
        """A new trainer with a token and one client."""
        name = f"trainer{self.number()}"
        options = [f"--email={name}@example.com", "--name=Trainer", f"--timezone={zone}"]
        options += [f"--password={PASSWORD}", f"--parallel-sessions={places}"]
        made = self.server.run(HIRE, arguments=[name, *options])
        credentials = {"username": name, "password": PASSWORD}
        pair = self.anonymous.post("/api/v1/auth/token", credentials).data
        actor = Actor(self, {"Authorization": f"Bearer {pair['access']}"}, name, pair["refresh"])
        actor.id, actor.uuid = made["id"], made["uuid"]
        actor.client = actor.enrol()
        return actor

    def some(self, things: list[T]) -> list[T]:
        """All of them, or in the short form some, in their order."""
        return [thing for thing in things if self.share >= 1 or self.dice.random() < self.share]

    def number(self) -> int:
        """One that nobody else has."""
        return next(self._numbers)

    def day(self) -> str:
        """A Monday on which nothing is booked."""
        return next(self._days).isoformat()


@dataclass
class Actor:
    world: World
    headers: dict[str, str]
    username: str = ""
    refresh: str = ""
    id: int = 0
    uuid: str = ""
    client: dict[str, Any] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = self.headers | (headers or {})
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None and "Content-Type" not in sent:
            sent["Content-Type"] = "application/json"
        connection = HTTPConnection(urlsplit(self.world.server.url).netloc, timeout=30)
        since = time.monotonic()
        try:
            connection.request(method, path, raw, sent)
            response = connection.getresponse()
            text = response.read().decode()
        except OSError as error:
            self.world.broken.append(f"{method} {path[:200]}: {error!r}")
            raise AssertionError(f"{method} {path[:200]}: no answer") from error
        received = {name: ", ".join(response.headers.get_all(name, [])) for name in response.headers}
        answer = Answer(response.status, text, received, time.monotonic() - since)
        connection.close()
        self._check(method, path, answer)
        return answer

    def _check(self, method: str, path: str, answer: Answer) -> None:
        self.world.log.append(f"{method} {answer.status} {normalised(answer)}")
        self.world.slow += [answer.seconds] if answer.seconds >= SLOW_SECONDS else []
        wrong = unbearable(method, path, answer)
        if wrong:
            self.world.broken.append(wrong)
            raise AssertionError(wrong)

    def get(self, path: str, **options: Any) -> Answer:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.call("POST", path, body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.call("PATCH", path, body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.call("PUT", path, body, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        return self.call("DELETE", path, **options)

    def enrol(self) -> dict[str, Any]:
        """A new client of the trainer."""
        email = f"emma{self.world.number()}@example.com"
        body = {"first_name": "Emma", "last_name": "Wilson", "email": email}
        answer = self.post("/api/v1/clients", body)
        assert answer.status == 201, answer.text
        client: dict[str, Any] = answer.data
        return client

    def sample(self, start: str, end: str, **more: Any) -> dict[str, Any]:
        """A body of a new session in the CRM's dialect."""
        return {
            "client_id": self.client["id"],
            "title": "Rehab",
            "scheduled_start": start,
            "scheduled_end": end,
            **more,
        }

    def book(self, start: str, end: str, **more: Any) -> dict[str, Any]:
        answer = self.post("/api/v1/sessions", self.sample(start, end, **more))
        assert answer.status == 201, answer.text
        session: dict[str, Any] = answer.data
        return session

    def stored(self, session: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/v1/sessions/{session['id']}").data
        return found


def normalised(answer: Answer) -> str:
    """What must be the same on both databases."""
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        return f"{markup.CHANGING.sub('*', answer.headers.get('Location', ''))} {markup.gist(answer.text)}"[
            :2000
        ]
    return CHANGING.sub(r'"\1": *', answer.text)[:2000]


def unbearable(method: str, path: str, answer: Answer) -> str:
    """What is wrong with an answer whatever was asked; nothing if it may be given."""
    start = f"{method} {path[:200]}: {answer.status}"
    if answer.status >= 500:
        return f"{start} {answer.text[:300]}"
    if answer.seconds >= HUNG_SECONDS:
        return f"{start} after {answer.seconds:.1f} s"
    if SECRETS.search(answer.text):
        return f"{start} tells: {answer.text[:300]}"
    kind = answer.headers.get("Content-Type", "")
    if path.startswith("/api") and method != "HEAD" and not kind.startswith("application/json"):
        return f"{start} is {kind}: {answer.text[:300]}"
    return ""


def same(found: Any, expected: Any) -> None:
    assert found == expected, f"{found!r} instead of {expected!r}"
