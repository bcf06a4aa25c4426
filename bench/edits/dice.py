"""Random edits, drawn from what the plain model knows by then."""

from collections.abc import Callable
from typing import Any

from bench.edits.calendar import Routine, Row
from bench.edits.drawn import DAY, QUARTER, SKIPPED, TITLES, Drawn
from bench.edits.plain import Plain
from bench.edits.rules import instant
from bench.recurrence import ZONES

Edit = tuple[str, dict[str, Any]]


class Dice(Drawn):
    def edit(self, model: Plain) -> Edit:
        """One that can be tried: of a session, a series, or the calendar."""
        drawn: Edit | None = None
        while drawn is None:
            kinds, weights = zip(*WEIGHTS.items(), strict=True)
            drawn = self.dice.choices(kinds, weights)[0](self, model)
        return drawn

    # A series

    def create(self, model: Plain) -> Edit | None:
        if sum(not routine.removed for routine in model.routines) >= 4:
            return None
        if self.dice.random() < 0.2:
            self.zone = self.dice.choice(ZONES)
        client = self.dice.choice([0, 0, 1, None])
        return "create", {"client": client, "zone": self.zone, "values": self.series(model.now)}

    def change(self, model: Plain) -> Edit | None:
        found = self._routine(model)
        if not found:
            return None
        number, routine = found
        drawn = [self.other_times, self.other_title, self.other_rule, self.once_or_again]
        changes: dict[str, Any] = {}
        for other in self.dice.sample(drawn, self.dice.choice([1, 1, 1, 2])):
            changes |= other(routine, model.now)
        return "change", {"number": number, "changes": changes}

    def end(self, model: Plain) -> Edit | None:
        found = self._routine(model)
        return ("end", {"number": found[0]}) if found else None

    def _routine(self, model: Plain) -> tuple[int, Routine] | None:
        """Seldom one that was removed: that is refused."""
        present = [(n, each) for n, each in enumerate(model.routines) if not each.removed]
        if self.dice.random() < 0.02:
            present = list(enumerate(model.routines))
        return self.dice.choice(present) if present else None

    # One session

    def move(self, model: Plain) -> Edit | None:
        row = self._row(model)
        return None if row is None else ("revise", {"pk": row.pk, "changes": self._other_place(row, model)})

    def _other_place(self, row: Row, model: Plain) -> dict[str, Any]:
        """Sometimes only longer, sometimes where another is."""
        chance = self.dice.random()
        if chance < 0.15:
            return {"end": row.end + self.dice.choice([-2, -1, 1, 2, 4, -40]) * QUARTER}
        start = row.start + self.shift()
        if chance < 0.25:
            start = self.dice.choice(model.rows).start + self.dice.choice([0, 0, 8, -8]) * QUARTER
        longer = self.dice.choice([0, 0, 0, 1, -1]) * QUARTER
        return {"start": start, "end": start + max(row.end - row.start + longer, QUARTER)}

    def annotate(self, model: Plain) -> Edit | None:
        row, notes = self._row(model), self.dice.choice(["Slept well", "Knee", None])
        return None if row is None else ("revise", {"pk": row.pk, "changes": {"notes": notes}})

    def rename(self, model: Plain) -> Edit | None:
        row, title = self._row(model), self.dice.choice(TITLES)
        return None if row is None else ("revise", {"pk": row.pk, "changes": {"title": title}})

    def mark(self, model: Plain) -> Edit | None:
        row = self._row(model)
        status = self.dice.choice(["cancelled", "cancelled", "scheduled", "completed", "no-show"])
        return None if row is None else ("revise", {"pk": row.pk, "changes": {"status": status}})

    def put_back(self, model: Plain) -> Edit | None:
        cancelled = [row for row in model.rows if row.status == "cancelled"]
        if not cancelled:
            return None
        return "revise", {"pk": self.dice.choice(cancelled).pk, "changes": {"status": "scheduled"}}

    def remove(self, model: Plain) -> Edit | None:
        row = self._row(model)
        return None if row is None else ("remove", {"pk": row.pk})

    def book(self, model: Plain) -> Edit | None:
        row = self._row(model)
        far = self.dice.choice([0, 0, 400, 3000]) * DAY * self.dice.random() // DAY * DAY
        start = (
            row.start if row and self.dice.random() < 0.6 else instant(self.wall(model.now, None), self.zone)
        )
        length = self.length("DAILY")
        start += far
        return "book", {
            "client": self.dice.randrange(2),
            "start": start,
            "end": start + length,
            "title": "Single",
        }

    def _row(self, model: Plain) -> Row | None:
        """Most often one that is to come."""
        if not model.rows:
            return None
        to_come = [row for row in model.rows if row.start >= model.now]
        near = sorted(to_come, key=lambda row: row.start)[:15]
        return self.dice.choice(self.dice.choice([near, near, to_come, model.rows]) or model.rows)

    # With those that follow, or all

    def change_from(self, model: Plain) -> Edit | None:
        row = self._row_of_series(model)
        if not row:
            return None
        changes = self._other_place(row, model) if self.dice.random() < 0.75 else {}
        if not changes or self.dice.random() < 0.25:
            changes |= {"title": self.dice.choice(TITLES)}
        if self.dice.random() < 0.03:
            changes |= {"notes": "Only this one's"}
        return "change_from", {"pk": row.pk, "changes": changes, "scope": self._scope()}

    def end_from(self, model: Plain) -> Edit | None:
        row, scope = self._row_of_series(model), self._scope()
        permanent = self.dice.random() < 0.25
        return None if row is None else ("end_from", {"pk": row.pk, "scope": scope, "permanent": permanent})

    def _scope(self) -> str:
        return self.dice.choice(["following", "following", "all"])

    def _row_of_series(self, model: Plain) -> Row | None:
        rows = [row for row in model.rows if row.on and row.routine is not None]
        live = [row for row in rows if row.routine is not None and not model.routines[row.routine].removed]
        to_come = [row for row in live if row.start >= model.now]
        by_hand = [row for row in to_come if row.by_hand]
        skipped = [row for row in to_come if row.on and row.on in {wall.date() for wall in SKIPPED.values()}]
        some = self.dice.choice([to_come, to_come, to_come, by_hand, skipped, live, rows]) or to_come or rows
        return self.dice.choice(some) if some else None

    # The calendar

    def look(self, model: Plain) -> Edit | None:
        start = model.now + QUARTER * self.dice.randrange(-30 * 96, self.dice.choice([400, 1500, 3660]) * 96)
        return "look", {"start": start, "end": start + DAY * self.dice.choice([1, 1, 7, 40])}

    def extend(self, model: Plain) -> Edit | None:
        return "extend", {}


WEIGHTS: dict[Callable[[Dice, Plain], Edit | None], int] = {
    Dice.move: 16,
    Dice.annotate: 5,
    Dice.rename: 4,
    Dice.mark: 9,
    Dice.put_back: 5,
    Dice.remove: 7,
    Dice.book: 4,
    Dice.create: 4,
    Dice.change: 16,
    Dice.end: 1,
    Dice.change_from: 22,
    Dice.end_from: 4,
    Dice.look: 6,
    Dice.extend: 4,
}
