"""A list of clients as a table: with the columns, and in the words, that an import reads again."""

from collections.abc import Iterator

from django.utils.translation import gettext

from clients.importing.columns import FIELDS
from clients.importing.values import UNITS
from clients.models import Client, ClientQuerySet
from trainers.xlsx import Value

COLUMNS = [name for name in FIELDS if name != "name"]
CLIENTS_AT_ONCE = 500


def table(clients: ClientQuerySet) -> Iterator[list[Value]]:
    """The names of the columns, in the language of now, and a row for each client."""
    return _rows(_names(), clients)


def _names() -> list[Value]:
    return [gettext("Status") if name == "status" else str(FIELDS[name]) for name in COLUMNS]


def _rows(names: list[Value], clients: ClientQuerySet) -> Iterator[list[Value]]:
    yield names
    for client in clients.iterator(CLIENTS_AT_ONCE):
        yield [_value(client, name) for name in COLUMNS]


def _value(client: Client, name: str) -> Value:
    value: Value = getattr(client, name)
    if name in UNITS and value is not None:
        return f"{value} {getattr(client, f'{name}_unit')}"
    return value
