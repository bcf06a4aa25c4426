"""The plain model of single sessions: booked, revised, deleted for good."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bench.edits.calendar import LONGEST, Calendar, Refused, Row

TIMES = {"start", "end"}
TOLD = ("title", "start", "end")
DIRECT = {"book", "revise"}


class Sessions(Calendar):
    """`attempt` is how every edit is made, by its name."""

    def attempt(self, kind: str, arguments: dict[str, Any]) -> str:
        """How it went; a refused edit leaves everything as it was."""
        before = self.copied()
        try:
            getattr(self, kind)(**arguments)
        except Refused as refused:
            self.rows, self.routines = before
            if refused.looked and kind in DIRECT:
                self.look(*refused.looked)
            return refused.kind
        return "done"

    def book(self, client: int, start: datetime, end: datetime, title: str) -> None:
        self._book(Row(None, client, None, start, end, title))

    def revise(self, pk: int, changes: dict[str, Any]) -> None:
        self._revise(self.row(pk), changes)

    def remove(self, pk: int) -> None:
        row = self.row(pk)
        self.rows.remove(row)
        if row.routine is not None:
            routine = self.routines[row.routine]
            routine.deleted |= {row.on} if row.on else set()
            routine.removed = routine.removed or (row.on is None and not routine.cycle)

    def row(self, pk: int) -> Row:
        return next(row for row in self.rows if row.pk == pk)

    def _book(self, row: Row) -> None:
        self._check_order(row.start, row.end)
        self.look(row.start, row.end)
        if self.clashes([row], self.stored()):
            raise Refused("conflict", (row.start, row.end))
        self.rows.append(row)

    def _revise(self, row: Row, changes: dict[str, Any]) -> None:
        changed = {name: value for name, value in changes.items() if value != getattr(row, name)}
        after = replace(row, **changed)
        self._check_order(after.start, after.end)
        self._check_title(after.title)
        if after.holds and changed.keys() & {"start", "end", "status"}:
            self.look(after.start, after.end)
            moved = TIMES & changed.keys() or not row.holds
            if moved and self.clashes([after], self.stored(but=[row])):
                raise Refused("conflict", (after.start, after.end))
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            row.by_hand = row.on is not None
        routine = None if row.routine is None or row.on else self.routines[row.routine]
        if routine and not routine.cycle:  # it is all there is of its series
            for name in changed.keys() & set(TOLD):
                setattr(routine, name, changed[name])

    def _check_order(self, start: datetime, end: datetime) -> None:
        if not start < end <= start + LONGEST:
            raise Refused("invalid")

    def _check_title(self, title: str) -> None:
        if not title:
            raise Refused("invalid")
