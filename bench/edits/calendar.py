"""The plain model's calendar: sessions and routines in lists, what holds time, what a look ahead stores."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bench.edits.rules import Occurrence, Rule, occurrences, on_wall, period

AHEAD, FURTHEST = timedelta(days=366), timedelta(days=3653)
LONGEST = timedelta(days=14)
HOLDING = {"scheduled", "completed"}


class Refused(Exception):
    """`kind` is how; `looked` the span that a refused booking has looked at all the same."""

    def __init__(self, kind: str, looked: tuple[datetime, datetime] | None = None) -> None:
        super().__init__(kind)
        self.kind, self.looked = kind, looked


@dataclass(eq=False)
class Row:
    """A session. `routine` is a place in the list; `pk` is None until the product has said it."""

    routine: int | None
    client: int | None
    on: date | None
    start: datetime
    end: datetime
    title: str
    status: str = "scheduled"
    notes: str | None = None
    by_hand: bool = False
    pk: int | None = None

    @property
    def holds(self) -> bool:
        return self.status in HOLDING


@dataclass
class Routine:
    """A series. `laid` is how far it is laid out."""

    client: int | None
    title: str
    start: datetime | None
    end: datetime | None
    cycle: str | None
    interval: int
    until: datetime | None
    count: int | None
    zone: str
    deleted: frozenset[date] = frozenset()
    laid: datetime | None = None
    removed: bool = False

    @property
    def rule(self) -> Rule:
        assert self.cycle
        assert self.start
        assert self.end
        until = self.until and on_wall(self.until, self.zone)
        start = on_wall(self.start, self.zone)
        return Rule(self.cycle, self.interval, start, self.end - self.start, until, self.count, self.zone)


class Taken(NamedTuple):
    start: datetime
    end: datetime
    client: int | None


class Calendar:
    """All of one trainer's. `no_place` are the notes of a session that found its time taken."""

    def __init__(self, now: datetime, parallel: int, no_place: str) -> None:
        self.now, self.parallel, self.no_place = now, parallel, no_place
        self.rows: list[Row] = []
        self.routines: list[Routine] = []

    def copied(self) -> tuple[list[Row], list[Routine]]:
        return [replace(row) for row in self.rows], [replace(routine) for routine in self.routines]

    def of(self, routine: int) -> list[Row]:
        return [row for row in self.rows if row.routine == routine]

    def is_to_come(self, row: Row) -> bool:
        return row.status == "scheduled" and row.start >= self.now

    def is_free(self, row: Row) -> bool:
        ended = row.status == "cancelled" and row.start >= self.now
        return not row.by_hand and (ended or self.is_to_come(row))

    def look(self, start: datetime, end: datetime) -> None:
        """Store what the series have in the span, up to ten years from now."""
        for routine, found in list(self.promised(start, min(end, self.now + FURTHEST))):
            self.store(routine, found)

    def extend(self) -> None:
        """Lay every series out for a year from now."""
        end = self.now + AHEAD
        for routine, found in list(self.promised(datetime.min.replace(tzinfo=end.tzinfo), end)):
            self.store(routine, found)
        for one in self.routines:
            if one.laid and not one.removed:
                one.laid = max(one.laid, end)

    def promised(
        self, start: datetime, end: datetime, but: int | None = None
    ) -> Iterator[tuple[int, Occurrence]]:
        """What the rules have within the span beyond what is laid out, in the order of the series."""
        for number, routine in enumerate(self.routines):
            if routine.removed or not routine.cycle or not routine.laid or number == but:
                continue
            stood_for = self.stood_for(number, self.of(number))
            for found in occurrences(routine.rule):
                within = found.start >= routine.laid and found.start < end and found.end > start
                if within and period(routine.cycle, found.wall.date()) not in stood_for:
                    yield number, found

    def stood_for(self, number: int, rows: Iterable[Row]) -> set[date]:
        """The periods in which no other session is made."""
        routine = self.routines[number]
        days = [row.on for row in rows if row.on] + list(routine.deleted)
        return {period(routine.cycle, day) for day in days}

    def store(self, number: int, found: Occurrence) -> None:
        """Store a promised session; if its time is taken after all, cancelled, and kept so."""
        row = self.example(number, found)
        if self.clashes([row], self.stored()):
            row.status, row.notes, row.by_hand = "cancelled", self.no_place, True
        self.rows.append(row)

    def example(self, number: int, found: Occurrence) -> Row:
        routine = self.routines[number]
        return Row(number, routine.client, found.wall.date(), found.start, found.end, routine.title)

    def stored(self, but: Iterable[Row] = ()) -> list[Taken]:
        left_out = {id(row) for row in but}
        return [
            Taken(row.start, row.end, row.client)
            for row in self.rows
            if row.holds and id(row) not in left_out
        ]

    def clashes(self, wanted: list[Row], others: list[Taken]) -> bool:
        """Whether one of the wanted meets its client elsewhere, or its trainer without a place left."""
        others = sorted(others, key=lambda other: other.start)
        starts = [other.start for other in others]
        for row in wanted:
            first, last = bisect_left(starts, row.start - LONGEST), bisect_left(starts, row.end)
            met = [other for other in others[first:last] if other.end > row.start]
            if row.client is not None and any(other.client == row.client for other in met):
                return True
            instants = [row.start, *(other.start for other in met if other.start > row.start)]
            if any(sum(o.start <= at < o.end for o in met) >= self.parallel for at in instants):
                return True
        return False
