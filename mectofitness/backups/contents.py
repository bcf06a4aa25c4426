"""What a database holds: rows by table, and the migrations that made it."""

from dataclasses import dataclass

from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Whoever has the key of a browser's session is signed in, and one that has ended must not come back:
# a backup holds none of them.
LEFT_OUT = BrowserSession._meta.db_table

WHAT_COUNTS = {"trainers": "trainers_trainer", "clients": "clients_client", "sessions": "scheduling_session"}


@dataclass(frozen=True)
class Contents:
    """Rows by table, and migrations as "app.name", in order."""

    rows: dict[str, int]
    migrations: list[str]


def read() -> Contents:
    """Of the database that Django is connected to."""
    applied = MigrationRecorder(connection).applied_migrations()
    return Contents(rows(), sorted(f"{app}.{name}" for app, name in applied))


def rows() -> dict[str, int]:
    """How many there are in each table, but for what a backup leaves out."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        counted = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            if table != LEFT_OUT:
                cursor.execute(f"SELECT count(*) FROM {quote(table)}")  # noqa: S608
                counted[table] = cursor.fetchone()[0]
    return counted


def unknown_migrations(migrations: list[str]) -> list[str]:
    """Those that this version of the product does not have."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = {key for migration in known.values() for key in migration.replaces}
    names = {f"{app}.{name}" for app, name in [*known, *replaced]}
    return [name for name in migrations if name not in names]


def count(table_rows: dict[str, int]) -> dict[str, int]:
    """What people ask about: how many trainers, clients and sessions."""
    return {what: table_rows.get(table, 0) for what, table in WHAT_COUNTS.items()}


def in_words(table_rows: dict[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in count(table_rows).items())
