"""Who comes at the same moment, case by case of the acceptance list, again and again.

    python -m bench.rounds --rounds 200 --database sqlite

bench.races has all doors at one hour; here are the pairs and crowds that want different things: a session is
put back, moved, cancelled or deleted while its hour is booked, a series of 52 meets a single booking, readers
meet writers. A round survives if the answers are what they must be and the database says the same.
Exit code 0 if all do.
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from bench.on import database
from bench.rounds import cases, importing
from bench.rounds.ground import Ground
from bench.tally import Tally, report
from tests.served.calling import Crowd
from tests.served.people import Wanted, hire
from tests.served.races import double_booked, stored
from tests.served.server import serve

WRITERS = 16
# {what is tried: (how, in how many of the rounds)}
CASES: dict[str, tuple[Callable[[Ground], bool], float]] = {
    "C-04 sixteen trainers book at once": (cases.nobody_waits, 0.5),
    "C-05 two moves into one hour": (cases.two_moves, 1),
    "C-08 put back or booked": (cases.put_back_or_book, 1),
    "C-10 cancelled and booked": (cases.cancel_and_book, 1),
    "C-11 a series of 52 or a single session": (cases.series_or_single, 0.25),
    "C-16 cancelled by eight": (cases.cancelled_by_eight, 0.5),
    "C-16 removed by eight": (cases.removed_by_eight, 0.25),
    "C-20 one e-mail address in two cases": (cases.one_address, 1),
    "C-22 read while it is written": (cases.read_while_written, 2.5),
    "imported while it is booked": (importing.imported_while_booked, 0.1),
}


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    tallies = []
    with ExitStack() as stack:
        server = stack.enter_context(serve(stack.enter_context(database(options.database))))
        people = hire(server, Wanted(clients=WRITERS), *[Wanted()] * (WRITERS - 1))
        crowd = stack.enter_context(Crowd(server.url, WRITERS))
        ground = Ground(server, crowd, people, random.Random(options.seed))
        for what, (case, share) in CASES.items():
            tried = max(1, int(options.rounds * share))
            survived = sum(case(ground) for _ in range(tried))
            tallies.append(Tally("P1", options.database, what, tried, survived, options.seed))
        double = len(double_booked(stored(server, people)))
    print(f"double-booked: {double}")
    return report(*tallies) or int(double > 0)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.rounds", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--short", action="store_const", const=2, dest="rounds", help="2 rounds")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
