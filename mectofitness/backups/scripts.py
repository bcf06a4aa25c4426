"""Running what pg_restore writes, on Django's own connection and so within its transaction."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

COPY = re.compile(rb"COPY (\S+) .*FROM stdin;\n")
SETTING = re.compile(rb"SET (\w+) = ")


def run(script: Iterator[bytes], on_table: Callable[[str], None]) -> None:
    """`script` are its lines. Raises DatabaseError.

    Commands are sent together, rows of a table as they come; `on_table` hears of each table.
    """
    commands: list[bytes] = []
    with connection.cursor() as cursor:
        known = _settings(cursor)
        for line in script:
            if copy := COPY.fullmatch(line):
                _send(cursor, commands)
                on_table(copy[1].decode())
                _send_rows(cursor, line, script)
            elif _is_for_us(line, known):
                commands.append(line)
        _send(cursor, commands)


def _settings(cursor: Any) -> set[bytes]:
    cursor.execute("SELECT name FROM pg_settings")
    return {name.encode() for (name,) in cursor}


def _is_for_us(line: bytes, known: set[bytes]) -> bool:
    """Lines that begin with a backslash are for psql; a newer pg_dump sets what this server does not have."""
    setting = SETTING.match(line)
    return not line.startswith(b"\\") and (not setting or setting[1] in known)


def _send(cursor: Any, commands: list[bytes]) -> None:
    if commands:
        cursor.execute(b"".join(commands).decode())
        commands.clear()


def _send_rows(cursor: Any, command: bytes, script: Iterator[bytes]) -> None:
    with cursor.copy(command.decode().rstrip().rstrip(";")) as rows:
        for line in script:
            if line == b"\\.\n":
                break
            rows.write(line)
