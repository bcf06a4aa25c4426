"""Many writers and one free hour: the doors they come through, and how to tell who was let in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.served.calling import Answer, Form, Request
from tests.served.people import Person
from tests.served.server import Server

HOUR = timedelta(hours=1)
# However far apart within this, sessions of an hour all share the minutes from :45 to :60.
SHIFTS = [timedelta(minutes=minutes) for minutes in (0, 15, 30, 45)]

STORED = """
from scheduling.models import Session

stored = Session.objects.filter(trainer__in=given["trainers"]).order_by("scheduled_start", "id")
result = [
    {
        "id": session.id,
        "trainer": session.trainer_id,
        "client": session.client_id,
        "places": session.trainer.parallel_sessions,
        "start": f"{session.scheduled_start:%Y-%m-%dT%H:%M:%S}",
        "end": f"{session.scheduled_end:%Y-%m-%dT%H:%M:%S}",
        "status": session.status,
    }
    for session in stored.select_related("trainer")
]
"""

WITHOUT_GUARD = """
from django.db import connection
from scheduling.models import guard

guard.remove(connection)
"""

WITH_GUARD = """
from django.db import connection
from scheduling.models import Session, guard

Session.objects.filter(trainer__in=given["trainers"]).delete()
guard.install(connection)
"""


@dataclass(frozen=True)
class Stored:
    """A session as the database has it; times in UTC. `places` is how many its trainer holds at once."""

    id: int
    trainer: int
    client: int
    places: int
    start: datetime
    end: datetime
    status: str

    @property
    def holds_time(self) -> bool:
        return self.status in {"scheduled", "completed"}


def stored(server: Server, trainers: Iterable[Person]) -> list[Stored]:
    """All sessions of the trainers by start, read from the database and not through the API."""
    return [
        Stored(
            **row | {"start": datetime.fromisoformat(row["start"]), "end": datetime.fromisoformat(row["end"])}
        )
        for row in server.run(STORED, trainers=[trainer.id for trainer in trainers])
    ]


def double_booked(sessions: Iterable[Stored]) -> list[Stored]:
    """Those that begin when their trainer has no place left, or within another session of their client."""
    under_way: dict[tuple[str, int], list[Stored]] = defaultdict(list)
    too_many = []
    for session in sorted(sessions, key=lambda it: (it.start, it.id)):
        if not session.holds_time:
            continue
        full = False
        for key, places in ((("trainer", session.trainer), session.places), (("client", session.client), 1)):
            others = under_way[key] = [other for other in under_way[key] if other.end > session.start]
            full |= len(others) >= places
            others.append(session)
        if full:
            too_many.append(session)
    return too_many


def times(start: datetime, length: timedelta = HOUR) -> dict[str, str]:
    return {
        "scheduled_start": f"{start:%Y-%m-%dT%H:%M:%S}",
        "scheduled_end": f"{start + length:%Y-%m-%dT%H:%M:%S}",
    }


def calendar_times(start: datetime) -> dict[str, str]:
    return {
        "start_time": f"{start:%Y-%m-%dT%H:%M:%S.000Z}",
        "end_time": f"{start + HOUR:%Y-%m-%dT%H:%M:%S.000Z}",
    }


def book(trainer: Person, start: datetime, client: int | None = None, title: str = "Wanted") -> Request:
    """A new session of an hour."""
    body = {"client_id": client or trainer.clients[0], "title": title, **times(start)}
    return Request("POST", "/api/v1/sessions", body, trainer.cookie)


def book_by_form(trainer: Person, start: datetime, client: str, title: str = "Wanted") -> Request:
    """A new session of an hour, from the page; the client's uuid."""
    fields = {"client": client, "title": title, "session_type": "personal", **times(start)}
    return Form("POST", "/sessions/new/", fields, trainer.cookie)


def book_in_calendar(trainer: Person, start: datetime, client: str, title: str = "Wanted") -> Request:
    """A new session of an hour, as a calendar client books it; the client's uuid."""
    body = {"client_id": client, "session_type": title, **calendar_times(start)}
    return Request("POST", "/api/calendar/session", body, trainer.cookie)


def move(trainer: Person, session: int, start: datetime) -> Request:
    return Request("PATCH", f"/api/v1/sessions/{session}", times(start), trainer.cookie)


def move_in_calendar(trainer: Person, session: str, start: datetime) -> Request:
    """The session's uuid."""
    body = calendar_times(start)
    return Request("PATCH", f"/api/calendar/session/{session}", body, trainer.cookie)


def put_back(trainer: Person, session: int) -> Request:
    """Un-cancel."""
    return Request("PATCH", f"/api/v1/sessions/{session}", {"status": "scheduled"}, trainer.cookie)


def put_back_by_form(trainer: Person, session: str) -> Request:
    """Un-cancel, by the button of the page; the session's uuid."""
    return Form("POST", f"/sessions/{session}/reinstate/", {}, trainer.cookie)


def cancel(trainer: Person, session: int) -> Request:
    return Request("DELETE", f"/api/v1/sessions/{session}", cookie=trainer.cookie)


def cancel_in_calendar(trainer: Person, session: str) -> Request:
    """The session's uuid."""
    return Request("DELETE", f"/api/calendar/session/{session}", cookie=trainer.cookie)


def is_let_in(answer: Answer) -> bool:
    """A page redirects when it is done."""
    return answer.status in {200, 201, 302}


def statuses(answers: Sequence[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)
