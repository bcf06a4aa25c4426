"""Making a backup: under a name of its own until it is complete and was read again."""

from datetime import datetime
from pathlib import Path

from django.db import connection

from mectofitness import unfinished
from mectofitness.backups import engines, label
from mectofitness.backups.contents import Contents
from mectofitness.backups.label import Label
from mectofitness.backups.progress import Progress
from mectofitness.backups.refusal import Refused


def write(target: Path, *, force: bool, now: datetime, progress: Progress) -> Label:
    """The label of the backup that `target` is now. Raises Refused, OSError or DatabaseError."""
    _check(target, force)
    engine = engines.current()
    program = engine.program()
    with unfinished.beside(target) as path:
        found = engine.dump(path, progress)
        engine.verify(path, program)
        label.append(path, _label(path, found, program, now))
        path.chmod(0o600)
        unfinished.sync(path)
        written = label.read(path)
        _check(target, force)
        path.replace(target)
    unfinished.sync(target.parent)
    return written


def _check(target: Path, force: bool) -> None:
    if target.exists() and not target.is_file():
        raise Refused(f"{target} is no file.")
    if target.exists() and not force:
        raise Refused(f"{target} is there already; --force replaces it.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.")
    if connection.vendor == "sqlite":
        _check_source(target, Path(connection.settings_dict["NAME"]))


def _check_source(target: Path, database: Path) -> None:
    if not database.is_file():
        raise Refused(f"There is no database at {database}.")
    if target.exists() and target.samefile(database):
        raise Refused(f"{target} is the database itself.")


def _label(path: Path, found: Contents, program: int, now: datetime) -> Label:
    if not found.migrations:
        raise Refused("The database is empty: `manage.py migrate` has never run on it.")
    made = now.isoformat(timespec="seconds")
    return Label(connection.vendor, made, path.stat().st_size, found.rows, found.migrations, program)
