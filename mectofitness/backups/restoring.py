"""Putting a backup in the place of what the database holds: all of it, or nothing."""

from datetime import datetime
from pathlib import Path

from django.db import connection

from mectofitness.backups import contents, engines, label
from mectofitness.backups.label import Label
from mectofitness.backups.progress import Progress
from mectofitness.backups.refusal import Refused


def examine(path: Path) -> Label:
    """The label of a backup that can be restored here. Raises Refused or OSError."""
    found = label.read(path)
    if found.engine != connection.vendor:
        there, here = engines.NAMES[found.engine], engines.NAMES[connection.vendor]
        raise Refused(f"{path} is a backup of {there}, and DATABASE_URL names a database of {here}.")
    if unknown := contents.unknown_migrations(found.migrations):
        raise Refused(
            f"{path} was made by a newer version of the product, with {', '.join(unknown)}."
            " Install that version first."
        )
    return found


def comparison(found: Label) -> str:
    """What is there and what would be, one kind a line."""
    there = contents.count(_rows_there())
    lines = [f"{'':<10}{'now':>10}{'in the backup':>16}"]
    lines += [
        f"{what:<10}{there[what]:>10}{number:>16}" for what, number in contents.count(found.rows).items()
    ]
    return "\n".join(lines)


def restore(path: Path, found: Label, *, now: datetime, progress: Progress) -> None:
    """Raises Refused, OSError or DatabaseError, and has changed nothing then."""
    engines.current().replace(path, found, now, progress)


def _rows_there() -> dict[str, int]:
    """None of a SQLite file that is not there; counting would make it."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return {}
    return contents.rows()
