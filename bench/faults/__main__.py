"""Does the product survive its neighbours? Each fault again and again, while writers and readers go on.

    python -m bench.faults --database postgres --seed 1 [--times 20] [--only stalled down]

A try survives if every answer was right or a 503 with Retry-After in the shape of its path, none took longer
than twenty seconds, everything was well ten seconds after the fault was over, and the database holds what
was acknowledged once, and nothing by halves. Exit code 0 if all did. A full disk needs root, and is
left out aloud without.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from bench.faults import postgres, processes, sqlite
from bench.faults.load import Crew
from bench.on import database
from bench.tally import Tally, report
from bench.writing import writers
from tests.postgres import Server as BreakableServer
from tests.postgres import breakable_server
from tests.served.databases import postgres_database, sqlite_database
from tests.served.server import Server, serve

WRITERS = 4
# gunicorn would replace a worker that is silent for five seconds.
IMPATIENT = "--timeout 5"

# Suffer the fault for so many seconds; what was wrong.
Once = Callable[[float], list[str]]


@dataclass
class Stage:
    """Where the faults take place: built once for a kind of database."""

    crew: Crew
    url: str
    broken: BreakableServer | None = None
    server_url: str = ""

    @property
    def postgres(self) -> postgres.Scene:
        assert self.broken
        return postgres.Scene(self.crew, self.broken, self.url)


@dataclass(frozen=True)
class Fault:
    """`once` sets its scene; `seconds` is how long it lasts. The quick ones are the short form."""

    what: str
    once: Callable[[ExitStack, Stage], Once]
    seconds: float = 0
    quick: bool = False


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    dice = random.Random(options.seed)
    tallies = []
    with staged(options.database, dice) as stage:
        for fault in chosen(options):
            tried, survived = tries(fault, stage, options.times, options.seconds or fault.seconds)
            if tried:
                tallies.append(Tally("P13", options.database, fault.what, tried, survived, options.seed))
                print(f"  {fault.what}: {survived} of {tried}", flush=True)
    print()
    return report(*tallies)


def chosen(options: argparse.Namespace) -> list[Fault]:
    faults = POSTGRES if options.database == "postgres" else SQLITE
    wanted = [fault for fault in faults if any(part in fault.what for part in options.only)]
    return [fault for fault in wanted if fault.quick or not options.short]


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.faults", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, help="each fault so often")
    parser.add_argument("--seconds", type=float, help="how long faults last that last")
    parser.add_argument("--only", nargs="+", default=[""], help="faults with one of these in their name")
    parser.add_argument("--short", action="store_true", help="the quick ones, once")
    options = parser.parse_args(arguments)
    options.times = options.times or (1 if options.short else 20)
    return options


def tries(fault: Fault, stage: Stage, times: int, seconds: float) -> tuple[int, int]:
    """How often it was tried and survived; what was wrong is printed."""
    survived = 0
    with ExitStack() as stack:
        try:
            once = fault.once(stack, stage)
        except PermissionError as reason:
            print(f"NOT TRIED: {fault.what}: {reason}", flush=True)
            return 0, 0
        for number in range(times):
            wrong = once(seconds)
            survived += not wrong
            for line in wrong[:5]:
                print(f"  {fault.what}, try {number + 1}: {line}", flush=True)
    return times, survived


@contextmanager
def staged(kind: str, dice: random.Random) -> Iterator[Stage]:
    if kind == "sqlite":
        with database(kind) as url, serve(url, GUNICORN_CMD_ARGS=IMPATIENT) as server:
            yield Stage(crew_of(server, dice), url)
        return
    with (
        breakable_server(durable=True) as (broken, server_url),
        postgres_database(server_url) as url,
        serve(url, GUNICORN_CMD_ARGS=IMPATIENT) as server,
    ):
        with psycopg.connect(url) as connection:
            connection.execute(postgres.SLOW)
        yield Stage(crew_of(server, dice), url, broken, server_url)


def crew_of(server: Server, dice: random.Random) -> Crew:
    return Crew(server, writers(server, WRITERS, dice), dice)


def on_postgres(once: Callable[[postgres.Scene, float], list[str]]) -> Callable[[ExitStack, Stage], Once]:
    return lambda stack, stage: partial(once, stage.postgres)


def on_both(once: Callable[[Crew, float], list[str]]) -> Callable[[ExitStack, Stage], Once]:
    return lambda stack, stage: partial(once, stage.crew)


def used_for_long(stack: ExitStack, stage: Stage) -> Once:
    """Of 10,000 requests a twentieth in each try."""
    url = stage.url if stage.broken else None
    return lambda seconds: processes.used_for_long(stage.crew, url, 500)


def locked_file(stack: ExitStack, stage: Stage) -> Once:
    return partial(sqlite.locked, sqlite.Scene(stage.crew, file_of(stage.url)))


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def full_tablespace(stack: ExitStack, stage: Stage) -> Once:
    broken = stage.postgres.server
    url = stack.enter_context(postgres.small_tablespace(broken, stage.server_url))
    server = stack.enter_context(serve(url))
    return partial(postgres.disk_full, postgres.Scene(crew_of(server, stage.crew.dice), broken, url))


def full_disk(stack: ExitStack, stage: Stage) -> Once:
    file = stack.enter_context(postgres.small_disk()) / "db.sqlite3"
    server = stack.enter_context(serve(f"sqlite:///{file}"))
    return partial(sqlite.disk_full, sqlite.Scene(crew_of(server, stage.crew.dice), file))


def read_only_file(stack: ExitStack, stage: Stage) -> Once:
    url = stack.enter_context(sqlite_database())
    server = stack.enter_context(serve(url, True))
    return partial(sqlite.read_only, sqlite.Scene(crew_of(server, stage.crew.dice), file_of(url)))


EVERYWHERE = [
    Fault("workers killed one by one", on_both(processes.worker_killed), quick=True),
    Fault("reloaded under 50 requests a second", on_both(processes.reloaded), quick=True),
    Fault("told to stop in the middle of work", on_both(processes.told_to_stop)),
    Fault("no room for a line of log", on_both(processes.log_full)),
    Fault("a clock that is wrong", on_both(processes.clock_off)),
    Fault("memory and files after 500 requests more", used_for_long),
]
POSTGRES = [
    Fault("restarted between requests", on_postgres(postgres.restarted_between_requests), quick=True),
    Fault("restarted at work", on_postgres(postgres.restarted_at_work)),
    Fault("connections killed in mid-booking", on_postgres(postgres.killed_while_booking), quick=True),
    Fault("a query of 10 s", on_postgres(postgres.slow_query)),
    Fault("read-only", on_postgres(postgres.read_only), 1, quick=True),
    Fault("disk full", full_tablespace, 2),
    Fault("a table locked", on_postgres(postgres.locked), 30),
    Fault("stalled", on_postgres(postgres.stalled), 20),
    Fault("down", on_postgres(postgres.down), 30),
    *EVERYWHERE,
]
SQLITE = [
    Fault("disk full", full_disk, 2, quick=True),
    Fault("file read-only", read_only_file, 2),
    Fault("locked by another program", locked_file, 30),
    *EVERYWHERE,
]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
