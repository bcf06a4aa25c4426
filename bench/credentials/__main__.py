"""Are forged, old and foreign credentials refused at once, do sessions rotate, is guessing slowed?

    python -m bench.credentials --database sqlite --seed 1 [--short]

Forged tokens at every dialect, with a port that must hear nothing; tokens and cookies before and after each
event that ends them; the cookie before and after each door; eleven wrong passwords; and how long each kind of
wrong sign-in takes, the kinds mixed at random. Exit code 0 if nothing was wrong.
"""

import argparse
import random
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing

from bench.credentials.guessing import guesses, told_apart
from bench.credentials.sessions import rotations
from bench.credentials.tokens import endings, forgeries
from bench.on import database
from bench.tally import Tally, report
from tests.served.calling import Caller
from tests.served.server import serve

LONG, SHORT = 50, 9
SETTINGS = {"THROTTLE_LOGIN": "10/15min", "NUM_PROXIES": "1"}


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    number, dice = SHORT if options.short else LONG, random.Random(options.seed)
    with ExitStack() as stack:
        server = stack.enter_context(serve(stack.enter_context(database(options.database)), **SETTINGS))
        caller = stack.enter_context(closing(Caller(server.url)))
        outcomes = {
            "forged tokens, refused by every dialect": forgeries(server, caller),
            "events that end credentials by the next request": endings(server, caller),
            "sessions that rotate and end": rotations(server, caller),
            "sign-ins while guessing is slowed": guesses(server, caller),
            "kinds of wrong sign-ins told alike": told_apart(server, caller, number, dice),
        }
        tallies = [_tally(what, it, options) for what, it in outcomes.items()]
    return report(*tallies)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    description = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m bench.credentials", description=description)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help=f"{SHORT} sign-ins of each kind, not {LONG}")
    return parser.parse_args(arguments)


def _tally(what: str, outcomes: Iterable[tuple[str, bool]], options: argparse.Namespace) -> Tally:
    tried = survived = 0
    for name, is_right in outcomes:
        tried, survived = tried + 1, survived + is_right
        if not is_right:
            print(f"P16 {what}: {name}", flush=True)
    return Tally("P16", options.database, what, tried, survived, options.seed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
