"""The rows that an import refuses, as a table to mend and to import again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from clients.domain import Outcome
from clients.importing.kinds import Choice, Kind, Plan
from clients.importing.reading import Table

# What is kept of a row, and shown: as JSON has it.
Refused = Mapping[str, Any]


def columns_of(kind: Kind, table: Table, choice: Choice) -> list[str]:
    """What they are called; by its label, where the name does not tell what a column is read as."""
    told = kind.choose(table, {}).mapped
    chosen = choice.mapped.items()
    labels = {number: str(kind.fields[field]) for number, field in chosen if told.get(number) != field}
    return [labels.get(number, name) for number, name in enumerate(table.columns)]


def rows_of(plan: Plan, table: Table) -> list[Refused]:
    rows = {row.number: row for row in table.rows}
    return [
        {
            "number": line.number,
            "name": line.name,
            "detail": line.detail,
            "errors": line.errors,
            "cells": rows[line.number].cells + rows[line.number].beyond,
        }
        for line in plan.lines
        if line.outcome == Outcome.REFUSED
    ]


def to_mend(columns: Sequence[str], refused: Sequence[Refused]) -> list[list[str]]:
    """With a last column that says why; that of an earlier time is left out."""
    why, width = _("Why"), max([len(columns), *(len(row["cells"]) for row in refused)])
    left_out = {number for number, name in enumerate(columns) if name == why}
    rows = [(columns, why), *((row["cells"], _in_words(row["errors"])) for row in refused)]
    filled = [([*cells, *[""] * (width - len(cells))], said) for cells, said in rows]
    return [
        [*(cell for number, cell in enumerate(cells) if number not in left_out), said]
        for cells, said in filled
    ]


def _in_words(errors: Sequence[Sequence[str]]) -> str:
    return " ".join(f"{label}: {said}" if label else said for label, said in errors)
