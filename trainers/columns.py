"""Writes columns of many rows: Django's bulk_update needs longer for its SQL than the database to obey it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


def write(objects: Sequence[Model], names: Iterable[str], using: str | None) -> None:
    """Store the named fields of objects of one model; nothing is recorded of it."""
    if not objects:
        return
    meta, connection = objects[0]._meta, connections[using or DEFAULT_DB_ALIAS]
    fields: list[Any] = [meta.get_field(name) for name in names]
    values = [
        [*(it.get_db_prep_save(it.pre_save(each, False), connection) for it in fields), each.pk]
        for each in objects
    ]
    quoted = connection.ops.quote_name
    told = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quoted(meta.db_table)} SET {told} WHERE id = %s", values)  # noqa: S608
