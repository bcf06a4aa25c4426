"""What a list may be of; how its columns are chosen, and what happens to each of its rows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy

from clients.domain import Outcome
from clients.importing.dates import DateOrder
from clients.importing.mapping import Fields, Mapped
from clients.importing.reading import Row, Table
from trainers.models import Trainer

TOO_LONG = gettext_lazy("There is more in this row than columns have names.")


@dataclass(frozen=True)
class Choice:
    """Which column is which field, what comes first in a date, and whether unknown clients are added.

    `wrong` says what is the matter with it, in words.
    """

    mapped: Mapped
    order: DateOrder
    wrong: list[str]
    adds_clients: bool = False

    @property
    def asked(self) -> dict[str, str]:
        """What a form sends for it."""
        columns = {f"c{number}": name for number, name in self.mapped.items()}
        return columns | {"dates": self.order, "unknown": "add" if self.adds_clients else ""}


@dataclass(frozen=True)
class Line:
    """A row and what happens to it.

    `name` says whose row it is, `detail` which of theirs, `about` more of what it becomes. `fields` are the
    labels of what is written, `kept` of what is stored otherwise and stays; `errors` are (label, words).
    """

    number: int
    name: str
    detail: str
    outcome: Outcome
    about: str = ""
    fields: str = ""
    kept: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    lines: list[Line]

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def writes(self) -> int:
        return self.count(Outcome.NEW) + self.count(Outcome.FILLED)

    @property
    def fingerprint(self) -> str:
        """The same as long as the same would happen."""
        told = [[line.number, line.detail, line.outcome, line.about, line.fields] for line in self.lines]
        return sha256(json.dumps(told).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Kind:
    """`choose` makes a choice of what a form says; of nothing, what is likely.

    `compare` says what `write` would do with all rows of a table. It is told which part of them, and raises
    ValidationError, and writes nothing, when somebody else is quicker by a moment. `settle` says what stands
    in a cell of a field so that it is read alike in any other list.
    """

    name: str
    fields: Fields
    choose: Callable[[Table, Mapping[str, str]], Choice]
    compare: Callable[[Trainer, Table, Choice, datetime], Plan]
    write: Callable[[Trainer, Table, Choice, slice, datetime], Plan]
    settle: Callable[[str, str, DateOrder], str]


def is_chosen(asked: Mapping[str, str]) -> bool:
    """Whether a form says anything of the columns."""
    return any(name in asked for name in ("c0", "dates"))


def order_in(asked: Mapping[str, str]) -> DateOrder:
    told = asked.get("dates", "")
    return DateOrder(told) if told in set(DateOrder) else DateOrder.UNKNOWN


def cells_of(row: Row, mapped: Mapped) -> dict[str, str]:
    return {name: row.cells[number] for number, name in mapped.items()}


def name_in(cells: Mapping[str, str]) -> str:
    """With whom a row is, in one column or in two."""
    whole = cells.get("client") or cells.get("name")
    return whole or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()


def labelled(errors: Mapping[str, list[str]], fields: Fields) -> list[tuple[str, str]]:
    """(label of a field, what is wrong with it)."""
    return [(str(fields.get(name, "")), " ".join(said)) for name, said in errors.items()]
