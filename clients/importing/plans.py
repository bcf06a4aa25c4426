"""What reading in a table would do, row by row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy

from clients.domain import Entry, Outcome, Wanted
from clients.importing import columns, reading, values
from clients.importing.columns import FIELDS, Mapped
from clients.importing.values import DATES, DateOrder

TOO_LONG = gettext_lazy("There is more in this row than columns have names.")


@dataclass(frozen=True)
class Choice:
    """Which column is which field, and what comes first in a date."""

    mapped: Mapped
    order: DateOrder

    @property
    def wrong(self) -> list[str]:
        return columns.wrong(self.mapped)


@dataclass(frozen=True)
class Line:
    """A row and what happens to it; `name` and `email` as they stand in it."""

    number: int
    name: str
    email: str
    entry: Entry

    @property
    def fields(self) -> str:
        return _labels(self.entry.fields)

    @property
    def kept(self) -> str:
        return _labels(self.entry.kept)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(label of a field, what is wrong with it)."""
        return [(str(FIELDS.get(name, "")), " ".join(said)) for name, said in self.entry.errors.items()]


@dataclass(frozen=True)
class Plan:
    lines: list[Line]

    def count(self, outcome: Outcome) -> int:
        return sum(line.entry.outcome == outcome for line in self.lines)

    @property
    def writes(self) -> int:
        return self.count(Outcome.NEW) + self.count(Outcome.FILLED)

    @property
    def fingerprint(self) -> str:
        """The same as long as the same would happen."""
        told = [
            [line.number, line.email, line.entry.outcome, sorted(line.entry.fields)] for line in self.lines
        ]
        return sha256(json.dumps(told).encode()).hexdigest()[:32]


def choice_of(table: reading.Table, asked: Mapping[str, str]) -> Choice:
    """What was chosen, `c0` for the first column and so on and `dates`; at first, what is likely."""
    if not any(name in asked for name in ("c0", "dates")):
        mapped = columns.guess(table)
    else:
        chosen = {number: asked.get(f"c{number}", "") for number in range(len(table.columns))}
        mapped = {number: field for number, field in chosen.items() if field in FIELDS}
    order = asked.get("dates", "")
    if order not in set(DateOrder):
        order = ""
    return Choice(mapped, DateOrder(order) or _order(table, mapped))


def wanted(table: reading.Table, choice: Choice) -> list[Wanted]:
    """The values of each row, and what cannot be read of them."""
    found: list[Wanted] = []
    for row in table.rows:
        told, errors = values.read(cells_of(row, choice.mapped), choice.order)
        if row.number in table.too_long:
            errors["row"] = str(TOO_LONG)
        found.append((told, errors))
    return found


def plan(table: reading.Table, choice: Choice, entries: list[Entry]) -> Plan:
    lines = []
    for row, entry in zip(table.rows, entries, strict=True):
        cells = cells_of(row, choice.mapped)
        name = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
        lines.append(Line(row.number, name, cells.get("email", ""), entry))
    return Plan(lines)


def cells_of(row: reading.Row, mapped: Mapped) -> dict[str, str]:
    return {field: row.cells[number] for number, field in mapped.items()}


def _order(table: reading.Table, mapped: Mapped) -> DateOrder:
    dates = [number for number, field in mapped.items() if field in DATES]
    return values.order_of([row.cells[number] for row in table.rows for number in dates])


def _labels(names: list[str]) -> str:
    told = [str(FIELDS[name]) for name in FIELDS if name in names]
    return ", ".join(told)
