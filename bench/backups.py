"""Is everything that was acknowledged before a backup began in it, and is all of it restored?

    python -m bench.backups --database sqlite --seed 1 --backups 20

Writers book through the API all the time while backups are made. Each is restored into a fresh database and
compared, row by row, with what the database's own programs read in the file; the last one into the live
database, while everybody writes. Exit code 0 if all of it held.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import sleep

from bench.tally import Tally, report
from mectofitness.backups import label, programs
from tests.postgres import private_server
from tests.served.calling import Caller
from tests.served.databases import postgres_database, sqlite_database
from tests.served.people import Person, Wanted, hire
from tests.served.races import HOUR, book, double_booked, stored
from tests.served.rows import DIGESTS
from tests.served.server import Server, environment_for, serve
from tests.served.workshop import Workshop, open_workshop

FIRST_HOUR = datetime(2027, 6, 8)
RESTORE = """
import io
from django.core.management import call_command

call_command("restore", given["path"], "--yes", stdout=io.StringIO())
"""
EXAMINE = """
from datetime import UTC, datetime, timedelta
from django.db import connection
from scheduling.models import Session

connection.check_constraints()
result = {"ids": list(Session.objects.values_list("id", flat=True)), "integrity": "ok"}
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        result["integrity"] = cursor.fetchone()[0]
start = datetime(2095, 1, 1, tzinfo=UTC)
some = Session.objects.order_by("id").first()
new = Session.objects.create(
    trainer=some.trainer, client=some.client, title="Next",
    scheduled_start=start, scheduled_end=start + timedelta(hours=1),
)
result["next"] = new.pk
"""
Databases = Callable[[], AbstractContextManager[str]]


@dataclass
class Writer:
    """A trainer who books one hour after the other; `acknowledged` are the ids that were answered 201."""

    url: str
    trainer: Person
    acknowledged: list[int] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def write(self, stop: Event, dice: random.Random) -> None:
        caller, hour = Caller(self.url), FIRST_HOUR
        while not stop.wait(dice.uniform(0.001, 0.02)):
            answer = caller.call(book(self.trainer, hour))
            self.statuses.add(answer.status)
            if answer.status == 201:
                self.acknowledged.append(answer.id)
                hour += HOUR
        caller.close()


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    with ExitStack() as stack:
        fresh = stack.enter_context(databases(options.database))
        server = stack.enter_context(serve(stack.enter_context(fresh())))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backups-")))
        trainers = hire(server, *[Wanted()] * options.writers)
        made = list(back_up(server, trainers, folder, options))
        survived = sum(is_complete(path, before, fresh) for path, before in made)
        live = restore_live(server, trainers, made[-1], options.seed)
    name, seed = options.database, options.seed
    return report(
        Tally("P19", name, "backups under writes, restored", len(made), survived, seed),
        Tally("P19", name, "restored into the live database under writes", 1, int(live), seed),
    )


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.backups", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--backups", type=int, default=20)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--short", action="store_true", help="two backups")
    options = parser.parse_args(arguments)
    options.backups = 2 if options.short else options.backups
    return options


@contextmanager
def databases(kind: str) -> Iterator[Databases]:
    """What makes fresh databases of that kind."""
    if kind == "sqlite":
        yield sqlite_database
        return
    with private_server() as url:
        yield lambda: postgres_database(url)


@contextmanager
def writing(server: Server, trainers: list[Person], seed: int) -> Iterator[list[Writer]]:
    """All of them write within."""
    stop, writers = Event(), [Writer(server.url, trainer) for trainer in trainers]
    threads = [
        Thread(target=writer.write, args=[stop, random.Random(seed + number)])
        for number, writer in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def back_up(
    server: Server, trainers: list[Person], folder: Path, options: argparse.Namespace
) -> Iterator[tuple[Path, set[int]]]:
    """Each backup, and the sessions that were acknowledged before it began."""
    with writing(server, trainers, options.seed) as writers:
        while not all(writer.acknowledged for writer in writers):
            sleep(0.05)
        for number in range(options.backups):
            path = folder / f"{number}.backup"
            before = {id for writer in writers for id in list(writer.acknowledged)}
            server.manage("backup", str(path))
            yield path, before
    total = sum(len(writer.acknowledged) for writer in writers)
    statuses = set().union(*(writer.statuses for writer in writers))
    print(f"{total} sessions were acknowledged meanwhile; answers: {sorted(statuses)}")


def is_complete(path: Path, before: set[int], fresh: Databases) -> bool:
    with fresh() as url, open_workshop(environment_for(url)) as workshop:
        workshop.run(RESTORE, {"path": str(path)})
        digests = workshop.run(DIGESTS, {})
        found = workshop.run(EXAMINE, {})
    same = digests == digests_by_its_own_program(path, fresh)
    missing = before - set(found["ids"])
    is_fresh = found["next"] > max(found["ids"])
    print(
        f"{path.name}: {len(found['ids'])} sessions, {len(before)} acknowledged before,"
        f" {len(missing)} missing, integrity {found['integrity']},"
        f" rows {'equal' if same else 'DIFFER'}, next id {found['next']}"
    )
    return not missing and same and is_fresh and found["integrity"] == "ok"


def digests_by_its_own_program(path: Path, fresh: Databases) -> dict[str, list[object]]:
    """What is in the file without our restore."""
    with fresh() as url:
        if url.startswith("sqlite"):
            Path(url.removeprefix("sqlite:///")).write_bytes(path.read_bytes())
        else:
            pg_restore, _ = programs.find("pg_restore", label.read(path).program)
            subprocess.run([pg_restore, "--no-owner", f"--dbname={url}", path], check=True)
        with open_workshop(environment_for(url)) as workshop:
            return digests_of(workshop)


def digests_of(workshop: Workshop) -> dict[str, list[object]]:
    found: dict[str, list[object]] = workshop.run(DIGESTS, {})
    return found


def restore_live(server: Server, trainers: list[Person], last: tuple[Path, set[int]], seed: int) -> bool:
    """The cookies of all writers end with it, and what they are answered is an answer."""
    path, before = last
    with writing(server, trainers, seed) as writers:
        server.manage("restore", str(path), "--yes")
    statuses = set().union(*(writer.statuses for writer in writers))
    sessions = stored(server, trainers)
    missing = before - {session.id for session in sessions}
    [newcomer] = hire(server, Wanted())
    caller = Caller(server.url)
    answer = caller.call(book(newcomer, FIRST_HOUR + timedelta(days=1)))
    caller.close()
    print(
        f"live: {len(missing)} missing, answers meanwhile {sorted(statuses)}, a new booking {answer.status}"
    )
    return not missing and not double_booked(sessions) and statuses <= GOOD and answer.status == 201


GOOD = {201, 401, 409, 503}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
