"""Every promise, tried: `make trust` is the short form; with --long all is tried on both databases.

    python -m bench.trust --only P1 P4 --database postgres

Runs the measurements of this folder, some at once, and prints what each promise was tried with and how often
it held. Exit code 1 if one did not hold, or a measurement ended without a word.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.on import migrated_once
from bench.tally import Tally, read

BOTH = ("sqlite", "postgres")


@dataclass(frozen=True)
class Measurement:
    """A module of this folder, and the promises that it tries."""

    module: str
    promises: tuple[str, ...]
    # It is run once for each; one that compares the databases, or needs none, is run once.
    databases: tuple[str, ...] = BOTH
    options: tuple[str, ...] = ()
    # The short form is run for these, if not for all.
    quick: tuple[str, ...] = ()

    def command(self, database: str, *, long: bool) -> list[str]:
        options = [f"--database={database}"] if self.databases == BOTH else []
        size = [] if long else ["--short"]
        return [sys.executable, "-m", f"bench.{self.module}", *options, *self.options, *size]


# The longest first, so that none is left running alone in the end.
MEASUREMENTS = [
    Measurement("payloads", ("P17",), quick=("sqlite",)),
    Measurement("faults", ("P13",)),
    Measurement("mutants", ("P21",), ("both",)),
    Measurement("acceptance", ("P7", "P8"), ("both",)),
    Measurement("retries", ("P3",), quick=("postgres",)),
    Measurement("schemas", ("P7",), quick=("postgres",)),
    Measurement("backups", ("P19",), quick=("sqlite",)),
    Measurement("studio", ("P19",), quick=("sqlite",)),
    Measurement("races", ("P1",)),
    Measurement("strangers", ("P5", "P6"), quick=("postgres",)),
    Measurement("kills", ("P2",)),
    Measurement("dialects", ("P12",), quick=("postgres",)),
    Measurement("secrets", ("P20",), quick=("sqlite",)),
    Measurement("races", ("P1",), options=("--without-guard", "--short"), quick=("sqlite",)),
    Measurement("offers", ("P10",), quick=("sqlite",)),
    Measurement("updates", ("P4",), quick=("sqlite",)),
    Measurement("credentials", ("P16",), quick=("postgres",)),
    Measurement("payloads", ("P17",), options=("--unescaped",), quick=("sqlite",)),
    Measurement("rounds", ("P1",), quick=("postgres",)),
    Measurement("cost", ("P15",), quick=("sqlite",)),
    Measurement("crowd", ("P15",), quick=("postgres",)),
    Measurement("edits", ("P11",), quick=("sqlite",)),
    Measurement("upgrades", ("P18",), quick=("sqlite",)),
    Measurement("recurrence", ("P9",), ("both",)),
]


@dataclass
class Run:
    """A measurement on a database, and what it said."""

    measurement: Measurement
    database: str
    seconds: float = 0.0
    code: int = -1
    said: str = ""
    tallies: list[Tally] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.code == 0 and bool(self.tallies) and all(tally.holds for tally in self.tallies)

    @property
    def name(self) -> str:
        return " ".join([self.measurement.module, *self.measurement.options, self.database])

    def start(self, *, long: bool) -> "Run":
        since = time.monotonic()
        done = subprocess.run(
            self.measurement.command(self.database, long=long), capture_output=True, text=True, check=False
        )
        self.seconds, self.code = time.monotonic() - since, done.returncode
        self.said, self.tallies = done.stdout + done.stderr, read(done.stdout)
        return self


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.trust", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--long", action="store_true", help="with the figures of the promises")
    parser.add_argument("--only", nargs="+", default=[], metavar="P1", help="only these promises")
    parser.add_argument("--database", choices=BOTH, help="only on this one")
    parser.add_argument("--at-once", type=int, default=3, help="so many measurements")
    options = parser.parse_args(arguments)
    since = time.monotonic()
    runs = []
    with migrated_once(), ThreadPoolExecutor(options.at_once) as pool:
        wanted = chosen(options.only, options.database, long=options.long)
        started = [pool.submit(run.start, long=options.long) for run in wanted]
        for number, future in enumerate(started, 1):
            run = future.result()
            runs.append(run)
            verdict = "held" if run.holds else "DID NOT HOLD"
            print(f"{number}/{len(started)} {run.name}: {verdict}, {run.seconds:.0f} s")
            print(*(f"  {tally}" for tally in run.tallies), sep="\n", flush=True)
    print_table(runs)
    print(f"{time.monotonic() - since:.0f} s in all")
    return int(not runs or any(not run.holds for run in runs))


def chosen(promises: Sequence[str], database: str | None, *, long: bool) -> Iterator[Run]:
    """All that were asked for; in the short form, unless a database is named, some on one database only."""
    for measurement in MEASUREMENTS:
        if promises and not set(promises) & set(measurement.promises):
            continue
        is_all = long or database or not measurement.quick
        for one in measurement.databases if is_all else measurement.quick:
            if database is None or one in {database, "both"}:
                yield Run(measurement, one)


def print_table(runs: Sequence[Run]) -> None:
    rows = sorted(
        (tally for run in runs for tally in run.tallies),
        key=lambda tally: (int(tally.promise[1:]), tally.what, tally.database),
    )
    width = max((len(tally.what) for tally in rows), default=0)
    print(f"\n{'':8}{'':10}{'':{width}}{'tried':>9}{'survived':>10}  seed")
    for tally in rows:
        mark = "" if tally.holds else "  <- DOES NOT HOLD"
        seed = "-" if tally.seed is None else tally.seed
        print(
            f"{tally.promise:8}{tally.database:10}{tally.what:{width}}"
            f"{tally.tried:9}{tally.survived:10}  {seed}{mark}"
        )
    for run in runs:
        if not run.holds:
            said = "\n".join(run.said.strip().splitlines()[-15:])
            print(f"\n{run.name} ended with {run.code}:\n{said}")
    print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
