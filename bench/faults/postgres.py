"""What can happen to PostgreSQL: restarted, stopped, killed, silent, locked, slow, full, read-only."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep

import psycopg

from bench.faults.load import Crew, at_once
from tests import postgres
from tests.served import races

SLOW = """
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(10); RETURN NEW; END $$;
CREATE TRIGGER a_slow BEFORE INSERT ON scheduling_session FOR EACH ROW
    WHEN (NEW.title LIKE 'Slow%') EXECUTE FUNCTION slow();
"""


@dataclass
class Scene:
    """A served product on a PostgreSQL server in our hands; `url` is of its database."""

    crew: Crew
    server: postgres.Server
    url: str

    def execute(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def kill_sessions(self) -> None:
        """End every other connection to the database, whatever it does."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def restarted_between_requests(scene: Scene, seconds: float) -> list[str]:
    requests = [reader.of.author.person for reader in scene.crew.readers for _ in range(2)]
    ask = [races.Request("GET", "/api/v1/sessions", cookie=person.cookie) for person in requests]
    at_once(scene.crew.server.url, ask)
    scene.server.run("pg_ctl", "restart", "--wait", "--mode=fast", "--pgdata=data", "--log=log")
    answers = [answer.status for _ in range(2) for answer in at_once(scene.crew.server.url, ask)]
    return [f"{status} after a restart" for status in answers if status != 200]


def restarted_at_work(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(_stopped(scene), 0)
    return late + scene.crew.complaints(reads=True)


def killed_while_booking(scene: Scene, seconds: float) -> list[str]:
    with scene.crew.at_work():
        for _ in range(3):
            sleep(0.2)
            scene.kill_sessions()
    late = scene.crew.suffer(ExitStack(), 0)
    return late + scene.crew.complaints(reads=True)


def down(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(_stopped(scene), seconds)
    return late + scene.crew.complaints(reads=True)


def stalled(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(_silent(scene), seconds)
    return late + scene.crew.complaints(reads=True)


def locked(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(_locked(scene), seconds)
    return late + scene.crew.complaints()


def slow_query(scene: Scene, seconds: float) -> list[str]:
    """Ten seconds, while gunicorn replaces a worker that is silent for five."""
    writer, title = scene.crew.writers[0], "Slow"
    request = races.book(writer.author.person, datetime(2035, 1, 1, 10), title=title)
    with scene.crew.at_work():
        answer = at_once(scene.crew.server.url, [request])[0]
    found = [] if answer.status == 503 else [f"a slow query was answered with {answer.status}"]
    with psycopg.connect(scene.url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM scheduling_session WHERE title = %s", [title]
        ).fetchone()
    found += [] if row == (0,) else ["what a slow query wrote is there"]
    return found + scene.crew.complaints(refused=False)


def read_only(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(_read_only(scene), seconds)
    return late + scene.crew.complaints(reads=True)


def disk_full(scene: Scene, seconds: float) -> list[str]:
    """The tablespace of this scene's database has no room left for another page."""
    with psycopg.connect(scene.url) as connection:
        row = connection.execute(
            "SELECT spcoptions, pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'small'"
        ).fetchone()
    assert row
    late = scene.crew.suffer(filled(Path(row[1])), seconds, until_refused=True)
    refused = scene.crew.refused
    return late + ([] if refused else ["nothing was refused"]) + scene.crew.complaints(reads=True)


@contextmanager
def small_disk() -> Iterator[Path]:
    """An empty file system of 30 MB. Raises PermissionError where only root may mount."""
    if os.geteuid():
        raise PermissionError("a small disk is mounted by root")
    with tempfile.TemporaryDirectory(prefix="small-disk-") as home:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m,mode=755", "tmpfs", home], check=True)
        try:
            yield Path(home)
        finally:
            subprocess.run(["umount", "--lazy", home], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """No byte is left on it."""
    filler = disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                try:
                    file.write(b"0" * 4096)
                except OSError:
                    break
        yield
    finally:
        filler.unlink()


@contextmanager
def small_tablespace(server: postgres.Server, server_url: str) -> Iterator[str]:
    """The URL of a database on a small disk."""
    with small_disk() as disk:
        place = disk / "tablespace"
        place.mkdir()
        if server.owner:
            shutil.chown(place, server.owner, server.owner)
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            connection.execute("CREATE DATABASE small TABLESPACE small")
        try:
            yield server_url.rsplit("/", 1)[0] + "/small"
        finally:
            with psycopg.connect(server_url, autocommit=True) as connection:
                connection.execute("DROP DATABASE small WITH (FORCE)")
                connection.execute("DROP TABLESPACE small")


@contextmanager
def _stopped(scene: Scene) -> Iterator[None]:
    scene.server.stop()
    try:
        yield
    finally:
        scene.server.start()


@contextmanager
def _silent(scene: Scene) -> Iterator[None]:
    processes = scene.server.processes()
    _signal(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(processes, signal.SIGCONT)


def _signal(processes: Sequence[int], number: int) -> None:
    for pid in processes:
        try:
            os.kill(pid, number)
        except ProcessLookupError:  # a connection that has ended meanwhile
            continue


@contextmanager
def _locked(scene: Scene) -> Iterator[None]:
    """Reading goes on, writing does not."""
    with psycopg.connect(scene.url) as connection:
        connection.execute("LOCK TABLE scheduling_session IN EXCLUSIVE MODE")
        yield


@contextmanager
def _read_only(scene: Scene) -> Iterator[None]:
    with psycopg.connect(scene.url) as connection:
        name = connection.info.dbname
    scene.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    scene.kill_sessions()
    try:
        yield
    finally:
        with psycopg.connect(scene.url, options="-c default_transaction_read_only=off") as connection:
            connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        scene.kill_sessions()
