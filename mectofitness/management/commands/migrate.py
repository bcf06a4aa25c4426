"""manage.py migrate: Django's, but on PostgreSQL it waits for a lock only briefly: all wait behind it."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

LOCK_TIMEOUT = "2s"


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != "55P03":
                raise
            raise CommandError(
                f"Somebody held a lock for more than {LOCK_TIMEOUT}, and everybody would have waited behind"
                " this migration. It was not applied; run migrate again."
            ) from error
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout TO DEFAULT")
