"""Does a change of a series ever lose an exception? Random edits, compared with a plain model after each.

    python -m bench.edits --sequences 1000 --edits 20 --seed 1 --database sqlite

Every sequence has a trainer of its own: a random series, then edits of its sessions, of the series, of some
of its sessions with those that follow or all; some are refused. The model (bench/edits/plain.py) is written
from the rules and dateutil alone. Exit code 1 if the two ever differ.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import django
from django.core.management import call_command

from bench.tally import Tally, report
from tests.postgres import private_server
from tests.served.databases import postgres_database

SHORT = 20


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    with database(options.database) as url:
        prepare(url)
        return tried(options)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.edits", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first sequence")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--short", action="store_true", help=f"{SHORT} sequences")
    parser.add_argument("--most", type=int, default=20, help="stop after so many divergences")
    options = parser.parse_args(arguments)
    options.sequences = SHORT if options.short else options.sequences
    return options


@contextmanager
def database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield "sqlite://:memory:"
    else:
        with private_server() as server, postgres_database(server) as url:
            yield url


def prepare(url: str) -> None:
    """The product in this process, on an empty database."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mectofitness.settings", "ENV_FILE": os.devnull}
    os.environ |= {"DATABASE_URL": url, "DEBUG": "True"}
    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # else every query would be remembered
    call_command("migrate", verbosity=0)


def tried(options: argparse.Namespace) -> int:
    """Models can be imported only once Django is set up."""
    from django.db import connection

    from bench.edits.compare import run

    since, outcomes, divergences, number = time.monotonic(), Counter[str](), 0, 0
    for number in range(options.first, options.first + options.sequences):
        sequence = run(options.seed, number, options.edits)
        outcomes.update(sequence.outcomes)
        if sequence.divergence:
            divergences += 1
            print("\n".join([sequence.name, *sequence.log, sequence.divergence, ""]), flush=True)
            if divergences == options.most:
                break
    connection.close()
    for name, times in sorted(outcomes.items()):
        print(f"  {name[:100]:40}{times}")
    print(f"{time.monotonic() - since:.0f} s")
    what, sequences = f"series after {options.edits} random edits each", number + 1 - options.first
    survived = sequences - divergences
    return report(Tally("P11", options.database, what, sequences, survived, options.seed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
