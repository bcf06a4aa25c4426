"""What bench.races has writers race for: slots, who wants them, through which doors.

A slot is an hour of its own day. Every writer wants an hour of it, shifted by 0, 15, 30 or 45 minutes, so
that any two of them overlap.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.served import races
from tests.served.calling import Request
from tests.served.people import Person
from tests.served.races import HOUR, SHIFTS
from tests.served.server import Server

FIRST = datetime(2027, 6, 8, 10)
QUARTER = timedelta(minutes=15)

PREPARE = """
from datetime import datetime
from scheduling.models import Session
from clients.models import Client

def at(text):
    return datetime.fromisoformat(text + "+00:00")

made = Session.objects.bulk_create(
    Session(
        trainer_id=it["trainer"],
        client_id=it["client"],
        title="Elsewhere",
        status=it["status"],
        scheduled_start=at(it["start"]),
        scheduled_end=at(it["end"]),
    )
    for it in given["sessions"]
)
clients = Client.objects.filter(trainer__in=given["trainers"])
result = {
    "sessions": [[session.id, str(session.uuid)] for session in made],
    "clients": {client.id: str(client.uuid) for client in clients},
}
"""


@dataclass(frozen=True)
class Known:
    """What a request names: a session (0 and "" where none was prepared) and the uuid of a client."""

    session: int
    session_uuid: str
    client_uuid: str


@dataclass(frozen=True)
class Try:
    """One writer's way to the slot."""

    door: str
    trainer: Person
    client: int
    start: datetime
    writer: int

    @property
    def title(self) -> str:
        """The page takes the very same booking for a second click on its button, which is no conflict."""
        return f"Wanted by {self.writer}"

    def request(self, known: Known) -> Request:
        return DOORS[self.door](self, known)


# Each asks for an hour from `start` on.
DOORS: dict[str, Callable[[Try, Known], Request]] = {
    "book": lambda it, _: races.book(it.trainer, it.start, it.client, it.title),
    "book in calendar": lambda it, known: races.book_in_calendar(
        it.trainer, it.start, known.client_uuid, it.title
    ),
    "book by form": lambda it, known: races.book_by_form(it.trainer, it.start, known.client_uuid, it.title),
    "move": lambda it, known: races.move(it.trainer, known.session, it.start),
    "move in calendar": lambda it, known: races.move_in_calendar(it.trainer, known.session_uuid, it.start),
    "put back": lambda it, known: races.put_back(it.trainer, known.session),
    "put back by form": lambda it, known: races.put_back_by_form(it.trainer, known.session_uuid),
}


def draw(trainers: list[Person], slots: int, writers: int, chance: random.Random) -> list[list[Try]]:
    """For every slot whose it is, and for every writer a door and a shift."""
    drawn = []
    for day in range(slots):
        trainer = chance.choice(trainers)
        tries = [
            Try(
                door=chance.choice(list(DOORS)),
                trainer=trainer,
                client=trainer.clients[writer % len(trainer.clients)],
                start=FIRST + timedelta(days=day) + SHIFTS[writer % len(SHIFTS)],
                writer=writer,
            )
            for writer in range(writers)
        ]
        drawn.append(tries)
    return drawn


def prepare(server: Server, trainers: list[Person], slots: list[list[Try]]) -> list[list[Request]]:
    """Put there what the tries take for granted; their requests."""
    tries = [it for slot in slots for it in slot]
    needed = [(n, session) for n, it in enumerate(tries) if (session := _beforehand(it))]
    made = server.run(
        PREPARE,
        sessions=[session for _, session in needed],
        trainers=[trainer.id for trainer in trainers],
    )
    sessions = {n: session for (n, _), session in zip(needed, made["sessions"], strict=True)}
    requests = []
    for n, it in enumerate(tries):
        pk, uuid = sessions.get(n, (0, ""))
        requests.append(it.request(Known(pk, uuid, made["clients"][str(it.client)])))
    coming = iter(requests)
    return [[next(coming) for _ in slot] for slot in slots]


def is_in_slot(start: datetime) -> bool:
    """Rather than parked: that is before four in the morning."""
    return start.hour >= FIRST.hour


def _beforehand(it: Try) -> dict[str, object] | None:
    """The session that must be there before, None where none is needed."""
    if it.door.startswith("move"):
        parked = it.start.replace(hour=0, minute=0) + it.writer * QUARTER
        return _session(it, parked, QUARTER, "scheduled")
    if it.door.startswith("put back"):
        return _session(it, it.start, HOUR, "cancelled")
    return None


def _session(it: Try, start: datetime, length: timedelta, status: str) -> dict[str, object]:
    return {
        "trainer": it.trainer.id,
        "client": it.client,
        "start": start.isoformat(),
        "end": (start + length).isoformat(),
        "status": status,
    }
