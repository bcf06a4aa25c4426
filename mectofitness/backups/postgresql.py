"""Backups of PostgreSQL: pg_dump's custom format, restored in one transaction."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from mectofitness.backups import contents, programs, revocations, scripts, settling
from mectofitness.backups.contents import Contents
from mectofitness.backups.label import Label
from mectofitness.backups.progress import Progress
from mectofitness.backups.refusal import Refused

DUMPING = re.compile(r'dumping contents of table "(.+)"')
# Tables of ours, and functions, in the schema that we write to; what belongs to an extension stays.
DROP_ALL = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
            AND NOT EXISTS (
                SELECT FROM pg_depend
                WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
            )
    LOOP
        EXECUTE format('DROP TABLE %s CASCADE', found.name);
    END LOOP;
    FOR found IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (
                SELECT FROM pg_depend
                WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
            )
    LOOP
        EXECUTE format('DROP ROUTINE %s CASCADE', found.name);
    END LOOP;
END $$
"""


def place() -> str:
    """Where the database is, for people."""
    settings = connection.settings_dict
    return f"{settings['NAME']} on {settings['HOST'] or 'this machine'}"


def dump(path: Path, progress: Progress) -> Contents:
    """Write the state of this moment into a new file: what is counted here, pg_dump writes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _take_time(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        found = contents.read()
        _run_pg_dump(path, snapshot, len(found.rows), progress)
    return found


def program() -> int:
    """The major version of the pg_dump that dump() runs."""
    return programs.find("pg_dump", programs.server_version())[1]


def verify(path: Path, made_by: int) -> None:
    """Have pg_restore read the whole of it. Raises Refused."""
    with _script(path, made_by) as lines:
        for _ in lines:
            pass


def replace(path: Path, label: Label, now: datetime, progress: Progress) -> None:
    """One transaction: what anybody sees is the old state, or the new one brought up to this version."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _take_time(cursor)
            _lock_all(cursor)
            revoked = revocations.read(now)
            cursor.execute("SHOW search_path")
            schemas = cursor.fetchone()[0]
            cursor.execute(DROP_ALL)
            _run_script(path, label, progress)
            cursor.execute("SELECT set_config('search_path', %s, false)", [schemas])
            settling.settle(label, revoked)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    finally:
        # The script has left settings of its own on it.
        connection.close()


def _take_time(cursor: Any) -> None:
    """What bounds a request would end a backup of a large database."""
    cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")


def _lock_all(cursor: Any) -> None:
    """Nobody writes from here on, and who does it now is waited for, but not for ever."""
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names(cursor)))
    if tables:
        cursor.execute("SET LOCAL lock_timeout = '20s'")
        cursor.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")


def _run_pg_dump(path: Path, snapshot: str, tables: int, progress: Progress) -> None:
    command = [
        programs.find("pg_dump", programs.server_version())[0],
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--verbose",
        "--lock-wait-timeout=20s",
        f"--exclude-table-data={contents.LEFT_OUT}",
        f"--snapshot={snapshot}",
        f"--file={path}",
        *programs.address(),
    ]
    said, done = [], 0
    with _running(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None  # noqa: S101
        for line in process.stderr:
            said.append(line.decode(errors="replace"))
            if table := DUMPING.search(said[-1]):
                done += 1
                progress(min(done, tables), tables, table[1])
    if process.returncode:
        raise Refused("".join(said[-3:]).strip())


def _run_script(path: Path, label: Label, progress: Progress) -> None:
    done = 0

    def on_table(table: str) -> None:
        nonlocal done
        done += 1
        progress(min(done, len(label.rows)), len(label.rows), table)

    with _script(path, label.program) as lines:
        scripts.run(lines, on_table)


@contextmanager
def _script(path: Path, made_by: int) -> Iterator[Iterator[bytes]]:
    """The lines of SQL that a backup stands for. Raises Refused when pg_restore cannot read it to its end."""
    pg_restore, _ = programs.find("pg_restore", made_by)
    command = [pg_restore, "--file=-", "--no-owner", "--no-privileges", "--no-comments", str(path)]
    with _running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101
        assert process.stderr is not None  # noqa: S101
        yield process.stdout
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise Refused(said.strip())


@contextmanager
def _running(command: list[str], **pipes: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that ends with us."""
    with subprocess.Popen(  # noqa: S603
        command, env=programs.environment(), **pipes
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise
