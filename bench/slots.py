"""What bench.races has writers race for: slots, who wants them, through which doors.

A slot is an hour of a day of a trainer. Every writer wants an hour of it, shifted by 0, 15, 30 or 45
minutes, so that any two of them overlap. What repeats wants it with one of its three weeks.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from tests.served import doors, page_doors, races
from tests.served.calling import Answer, Request
from tests.served.doors import WEEK, Weekly
from tests.served.people import Person, Wanted
from tests.served.races import HOUR, SHIFTS

# What repeats can be moved only ahead.
FIRST = datetime(datetime.now(UTC).year + 1, 6, 8, 10)
QUARTER = timedelta(minutes=15)
TIMES = 3
# In the days between two slots of a trainer nothing else is.
APART = timedelta(days=35)

# (trainer, client, start, end, status), as the database has it.
Row = tuple[int, int, datetime, datetime, str]
# For the client of a session that brought its client with it.
NEWCOMER = 0


@dataclass(frozen=True)
class Kind:
    """A sort of trainers: of the writers of their slots just so many get in."""

    name: str
    winners: int
    wanted: Wanted


def kinds(writers: int) -> list[Kind]:
    """One for each trainer."""
    return [
        *[Kind("one place", 1, Wanted(clients=writers))] * 5,
        *[Kind("three places, one client", 1, Wanted(clients=1, parallel_sessions=3))] * 2,
        *[Kind("three places", 3, Wanted(clients=writers, parallel_sessions=3))] * 3,
    ]


@dataclass(frozen=True)
class Known:
    """What a request names; 0 and "" where a door has no use for it."""

    session: int
    session_uuid: str
    series_uuid: str
    step_uuid: str
    client_uuid: str
    timeline_uuid: str
    token: str
    staff: str
    line: Answer | None


@dataclass(frozen=True)
class Try:
    """One writer's way to the slot, which of what repeats is the `nth` from 0 on."""

    door: str
    trainer: Person
    client: int
    start: datetime
    writer: int
    nth: int

    @property
    def title(self) -> str:
        """Says who was let in."""
        return f"Wanted by {self.writer}"

    @property
    def weekly(self) -> Weekly:
        return Weekly(self.start - self.nth * WEEK, TIMES)

    @property
    def parked(self) -> datetime:
        """Where what is to be moved is before: in the small hours, each writer's in a quarter of its own."""
        return self.start.replace(hour=0, minute=0) + self.writer * QUARTER

    @property
    def repeats(self) -> bool:
        return self.door in REPEATING

    @property
    def is_undone(self) -> bool:
        return self.door in UNDONE

    def request(self, known: Known) -> Request:
        return DOORS[self.door](self, known)

    def stored(self, *, inside: bool) -> list[Row]:
        """What must be in the database after it was let in, or refused."""
        is_moved, is_back = self.door.startswith("move"), self.door.startswith("put back")
        rows = []
        for n in range(TIMES) if self.repeats else [self.nth]:
            later = (n - self.nth) * WEEK
            if is_back or (inside and (n >= self.nth or not self.door.startswith("move following"))):
                status = "cancelled" if is_back and not inside else "scheduled"
                rows.append(self._row(self.start + later, HOUR, status))
            elif is_moved:
                rows.append(self._row(self.parked + later, QUARTER, "scheduled"))
        return rows

    def _row(self, start: datetime, length: timedelta, status: str) -> Row:
        client = NEWCOMER if self.door == WITH_NEWCOMER else self.client
        return self.trainer.id, client, start, start + length, status


WITH_NEWCOMER, BY_LINE = "book with newcomer", "book by quick line"
# Each asks for an hour from `start` on.
DOORS: dict[str, Callable[[Try, Known], Request]] = {
    "book": lambda it, _: races.book(it.trainer, it.start, it.client, it.title),
    "book in calendar": lambda it, known: races.book_in_calendar(
        it.trainer, it.start, known.client_uuid, it.title
    ),
    "book on timeline": lambda it, known: doors.once(known.token, known.timeline_uuid, it.start, it.title),
    "book by form": lambda it, known: races.book_by_form(it.trainer, it.start, known.client_uuid, it.title),
    BY_LINE: lambda it, known: page_doors.book_by_line(it.trainer, cast(Answer, known.line)),
    WITH_NEWCOMER: lambda it, _: page_doors.book_with_newcomer(
        it.trainer, it.start, f"{it.start:%j.%H%M}.{it.writer}", it.title
    ),
    "book in admin": lambda it, known: doors.add_in_admin(
        known.staff, it.trainer, it.client, it.start, it.title
    ),
    "book at desk": lambda it, known: doors.book_at_desk(
        known.staff, it.trainer, known.client_uuid, it.start, it.title
    ),
    "book for staff": lambda it, known: doors.book_for(
        known.staff, it.trainer, it.client, it.start, it.title
    ),
    "repeat on timeline": lambda it, known: doors.repeat(
        known.token, known.timeline_uuid, it.weekly, it.title
    ),
    "repeat by form": lambda it, known: doors.repeat_by_form(
        it.trainer, it.weekly, known.client_uuid, it.title
    ),
    "move": lambda it, known: races.move(it.trainer, known.session, it.start),
    "move in calendar": lambda it, known: races.move_in_calendar(it.trainer, known.session_uuid, it.start),
    "move on page": lambda it, known: page_doors.move_on_page(it.trainer, known.session_uuid, it.start),
    "move by script": lambda it, known: page_doors.drag(it.trainer, known.session_uuid, it.start),
    "move back by undo": lambda it, known: page_doors.undo(it.trainer, known.step_uuid),
    "move in admin": lambda it, known: doors.move_in_admin(
        known.staff, known.session, it.client, it.title, (it.parked, QUARTER), it.start
    ),
    "move series": lambda it, known: doors.move_series(known.token, known.series_uuid, it.weekly.start),
    "move following": lambda it, known: doors.move_following(it.trainer, known.session, it.start),
    "move following by script": lambda it, known: page_doors.drag(
        it.trainer, known.session_uuid, it.start, "following"
    ),
    "put back": lambda it, known: races.put_back(it.trainer, known.session),
    "put back by form": lambda it, known: races.put_back_by_form(it.trainer, known.session_uuid),
    "put back several by undo": lambda it, known: page_doors.undo(it.trainer, known.step_uuid),
    "put back in admin": lambda it, known: doors.put_back_in_admin(
        known.staff, known.session, it.client, it.title, it.start
    ),
    "put back at desk": lambda it, known: doors.put_back_at_desk(known.staff, known.session_uuid),
}
UNDONE = {"move back by undo", "put back several by undo"}
REPEATING = {
    "repeat on timeline",
    "repeat by form",
    "move series",
    "move following",
    "move following by script",
    "put back several by undo",
}


def doors_for(kind: Kind) -> list[str]:
    """Somebody new is not that one client whom all sessions are for."""
    return [door for door in DOORS if door != WITH_NEWCOMER or kind.wanted.clients > 1]


@dataclass(frozen=True)
class Slot:
    kind: Kind
    tries: list[Try]

    def stored(self, inside: Sequence[bool]) -> Counter[Row]:
        """What must be in the database when these were let in."""
        rows = (it.stored(inside=got) for it, got in zip(self.tries, inside, strict=True))
        return Counter(row for some in rows for row in some)


def draw(
    trainers: Sequence[tuple[Kind, Person]], slots: int, writers: int, chance: random.Random
) -> list[Slot]:
    """For every slot whose it is, and for every writer a door and a shift."""
    days: Counter[int] = Counter()
    drawn = []
    for _ in range(slots):
        kind, trainer = chance.choice(trainers)
        hour = FIRST + days[trainer.id] * APART
        days[trainer.id] += 1
        tries = [
            Try(
                door=chance.choice(doors_for(kind)),
                trainer=trainer,
                client=trainer.clients[writer % len(trainer.clients)],
                start=hour + SHIFTS[writer % len(SHIFTS)],
                writer=writer,
                nth=chance.randrange(TIMES),
            )
            for writer in range(writers)
        ]
        drawn.append(Slot(kind, tries))
    return drawn
