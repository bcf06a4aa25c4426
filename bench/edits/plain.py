"""The plain model: what each edit does to the calendar, from the written rules and dateutil alone.

The edits have the names and arguments of those of the product (bench/edits/product.py).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bench.edits.calendar import Refused, Routine, Row
from bench.edits.rules import (
    Occurrence,
    back,
    can_start,
    end_of_day_before,
    instant,
    occurrences,
    on_wall,
    period,
    steps_to,
)
from bench.edits.series import Pinned, Whole
from bench.edits.sessions import TIMES, TOLD


class Plain(Whole):
    """All edits: those of a session with others of its series are here."""

    def change_from(self, pk: int, changes: dict[str, Any], scope: str) -> None:
        row = self.row(pk)
        number, at = self._place(row)
        wanted = {name: value for name, value in changes.items() if value != getattr(row, name)}
        if not wanted:
            return
        if at is None or not wanted.keys() <= set(TOLD):
            raise Refused("invalid")
        pinned = Pinned(row, replace(row, **wanted)) if self.is_to_come(row) else None
        moves = not TIMES.isdisjoint(wanted)
        start, end = wanted.get("start", row.start), wanted.get("end", row.end)
        routine = self.routines[number]
        if scope == "following" and at.wall != routine.rule.start:
            number = self._split(number, row, at)
            routine = self.routines[number]
            wall = on_wall(start, routine.zone) if moves else at.wall
            values = self._starting(routine, wall, end - start if moves else at.end - at.start)
            if moves:
                values |= self._until(routine, wall - at.wall)
        else:
            values = self._moved(routine, at, start, end) if moves else {}
        values |= {name: value for name, value in wanted.items() if name not in TIMES}
        self._define(number, values)
        self._lay_out(number, since=self.now, pinned=pinned, spared=row)

    def end_from(self, pk: int, scope: str, *, permanent: bool) -> None:
        row = self.row(pk)
        number, at = self._place(row)
        routine, rows = self.routines[number], self.of(number)
        whole = scope == "all" or (at is not None and at.wall == routine.rule.start)
        if not whole:
            assert row.on
            first = period(routine.cycle, row.on)
            rows = [each for each in rows if each.on and each.on >= first]
        self._end(rows, permanent=permanent)
        if whole:
            routine.removed = True
        elif at:
            self._cut(routine, at)

    def _place(self, row: Row) -> tuple[int, Occurrence | None]:
        """Its series, and what that has in the session's period or next."""
        if row.routine is None or row.on is None or self.routines[row.routine].removed:
            raise Refused("invalid")
        routine = self.routines[row.routine]
        if not routine.cycle:
            return row.routine, None
        first = period(routine.cycle, row.on)
        later = (
            each for each in occurrences(routine.rule) if period(routine.cycle, each.wall.date()) >= first
        )
        return row.routine, next(later, None)

    def _cut(self, routine: Routine, at: Occurrence) -> None:
        routine.until, routine.count = instant(end_of_day_before(at.wall), routine.zone), None

    def _split(self, number: int, row: Row, at: Occurrence) -> int:
        """The place of the series that goes on from there; it is not said yet when it starts."""
        assert row.on
        routine = self.routines[number]
        first = period(routine.cycle, row.on)
        rest = replace(routine, deleted=frozenset(day for day in routine.deleted if day >= first))
        if rest.count:
            rest.count -= sum(each.wall < at.wall for each in occurrences(routine.rule))
        rest.start, rest.end = at.start, at.end
        routine.deleted -= rest.deleted
        self._cut(routine, at)
        self.routines.append(rest)
        for each in self.of(number):
            if each.on and each.on >= first:
                each.routine = len(self.routines) - 1
        return len(self.routines) - 1

    def _moved(self, routine: Routine, at: Occurrence, start: datetime, end: datetime) -> dict[str, Any]:
        """{field: value} of a rule that has `at` from `start` to `end`, and all others as much later."""
        rule, wall = routine.rule, on_wall(start, routine.zone)
        steps = steps_to(rule, at.wall)
        while (first := back(rule, wall, steps)) is None:
            steps -= 1
        return self._starting(routine, first, end - start) | self._until(routine, wall - at.wall)

    def _until(self, routine: Routine, later: timedelta) -> dict[str, Any]:
        until = routine.rule.until
        return {"until": instant(until + later, routine.zone)} if until else {}

    def _starting(self, routine: Routine, wall: datetime, length: timedelta) -> dict[str, Any]:
        """From `wall` on. Where the clocks skip that, one earlier, which counts as deleted."""
        rule, steps = routine.rule, 0
        while not can_start(rule, first := back(rule, wall, steps)):
            steps += 1
        assert first
        start = instant(first, routine.zone)
        values: dict[str, Any] = {"start": start, "end": start + length}
        if steps:
            values["deleted"] = routine.deleted | {first.date()}
            values["count"] = routine.count and routine.count + 1
        return values
