"""PostgreSQL's own programs: where they are, and whether they are new enough."""

import glob
import os
import re
import shutil
import subprocess

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from mectofitness.backups.refusal import Refused

DEBIAN = "/usr/lib/postgresql/*/bin"


def find(name: str, least: int) -> tuple[str, int]:
    """(path, major version) of the oldest that is at least as new as asked. Raises Refused.

    pg_dump refuses a server that is newer than itself; a much newer one writes what the server does not know.
    """
    paths = [shutil.which(name), *glob.glob(f"{DEBIAN}/{name}")]
    versions = {path: version(path) for path in paths if path}
    usable = {path: major for path, major in versions.items() if major >= least}
    if not usable:
        there = f"only {max(versions.values())} is there" if versions else "it is not there"
        raise Refused(
            f"{name} {least} or newer is needed, and {there}. Install PostgreSQL's client:"
            f" apt-get install postgresql-client-{least}"
        )
    return min(usable.items(), key=lambda found: found[1])


def version(path: str) -> int:
    """The major version, 0 when it does not say."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def server_version() -> int:
    """The major version of the server."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10000  # type: ignore[attr-defined]


def environment() -> dict[str, str]:
    """With the password, which has no place in a list of processes; and messages in English, to be read."""
    _, variables = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return os.environ | (variables or {}) | {"LC_ALL": "C"}


def address() -> list[str]:
    """The arguments that say which database."""
    arguments, _ = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return ["--no-password", *arguments[1:]]
