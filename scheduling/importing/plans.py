"""What reading in a list of sessions would do, row by row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from clients.domain import Outcome
from clients.importing import dates, mapping
from clients.importing.dates import DateOrder
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
from clients.models import Client, Upload
from scheduling.domain.taking_in import Entry, Wanted, look, take_in
from scheduling.importing import columns, moments
from scheduling.importing.columns import FIELDS
from scheduling.importing.people import Newcomer, People, is_called
from scheduling.importing.values import Reader
from scheduling.models import Session
from scheduling.wording import when
from trainers.models import Trainer

DATES = ("date", "start", "end_date", "end")
DAYS = (*DATES, "actual_start", "actual_end")
# {field of Session: the column that tells of it}, where they are called otherwise.
TOLD_BY = {"scheduled_start": "start", "scheduled_end": "end"}
OF_SESSIONS = {column: field for field, column in TOLD_BY.items()}
NEW_CLIENT = gettext_lazy("New client")


def choose(table: Table, asked: Mapping[str, str]) -> Choice:
    mapped = mapping.chosen(table, FIELDS, asked) if is_chosen(asked) else columns.guess(table)
    order = order_in(asked) or dates.order_of(_days(table, mapped))
    return Choice(mapped, order, columns.wrong(mapped), adds_clients=asked.get("unknown") == "add")


def _days(table: Table, mapped: Mapped) -> list[str]:
    found = [number for number, field in mapped.items() if field in DATES]
    return [moments.day_in(row.cells[number]) for row in table.rows for number in found]


def compare(trainer: Trainer, table: Table, choice: Choice, now: datetime) -> Plan:
    entries = look(trainer, _wanted(trainer, table, slice(0, None), choice, now), now=now)
    return _plan(table.rows, choice, entries, now)


def write(trainer: Trainer, table: Table, choice: Choice, part: slice, now: datetime) -> Plan:
    rows = table.rows[part]
    return _plan(rows, choice, take_in(trainer, _wanted(trainer, table, part, choice, now), now=now), now)


def _wanted(trainer: Trainer, table: Table, part: slice, choice: Choice, now: datetime) -> list[Wanted]:
    people, reader = People(trainer, adds=choice.adds_clients), Reader(trainer, choice.order, now)
    # Who is new in a row counts in those below it, wherever a portion ends, and also if the row was refused.
    for row in table.rows[: part.start]:
        people.who(cells_of(row, choice.mapped))
    found = []
    for row in table.rows[part]:
        cells = cells_of(row, choice.mapped)
        client, newcomer, why_neither = people.who(cells)
        values, wrong = reader.read(cells)
        errors = {OF_SESSIONS.get(name, name): said for name, said in wrong.items()}
        if why_neither:
            errors["client"] = why_neither
        if row.beyond:
            errors["row"] = str(TOO_LONG)
        found.append(Wanted(values | _called(cells, client, newcomer), errors, client, newcomer, row.number))
    return found


def _called(cells: Mapping[str, str], client: Client | None, newcomer: Newcomer | None) -> dict[str, Any]:
    """`PT Emma Wilson` says with whom, and what it is too."""
    who = cells.get("client", "")
    if cells.get("title") or cells.get("session_type") or not (client or newcomer):
        return {}
    name = (client or Client(**newcomer or {})).name.lower()
    return {"title": who} if name in who.lower() != name else {}


def _plan(rows: Sequence[Row], choice: Choice, entries: Sequence[Entry], now: datetime) -> Plan:
    return Plan([_line(row, choice, entry, now) for row, entry in zip(rows, entries, strict=True)])


def _line(row: Row, choice: Choice, entry: Entry, now: datetime) -> Line:
    cells, session = cells_of(row, choice.mapped), entry.session
    errors = {TOLD_BY.get(name, name): said for name, said in entry.errors.items()}
    is_new = entry.outcome == Outcome.NEW
    about = _about(session) if is_new else ""
    return Line(
        row.number,
        _name(session, cells),
        _detail(session, cells, now),
        entry.outcome,
        about,
        errors=labelled(errors, FIELDS),
    )


def _name(session: Session, cells: Mapping[str, str]) -> str:
    """Whose row it is; with what stands there, where that is something else."""
    said = name_in(cells)
    if not session.client:
        return said or cells.get("email", "")
    name = session.client.name
    return f"{Truncator(said).chars(40)} → {name}" if said and not is_called(name, said) else name


def _detail(session: Session, cells: Mapping[str, str], now: datetime) -> str:
    """When and what; as it stands in the row, where that cannot be read."""
    if session.scheduled_start and session.scheduled_end:
        at = when(session, now)
    else:
        at = " ".join(cells[name] for name in DATES if cells.get(name))
    return f"{at} · {session.title}" if session.title else at


def _about(session: Session) -> str:
    said = [session.get_session_type_display(), session.get_status_display(), session.location or ""]
    if session.client and not session.client.pk:
        said.append(f"{NEW_CLIENT} ({session.client.email})")
    return " · ".join(str(each) for each in said if each)


def _settle(field: str, cell: str, order: DateOrder) -> str:
    return moments.settle(cell, order) if field in DAYS else cell


SESSIONS = Kind(Upload.Kind.SESSIONS, FIELDS, choose, compare, write, _settle)
