"""Runs the cases on each database and compares the answers."""

import argparse
import sys
import time
import traceback
from contextlib import ExitStack

from bench.acceptance import authentication, calendar, crm, fuzz, series, timeline, times  # noqa: F401  # they register cases
from bench.acceptance.world import CASES, World
from tests.postgres import private_server
from tests.served.databases import postgres_database, sqlite_database
from tests.served.server import serve


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.acceptance")
    parser.add_argument("--only", default="", help="The cases whose names start so.")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    options = parser.parse_args()
    databases = ["sqlite", "postgres"] if options.database == "both" else [options.database]
    failed, logs = 0, {}
    for database in databases:
        logs[database], wrong = run(database, options.only)
        failed += wrong
    if len(logs) == 2:
        failed += compare(logs["sqlite"], logs["postgres"])
    return int(bool(failed))


def run(database: str, only: str) -> tuple[dict[str, list[str]], int]:
    """Every case's answers, without what must differ, and how many cases failed."""
    logs: dict[str, list[str]] = {}
    since, wrong = time.monotonic(), 0
    with ExitStack() as stack:
        if database == "sqlite":
            url = stack.enter_context(sqlite_database())
        else:
            url = stack.enter_context(postgres_database(stack.enter_context(private_server())))
        world = World(stack.enter_context(serve(url)))
        chosen = [item for item in CASES.items() if any(name.startswith(only) for name in item[0].split())]
        for name, case in chosen:
            world.log.clear()
            try:
                case(world)
            except Exception:
                wrong += len(name.split())
                print(f"{database} {name} FAILED\n{traceback.format_exc(limit=-2)}")
            logs[name] = list(world.log)
    answers, tried = sum(map(len, logs.values())), sum(len(name.split()) for name in logs)
    print(
        f"{database}: {tried} cases tried, {tried - wrong} survived, {answers} answers,"
        f" {time.monotonic() - since:.0f} s"
    )
    return logs, wrong


def compare(one: dict[str, list[str]], other: dict[str, list[str]]) -> int:
    different = [name for name in one if one[name] != other[name]]
    for name in different:
        pairs = zip(one[name], other[name], strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), ("fewer answers", "more answers"))
        print(f"{name} differs:\n  sqlite   {first[0][:300]}\n  postgres {first[1][:300]}")
    answers = sum(map(len, one.values()))
    print(f"{answers} answers of the two databases compared, {len(different)} cases differ")
    return len(different)


if __name__ == "__main__":
    sys.exit(main())
