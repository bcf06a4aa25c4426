"""The database that a measurement runs on: a fresh one, gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.postgres import private_server
from tests.served.databases import postgres_database, sqlite_database
from tests.served.server import ROOT, environment_for

# In the environment, where there is one: the URL of a migrated database of that kind to copy.
MIGRATED = {"sqlite": "MIGRATED_SQLITE", "postgres": "MIGRATED_POSTGRES"}


@contextmanager
def database(name: str, *, durable: bool = True) -> Iterator[str]:
    """The URL of a fresh database, `sqlite` or `postgres`; the latter as careful as in production.

    One that is not `durable` does not wait for the disk: quicker, but too brief with its locks for a race.
    """
    with ExitStack() as stack:
        migrated = os.environ.get(MIGRATED[name])
        if name == "sqlite":
            yield stack.enter_context(sqlite_database(migrated))
        elif migrated:
            yield stack.enter_context(postgres_database(migrated, copied=True))
        else:
            server = stack.enter_context(private_server(durable=durable))
            yield stack.enter_context(postgres_database(server))


@contextmanager
def migrated_once() -> Iterator[None]:
    """What is started meanwhile copies a migrated database: migrating takes longer than many a measure."""
    with ExitStack() as stack:
        server = stack.enter_context(private_server(durable=True))
        urls = {
            "sqlite": stack.enter_context(sqlite_database()),
            "postgres": stack.enter_context(postgres_database(server)),
        }
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        started = [
            subprocess.Popen(command, cwd=ROOT, env=environment_for(url), stdin=subprocess.DEVNULL)
            for url in urls.values()
        ]
        codes = [process.wait() for process in started]
        if any(codes):
            sys.exit("A fresh database could not be migrated.")
        os.environ |= {MIGRATED[name]: url for name, url in urls.items()}
        yield
