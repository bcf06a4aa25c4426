"""Can be booked what is offered, and nothing that is not? Random days, tried by the quarter of an hour.

    python -m bench.offers --days 2000 --seed 1 --database sqlite

Every day is of a trainer of its own: a zone, working hours in several spans, time off, sessions and series,
one or three places, half of them on a day on which clocks change. What GET /api/v1/sessions/availability
offers is held against what the domain lets in at every quarter of an hour within working hours without time
off, each try being taken back. Exit code 1 if the two ever disagree.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.edits.__main__ import database, prepare
from bench.tally import Tally, report


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    with database(options.database) as url:
        prepare(url)
        return tried(options)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.offers", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--days", type=int, default=2000)
    parser.add_argument("--short", action="store_const", const=24, dest="days", help="24 days")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first day")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    return parser.parse_args(arguments)


def tried(options: argparse.Namespace) -> int:
    """Models can be imported only once Django is set up."""
    from django.db import connection

    from bench.offers.compare import run

    now = datetime.now(UTC).replace(microsecond=0)
    starts = offered = survived = 0
    for number in range(options.first, options.first + options.days):
        compared = run(options.seed, number, now)
        starts, offered = starts + compared.tried, offered + compared.offered
        survived += not compared.disagreements
        if compared.disagreements:
            print("\n  ".join([compared.name, *compared.disagreements]), flush=True)
    connection.close()
    print(f"{offered} slots offered, {starts} bookings tried")
    what = "days on which just what is offered can be booked"
    return report(Tally("P10", options.database, what, options.days, survived, options.seed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
