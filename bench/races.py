"""Is anybody ever double-booked? Many writers want one hour, through every door, again and again.

    python -m bench.races --slots 1000 --writers 16 --database sqlite --seed 1

Of the writers of a slot one may be let in (bench/slots.py). The slot survives if exactly one was, all others
got a 409, and the database says the same. Its trainer has one place, or three and only one client.
`--without-guard` is the negative control: with the guard taken out of the database it must double-book.
Exit code 0 if what should be so was so.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from time import monotonic

from bench.slots import Try, draw, is_in_slot, prepare
from tests.postgres import private_server
from tests.served.calling import Answer, Crowd
from tests.served.databases import postgres_database, sqlite_database
from tests.served.people import Person, Wanted, hire
from tests.served.races import WITHOUT_GUARD, Stored, double_booked, is_let_in, stored
from tests.served.server import Server, serve

SLOTS_PREPARED_AT_ONCE = 100


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    database = sqlite_database() if options.database == "sqlite" else on_postgres(options.url)
    with database as url, serve(url) as server:
        trainers = hire(server, Wanted(clients=options.writers), Wanted(parallel_sessions=3))
        slots = draw(trainers, options.slots, options.writers, random.Random(options.seed))
        if options.without_guard:
            server.run(WITHOUT_GUARD)
        started = monotonic()
        answers = list(race(server, trainers, slots, options.writers))
        seconds = monotonic() - started
        sessions = stored(server, trainers)
    survived = count_survivors(slots, answers, sessions)
    too_many = len(double_booked(sessions))
    print(f"{len(slots)} slots tried, {survived} survived")
    print(f"double-booked: {too_many}")
    print(f"{len(slots) * options.writers} requests by {options.writers} writers in {seconds:.1f} s")
    print(f"{options.database}, seed {options.seed}{', WITHOUT THE GUARD' * options.without_guard}")
    for (door, status), number in sorted(by_door(slots, answers).items()):
        print(f"  {door:20}{status}  {number}")
    if options.without_guard:
        return int(too_many == 0)
    return int(survived < len(slots) or too_many > 0)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.races", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--slots", type=int, default=1000)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--url", help="of a PostgreSQL server to make a database on; else one is started")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-guard", action="store_true", help="the negative control")
    return parser.parse_args(arguments)


@contextmanager
def on_postgres(server_url: str | None) -> Iterator[str]:
    """The URL of a fresh database."""
    # As careful as in production: a server that does not wait for the disk holds its locks too briefly.
    server: AbstractContextManager[str] = (
        nullcontext(server_url) if server_url else private_server(durable=True)
    )
    with server as found, postgres_database(found) as url:
        yield url


def race(
    server: Server, trainers: list[Person], slots: list[list[Try]], writers: int
) -> Iterator[list[Answer]]:
    """The answers of one slot after the other."""
    with Crowd(server.url, writers) as crowd:
        for first in range(0, len(slots), SLOTS_PREPARED_AT_ONCE):
            some = slots[first : first + SLOTS_PREPARED_AT_ONCE]
            for requests in prepare(server, trainers, some):
                yield crowd.at_once(requests)


def count_survivors(slots: list[list[Try]], answers: list[list[Answer]], sessions: list[Stored]) -> int:
    """Slots with one winner, clean refusals, and one session in the database."""
    held: Counter[date] = Counter(
        session.start.date() for session in sessions if session.holds_time and is_in_slot(session.start)
    )
    survived = 0
    for slot, answered in zip(slots, answers, strict=True):
        refused = [answer.status for answer in answered if not is_let_in(answer)]
        clean = refused == [409] * (len(slot) - 1)
        survived += clean and held[slot[0].start.date()] == 1
    return survived


def by_door(slots: list[list[Try]], answers: list[list[Answer]]) -> Counter[tuple[str, int]]:
    """How often which door answered what."""
    return Counter(
        (it.door, answer.status)
        for slot, answered in zip(slots, answers, strict=True)
        for it, answer in zip(slot, answered, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
