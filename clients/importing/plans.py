"""What reading in a list of clients would do, row by row."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from clients.domain import Entry, Wanted, compare, enrol_all
from clients.importing import columns, dates, mapping, values
from clients.importing.columns import FIELDS
from clients.importing.kinds import (
    TOO_LONG,
    Choice,
    Kind,
    Line,
    Plan,
    cells_of,
    is_chosen,
    labelled,
    name_in,
    order_in,
)
from clients.importing.mapping import Mapped
from clients.importing.reading import Row, Table
from clients.models import Upload
from trainers.models import Trainer


def choose(table: Table, asked: Mapping[str, str]) -> Choice:
    mapped = mapping.chosen(table, FIELDS, asked) if is_chosen(asked) else columns.guess(table)
    order = order_in(asked) or dates.order_of(_dates(table, mapped))
    return Choice(mapped, order, columns.wrong(mapped))


def _dates(table: Table, mapped: Mapped) -> list[str]:
    found = [number for number, field in mapped.items() if field in values.DATES]
    return [row.cells[number] for row in table.rows for number in found]


def wanted(table: Table, choice: Choice) -> list[Wanted]:
    """The values of each row, and what cannot be read of them."""
    found: list[Wanted] = []
    seen: set[str] = set()
    for row in table.rows:
        told, errors = values.read(cells_of(row, choice.mapped), choice.order)
        if row.beyond:
            errors["row"] = str(TOO_LONG)
        email = str(told.get("email", "")).lower()
        if email in seen:
            errors["email"] = _("This e-mail stands in a row above already.")
        seen |= {email} - {""}
        found.append((told, errors))
    return found


def look(trainer: Trainer, table: Table, choice: Choice, now: datetime) -> Plan:
    return _plan(table.rows, choice, compare(trainer, wanted(table, choice)))


def write(trainer: Trainer, table: Table, choice: Choice, part: slice, now: datetime) -> Plan:
    return _plan(table.rows[part], choice, enrol_all(trainer, wanted(table, choice)[part]))


def _plan(rows: Sequence[Row], choice: Choice, entries: Sequence[Entry]) -> Plan:
    return Plan([_line(row, choice, entry) for row, entry in zip(rows, entries, strict=True)])


def _line(row: Row, choice: Choice, entry: Entry) -> Line:
    cells = cells_of(row, choice.mapped)
    return Line(
        row.number,
        name_in(cells),
        cells.get("email", ""),
        entry.outcome,
        fields=_labels(entry.fields),
        kept=_labels(entry.kept),
        errors=labelled(entry.errors, FIELDS),
    )


def _labels(names: Sequence[str]) -> str:
    return ", ".join(str(FIELDS[name]) for name in FIELDS if name in names)


CLIENTS = Kind(Upload.Kind.CLIENTS, FIELDS, choose, look, write, values.settle)
