"""Runs the cases on each database and compares the answers."""

import argparse
import sys
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random

from bench import on
from bench.acceptance import (  # noqa: F401  # they register cases
    authentication,
    calendar,
    crm,
    fuzz,
    fuzz_dialects,
    pages,
    series,
    staff,
    timeline,
    times,
    wire,
)
from bench.acceptance.world import CASES, Case, World
from bench.tally import Tally, report
from tests.served.server import serve

# Of the cases, and of the hostile requests that one sends.
SHORT_CASES, SHORT = 0.03, 0.05


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.acceptance")
    parser.add_argument("--only", default="", help="The cases whose names start so.")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="A part of the cases, and of what each sends.")
    options = parser.parse_args()
    databases = ["sqlite", "postgres"] if options.database == "both" else [options.database]
    runs = [run(database, options) for database in databases]
    tallies = [tally for each in runs for tally in each.tallies(options.seed)]
    if len(runs) == 2:
        tallies.append(compare(runs[0].logs, runs[1].logs, options.seed))
    return report(*tallies)


@dataclass
class Run:
    """What the cases got from one database."""

    database: str
    # {names of a case: its answers, without what must differ}
    logs: dict[str, list[str]] = field(default_factory=dict)
    failed: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return sum(len(names.split()) for names in self.logs)

    def tallies(self, seed: int) -> list[Tally]:
        answers = sum(map(len, self.logs.values()))
        return [
            Tally("P7", self.database, "cases", self.tried, self.tried - self.failed, seed),
            Tally("P7", self.database, ANSWERED, answers, answers - len(self.broken), seed),
        ]


ANSWERED = "requests answered without 5xx, HTML for JSON, traceback"


def run(database: str, options: argparse.Namespace) -> Run:
    since, done = time.monotonic(), Run(database)
    with ExitStack() as stack:
        url = stack.enter_context(on.database(database, durable=False))
        share = SHORT if options.short else 1.0
        world = World(stack.enter_context(serve(url)), share=share, broken=done.broken)
        for name, case in chosen(options):
            world.dice.seed(f"{options.seed} {name}")
            world.log.clear()
            try:
                case(world)
            except Exception:
                done.failed += len(name.split())
                print(f"{database} {name} FAILED\n{traceback.format_exc(limit=-2)}")
            done.logs[name] = list(world.log)
    slow = f", {len(world.slow)} took two seconds and more, at most {max(world.slow, default=0):.0f}"
    print(f"{database}: {time.monotonic() - since:.0f} s{slow}")
    return done


def chosen(options: argparse.Namespace) -> list[tuple[str, Case]]:
    """The cases that were asked for; in the short form some, by the seed."""
    found = [item for item in CASES.items() if any(name.startswith(options.only) for name in item[0].split())]
    dice = Random(options.seed)
    return [item for item in found if not options.short or dice.random() < SHORT_CASES]


def compare(one: dict[str, list[str]], other: dict[str, list[str]], seed: int) -> Tally:
    """How many answers of the two databases are the same."""
    pairs = [(name, *pair) for name in one for pair in zip_longest(one[name], other[name], fillvalue="none")]
    different = [pair for pair in pairs if pair[1] != pair[2]]
    for name, sqlite, postgres in different[:20]:
        print(f"{name} differs:\n  sqlite   {sqlite[:300]}\n  postgres {postgres[:300]}")
    return Tally(
        "P8",
        "both",
        "answers the same on SQLite and PostgreSQL",
        len(pairs),
        len(pairs) - len(different),
        seed,
    )


if __name__ == "__main__":
    sys.exit(main())
