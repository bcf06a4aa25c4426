"""Backups of SQLite: a copy through SQLite's online backup, while the product reads and writes."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import quote

from django.db import connection

from mectofitness.backups import contents, revocations, settling
from mectofitness.backups.contents import Contents
from mectofitness.backups.label import Label
from mectofitness.backups.progress import Progress
from mectofitness.backups.refusal import Refused

PAGES_AT_ONCE = 1000
# As long as a request waits for another that writes.
WAIT_SECONDS = 20


def place() -> str:
    """Where the database is, for people."""
    return str(_live())


def dump(path: Path, progress: Progress) -> Contents:
    """Write a copy of this moment into a new file."""
    with closing(_open(_live())) as source, closing(_open(path, "rwc")) as copy:
        # The source is read in one transaction: otherwise every write meanwhile would make it begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master")
        source.backup(copy, pages=PAGES_AT_ONCE, progress=_pages(progress, "copied"), sleep=0)
    with looking_at(path):
        _leave_out()
        found = contents.read()
    with closing(_open(path)) as copy:
        # A single file, that can be read where nothing may be written beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    return found


def program() -> int:
    """Python brings it along."""
    return 0


def verify(path: Path, made_by: int) -> None:
    """Raises Refused when SQLite finds the file, or a reference between rows in it, broken."""
    with closing(_open(path)) as copy:
        # The checks of our tables use functions that only Django teaches a connection.
        copy.execute("PRAGMA ignore_check_constraints = ON")
        answers = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        orphans = copy.execute("PRAGMA foreign_key_check").fetchall()
    if answers != ["ok"] or orphans:
        problems = "; ".join(
            [*answers[:5], *[f"{table}: row {row} leads nowhere" for table, row, *_ in orphans]]
        )
        raise Refused(f"SQLite finds the data damaged: {problems}")


def replace(path: Path, label: Label, now: datetime, progress: Progress) -> None:
    """Everything is prepared in a copy beside the database; then the database becomes that copy at once."""
    live = _live()
    with TemporaryDirectory(prefix=f".{live.name}.", dir=live.parent) as directory:
        copy = Path(directory, "restored.sqlite3")
        _copy_start(path, copy, label.size)
        verify(copy, program())
        # To look into a file that is not there would make it.
        revoked = revocations.read(now) if live.exists() else []
        with looking_at(copy):
            settling.settle(label, revoked)
        _swap(copy, live, progress)


@contextmanager
def looking_at(path: Path) -> Iterator[None]:
    """Within, Django's connection is to another file."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _live() -> Path:
    return Path(connection.settings_dict["NAME"])


def _open(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Without `c` in the mode it is not made when it is not there."""
    return sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=WAIT_SECONDS, isolation_level=None
    )


def _leave_out() -> None:
    """Its rows are gone from the file itself, and not only from the table."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(contents.LEFT_OUT)}")  # noqa: S608


def _copy_start(path: Path, copy: Path, size: int) -> None:
    """The backup without its label."""
    with path.open("rb") as source, copy.open("xb") as target:
        shutil.copyfileobj(source, target)
        target.truncate(size)


def _swap(copy: Path, live: Path, progress: Progress) -> None:
    """One transaction on the live database: who reads meanwhile sees the old state or the new one."""
    with closing(_open(copy)) as source, closing(_open(live, "rwc")) as target:
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = FULL")
        give_up = _giving_up(monotonic() + WAIT_SECONDS, _pages(progress, "restored"))
        source.backup(target, pages=PAGES_AT_ONCE, progress=give_up, sleep=0.1)


def _pages(progress: Progress, done: str) -> Callable[[int, int, int], None]:
    """What sqlite3 reports of a backup, as progress."""

    def report(status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, f"{done} {total - remaining} of {total} pages")

    return report


def _giving_up(deadline: float, report: Callable[[int, int, int], None]) -> Callable[[int, int, int], None]:
    """sqlite3 itself would ask for ever for a lock that another holds."""

    def report_or_give_up(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if monotonic() > deadline:
                raise Refused("Somebody writes to the database all the time; stop the server and try again.")
        else:
            report(status, remaining, total)

    return report_or_give_up
