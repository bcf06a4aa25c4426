"""How fast is it, as a share of the floor: one statement made into JSON by the same server?

    python -m bench.speed --database postgres --sessions 100000 --rounds 5 --seconds 4 [--only "list of 20"]

In each round the product and the floor (floor.py) are driven by wrk, one after the other, on the same
database and machine; both have two workers. Printed are the medians of the rounds, per request the
processor's time of the server and of the database and the queries, and the share of the floor's requests in a
second with the least and the most of the rounds; `by time` is the same of the processor's time. Needs wrk,
and orjson for the floor; nothing is judged.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

from bench.speed.measuring import Processes, Run, drive
from bench.speed.operations import OPERATIONS, Operation, World
from tests.postgres import breakable_server
from tests.served.databases import postgres_database, sqlite_database
from tests.served.server import Server, running_gunicorn, serve

FLOOR = {"GUNICORN_CMD_ARGS": "-c bench/speed/gunicorn_floor.py"}
PASSWORD = "quite fast today"  # noqa: S105  # of users that exist for a minute
FILL = """
from bench.speed.filling import fill
result = fill(given["sessions"], given["password"])
"""
QUERIES = """
from bench.speed.filling import queries
result = queries(given["ask"])
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.speed")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--short", action="store_true", help="10,000 sessions, one round of two seconds")
    parser.add_argument("--only", action="append", help="an operation's name; may be given again")
    options = parser.parse_args(arguments)
    if options.short:
        options.sessions, options.rounds, options.seconds = 10_000, 1, 2
    chosen = [it for it in OPERATIONS if not options.only or it.name in options.only]
    with served(options.database) as (server, processes, floor):
        since = time.monotonic()
        world = server.run(FILL, sessions=options.sessions, password=PASSWORD)
        print(f"{options.database}, {options.sessions} sessions, filled in {time.monotonic() - since:.0f} s")
        print(HEAD, flush=True)
        for operation in chosen:
            queries = server.run(QUERIES, ask=vars(next(operation.asks(world, 0))[0]))
            runs = measured(operation, world, options, (server.url, processes), floor)
            print(line(operation.name, queries, *runs), flush=True)
    return 0


@contextmanager
def served(kind: str) -> Iterator[tuple[Server, Processes, tuple[str, Processes]]]:
    """The product and the floor, each with its processes, on one empty database."""
    with ExitStack() as stack:
        if kind == "sqlite":
            url, of_database = stack.enter_context(sqlite_database()), nobody
        else:
            postgres, server_url = stack.enter_context(breakable_server(durable=True))
            url, of_database = stack.enter_context(postgres_database(server_url)), postgres.processes
        server = stack.enter_context(serve(url, THROTTLE_USER="", THROTTLE_ANON=""))
        log, group = stack.enter_context(running_gunicorn(server.environment | FLOOR))
        yield server, Processes(server.group, of_database), (log.address, Processes(group, of_database))


def nobody() -> list[int]:
    """SQLite works within those who ask it."""
    return []


def measured(
    operation: Operation,
    world: World,
    options: Any,
    product: tuple[str, Processes],
    floor: tuple[str, Processes],
) -> tuple[list[Run], list[Run]]:
    """The runs of the product, and of the floor where there is one; each is warmed up for a second before."""
    runs: dict[int, list[Run]] = defaultdict(list)
    for number in range(options.rounds + 1):
        pairs = list(operation.asks(world, number))
        for which, (url, processes) in enumerate((product, floor)):
            asks = [ask for pair in pairs if (ask := pair[which])]
            if asks:
                run = drive(url, asks, max(options.seconds if number else 1, operation.least), processes)
                runs[which] += [run] if number else []
    return runs[0], runs[1]


COLUMNS = ("requests/s", "p50 ms", "p99 ms", "server", "database", "queries", "bytes", "floor/s", "floor ms")
HEAD = f"{'':22}" + "".join(f"{name:>11}" for name in COLUMNS) + "   share of the floor    by time"


def line(name: str, queries: int, product: list[Run], floor: list[Run]) -> str:
    def middle(runs: list[Run], what: str) -> float:
        return median(getattr(run, what) for run in runs)

    said = [
        f"{middle(product, 'per_second'):.0f}",
        f"{middle(product, 'p50'):.1f}",
        f"{middle(product, 'p99'):.1f}",
        f"{middle(product, 'server_ms'):.2f}",
        f"{middle(product, 'database_ms'):.2f}",
        f"{queries}",
        f"{middle(product, 'size'):.0f}",
    ]
    if not floor:
        return f"{name:22}" + "".join(f"{it:>11}" for it in said)
    said += [f"{middle(floor, 'per_second'):.0f}", f"{middle(floor, 'ms'):.2f}"]
    shares = [ours.per_second / theirs.per_second for ours, theirs in zip(product, floor, strict=True)]
    by_time = [theirs.ms / ours.ms for ours, theirs in zip(product, floor, strict=True)]
    share = f"{min(shares):.2f} {median(shares):.2f} {max(shares):.2f}"
    return f"{name:22}" + "".join(f"{it:>11}" for it in said) + f"{share:>21}{median(by_time):11.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
