"""manage.py migrate: Django's, but on PostgreSQL it waits for a lock only briefly: all wait behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK_TIMEOUT = "2s"


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        adapted = _impatient if connection.vendor == "postgresql" else _rebuilding
        with adapted(connection):
            super().handle(*args, **options)


@contextmanager
def _impatient(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """PostgreSQL: raises CommandError when somebody holds a lock for longer than LOCK_TIMEOUT."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != "55P03":
            raise
        raise CommandError(
            f"Somebody held a lock for more than {LOCK_TIMEOUT}, and everybody would have waited behind"
            " this migration. It was not applied; run migrate again."
        ) from error
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout TO DEFAULT")


@contextmanager
def _rebuilding(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """SQLite: Django makes a changed table anew, under another name and then its own.

    While it has no name, the triggers that look into it (scheduling.models.guard) must not be looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA legacy_alter_table = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = OFF")
