"""Which module backs up the kind of database that the product runs on."""

from types import ModuleType

from django.db import connection

from mectofitness.backups import postgresql, sqlite

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def current() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
