"""Which column of a table is read as which field, as far as the names of the columns tell."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clients.importing.reading import Table

Mapped = Mapping[int, str]  # {column, from 0: field}
Fields = Mapping[str, Promise]  # {field: label}, in the order of the choice

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "ó": "o"})


def plain(name: str) -> str:
    """In small letters and figures alone."""
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(UMLAUTS))


def by_names(table: Table, fields: Fields, names: Mapping[str, str]) -> dict[int, str]:
    """`names` are how other programs call each field; our own downloads have the labels."""
    known = {name: field for field, told in names.items() for name in told.split()}
    known |= {plain(str(label)): field for field, label in fields.items()}
    mapped: dict[int, str] = {}
    for column, name in enumerate(table.columns):
        field = known.get(plain(name))
        if field and field not in mapped.values():
            mapped[column] = field
    if "email" not in mapped.values():
        mapped |= {column: "email" for column in _with_addresses(table) if column not in mapped}
    return mapped


def _with_addresses(table: Table) -> list[int]:
    """The first column that has an address in the first rows."""
    numbers = range(len(table.columns))
    return [number for number in numbers if any("@" in row.cells[number] for row in table.rows[:5])][:1]


def chosen(table: Table, fields: Fields, asked: Mapping[str, str]) -> dict[int, str]:
    """What a form says, `c0` for the first column and so on."""
    told = {number: asked.get(f"c{number}", "") for number in range(len(table.columns))}
    return {number: field for number, field in told.items() if field in fields}


def read_twice(mapped: Mapped, fields: Fields) -> list[str]:
    """Of which fields there are two columns, in words."""
    found = list(mapped.values())
    twice = _("Two columns are read as %(field)s.")
    return [twice % {"field": fields[each]} for each in fields if found.count(each) > 1]
