"""The plain model of whole series: made, changed, ended, laid out."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bench.edits.calendar import AHEAD, FURTHEST, Refused, Routine, Row, Taken
from bench.edits.rules import Occurrence, instant, occurrences, on_wall, overlaps_itself, period
from bench.edits.sessions import TOLD, Sessions


class Pinned(NamedTuple):
    """The row that a change of others was made on, and what it was asked to be."""

    row: Row
    to: Row


class Whole(Sessions):
    def create(self, client: int | None, zone: str, values: dict[str, Any]) -> None:
        routine = Routine(client, "", None, None, None, 1, None, None, zone)
        self.routines.append(routine)
        number = len(self.routines) - 1
        self._define(number, values)
        if routine.cycle:
            assert routine.start
            self._lay_out(number, since=routine.start)
        elif routine.start:
            self._book_once(number)

    def change(self, number: int, changes: dict[str, Any]) -> None:
        routine = self._present(number)
        repeated, placed = routine.cycle is not None, routine.start is not None
        changed = self._define(number, changes)
        if not changed:
            return
        if not routine.cycle:
            self._once(number, changed, repeated)
            return
        rows = self.of(number)
        stood_for = {row.on for row in rows}
        for row in rows:
            day = on_wall(row.start, routine.zone).date()
            if row.on is None and day not in stood_for:  # else the other one stands for it
                row.on = day
        assert routine.start
        self._lay_out(number, since=self.now if placed else routine.start)

    def end(self, number: int) -> None:
        routine = self._present(number)
        self._end(self.of(number))
        routine.removed = True

    def _end(self, rows: list[Row], *, permanent: bool = False) -> None:
        """What is to come is cancelled, moved or not; but that says nothing of what was changed by hand."""
        for row in rows:
            if self.is_to_come(row):
                if permanent:
                    self.rows.remove(row)
                else:
                    row.status = "cancelled"

    def _present(self, number: int) -> Routine:
        if self.routines[number].removed:
            raise Refused("gone")
        return self.routines[number]

    def _define(self, number: int, values: dict[str, Any]) -> set[str]:
        routine = self.routines[number]
        changed = {name for name, value in values.items() if value != getattr(routine, name)}
        for name, value in values.items():
            setattr(routine, name, value)
        if routine.start and not routine.end:
            routine.end = routine.start + timedelta(hours=1)
            changed.add("end")
        self._check(routine)
        if routine.cycle and routine.start and routine.end:  # of two times the first
            length = routine.end - routine.start
            routine.start = instant(on_wall(routine.start, routine.zone), routine.zone)
            routine.end = routine.start + length
            if overlaps_itself(routine.rule):
                raise Refused("invalid")
        return changed

    def _check(self, routine: Routine) -> None:
        self._check_title(routine.title)
        if routine.start and routine.end:
            self._check_order(routine.start, routine.end)
        elif routine.end or (routine.cycle and not routine.start):
            raise Refused("invalid")
        extras = routine.interval != 1, routine.until, routine.count
        both = routine.until and routine.count
        reversed_ = routine.until and routine.start and routine.until < routine.start
        if both or reversed_ or (not routine.cycle and any(extras)):
            raise Refused("invalid")

    def _lay_out(
        self, number: int, since: datetime, pinned: Pinned | None = None, spared: Row | None = None
    ) -> None:
        """What may be touched follows the rule; the rest stands for its periods, as the pinned row does."""
        routine, rows = self.routines[number], self.of(number)
        assert routine.start
        assert routine.cycle
        rows = [row for row in rows if pinned is None or row is not pinned.row]
        free = [row for row in rows if self.is_free(row) and row is not spared]
        stood_for = self.stood_for(number, [row for row in rows if row not in free])
        if pinned:
            self._settle(pinned, routine, stood_for)
        horizon = max(routine.start, self.now) + AHEAD
        wanted = self._wanted(number, stood_for, since, max(self.now + FURTHEST, horizon))
        examples = [self.example(number, found) for found in wanted]
        self._refuse_clashes(number, examples, free, pinned)
        days = {pinned.to.on} if pinned else set()
        self._match(routine.cycle, free, examples, horizon, days)
        if pinned:
            for name in ("start", "end", "title", "on", "by_hand"):
                setattr(pinned.row, name, getattr(pinned.to, name))
        routine.laid = horizon

    def _settle(self, pinned: Pinned, routine: Routine, stood_for: set[date]) -> None:
        """It stands for where it goes; where another does already it is an exception of its own day."""
        if (pinned.row.start, pinned.row.end) != (pinned.to.start, pinned.to.end):
            day = on_wall(pinned.to.start, routine.zone).date()
            if period(routine.cycle, day) in stood_for:
                pinned.to.by_hand = True
            else:
                pinned.to.on = day
        if pinned.to.on:
            stood_for.add(period(routine.cycle, pinned.to.on))

    def _refuse_clashes(
        self, number: int, examples: list[Row], free: list[Row], pinned: Pinned | None
    ) -> None:
        first = min((row.start for row in [*examples, *([pinned.to] if pinned else [])]), default=self.now)
        soon = self.promised(first, self.now + FURTHEST, but=number)
        others = [Taken(each.start, each.end, self.routines[other].client) for other, each in soon]
        others += self.stored(but=[*free, *([pinned.row] if pinned else [])])
        its_own = [Taken(pinned.to.start, pinned.to.end, pinned.to.client)] if pinned else []
        if self.clashes(examples, others + its_own) or (pinned and self.clashes([pinned.to], others)):
            raise Refused("conflict")

    def _wanted(
        self, number: int, stood_for: set[date], since: datetime, until: datetime
    ) -> list[Occurrence]:
        routine = self.routines[number]
        return [
            found
            for found in occurrences(routine.rule)
            if since <= found.start < until and period(routine.cycle, found.wall.date()) not in stood_for
        ]

    def _match(
        self, cycle: str, free: list[Row], examples: list[Row], horizon: datetime, days: set[date | None]
    ) -> None:
        """Who has a session of the rule in its period takes its time; of several, the first of the period."""
        waiting: dict[date, Row] = {}
        for row in sorted(free, key=lambda row: row.on or date.min):
            if row.on:
                waiting.setdefault(period(cycle, row.on), row)
        for example in examples:
            assert example.on
            first = period(cycle, example.on)
            if first in waiting:
                row = waiting.pop(first)
                free.remove(row)
                days.add(example.on)
                for name in ("client", "on", "start", "end", "title", "status"):
                    setattr(row, name, getattr(example, name))
            elif example.start < horizon:
                self.rows.append(example)
        for row in free:
            # What ended before is a record, unless another has its day now.
            if row.status == "scheduled" or row.on in days:
                self.rows.remove(row)

    def _once(self, number: int, changed: set[str], repeated: bool) -> None:
        """A series that takes place once: it keeps its first session, or has one booked."""
        routine, rows = self.routines[number], self.of(number)
        routine.laid = None
        if repeated:
            row = self._left_over(routine, rows, changed)
            if row:
                row.by_hand = False
            for each in rows:
                if each is not row and self.is_free(each) and each.status == "scheduled":
                    self.rows.remove(each)
        else:
            once = sorted((row.start, row.pk or 0, row) for row in rows if row.on is None)
            row = once[0][2] if once else None
        if row is None:
            if routine.start:
                self._book_once(number)
            return
        row.on = None
        if routine.start:
            self._revise(row, {name: getattr(routine, name) for name in TOLD if name in changed})
        elif self.is_to_come(row):
            self.rows.remove(row)
        else:
            raise Refused("invalid")

    def _left_over(self, routine: Routine, rows: list[Row], changed: set[str]) -> Row | None:
        """The first session, with which the series agrees; of other times, the session of their day."""
        if routine.start is None:
            return None
        day = on_wall(routine.start, routine.zone).date()
        row = min(
            (row for row in rows if row.on and row.on >= day), key=lambda row: row.on or day, default=None
        )
        retimed = {"start", "end"} & changed
        if retimed and row and row.on != day:
            return None
        if row is None and not retimed:
            routine.start = routine.end = None
        for name in TOLD:
            if row and name not in changed and not (retimed and name in {"start", "end"}):
                setattr(routine, name, getattr(row, name))
        return row

    def _book_once(self, number: int) -> None:
        routine = self.routines[number]
        assert routine.start
        assert routine.end
        self._book(Row(number, routine.client, None, routine.start, routine.end, routine.title))
