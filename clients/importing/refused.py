"""The rows that an import refuses, as a table to mend and to import again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from clients.domain import Outcome
from clients.importing.kinds import Choice, Kind, Plan
from clients.importing.reading import MOST_COLUMNS, Table

# What is kept of a row, and shown: as JSON has it.
Refused = Mapping[str, Any]


def rows_of(plan: Plan, table: Table) -> list[Refused]:
    rows = {row.number: row for row in table.rows}
    return [
        {
            "number": line.number,
            "name": line.name,
            "detail": line.detail,
            "errors": line.errors,
            "cells": rows[line.number].cells,
            "beyond": rows[line.number].beyond,
        }
        for line in plan.lines
        if line.outcome == Outcome.REFUSED
    ]


def told_by(kind: Kind, asked: Mapping[str, str]) -> Choice:
    """How the columns are read, when the list itself is here no more."""
    return kind.choose(Table([""] * MOST_COLUMNS, []), asked)


def to_mend(kind: Kind, choice: Choice, refused: Sequence[Refused]) -> list[list[str]]:
    """What was read of each, so that it is read alike by itself; behind why, what has no column."""
    labels = [str(kind.fields[field]) for field in choice.mapped.values()]
    return [[*labels, _("Why")], *(_row(kind, choice, row) for row in refused)]


def _row(kind: Kind, choice: Choice, row: Refused) -> list[str]:
    cells = row["cells"]
    read = [kind.settle(field, cells[number], choice.order) for number, field in choice.mapped.items()]
    return [*read, _in_words(row["errors"]), *row["beyond"]]


def _in_words(errors: Sequence[Sequence[str]]) -> str:
    return " ".join(f"{label}: {said}" if label else said for label, said in errors)
