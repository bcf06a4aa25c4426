"""Is anybody ever double-booked? Many writers want one hour, through every door, again and again.

    python -m bench.races --slots 1000 --writers 16 --database sqlite --seed 1

Of the writers of a slot one is let in, or three where the trainer has three places and they come for many
clients (bench/slots.py). The slot survives if just so many were, all others got a 409, and the database has
all of what was let in, of series too, and nothing of what was not.
`--without-guard` is the negative control: with the guard taken out of the database it must double-book.
Exit code 0 if what should be so was so.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from time import monotonic

from bench.on import database
from bench.slots import NEWCOMER, Row, Slot, draw, kinds
from bench.tally import Tally, report
from bench.waiting import prepare
from tests.served.calling import Answer, Crowd
from tests.served.doors import WEEK, is_inside, staff, status_of
from tests.served.people import Person, hire
from tests.served.races import WITHOUT_GUARD, Stored, double_booked, stored
from tests.served.server import Server, serve

SLOTS_PREPARED_AT_ONCE = 100


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    with database(options.database) as url, serve(url) as server:
        found = kinds(options.writers)
        trainers = hire(server, *(kind.wanted for kind in found))
        people = list(zip(found, trainers, strict=True))
        slots = draw(people, options.slots, options.writers, random.Random(options.seed))
        if options.without_guard:
            server.run(WITHOUT_GUARD)
        started = monotonic()
        answers = list(race(server, trainers, slots, options.writers))
        seconds = monotonic() - started
        sessions = stored(server, trainers)
    survived = list(survivors(slots, answers, sessions, {pk for it in trainers for pk in it.clients}))
    print_doors(slots, answers)
    print_kinds(slots, survived)
    print(f"{len(slots) * options.writers} requests by {options.writers} writers in {seconds:.0f} s")
    return judge(options, len(survived), len(double_booked(sessions)))


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.races", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--slots", type=int, default=1000)
    parser.add_argument("--short", action="store_const", const=8, dest="slots", help="8 slots")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-guard", action="store_true", help="the negative control")
    return parser.parse_args(arguments)


def race(server: Server, trainers: list[Person], slots: list[Slot], writers: int) -> Iterator[list[Answer]]:
    """The answers of one slot after the other."""
    cookie = staff(server)
    with Crowd(server.url, writers) as crowd:
        for first in range(0, len(slots), SLOTS_PREPARED_AT_ONCE):
            some = slots[first : first + SLOTS_PREPARED_AT_ONCE]
            for requests in prepare(server, trainers, cookie, some):
                yield crowd.at_once(requests)


def survivors(
    slots: list[Slot], answers: list[list[Answer]], sessions: list[Stored], hired: set[int]
) -> Iterator[Slot]:
    """Those with as many winners as there are places, clean refusals, and just that in the database."""
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    for it in sessions:
        client = it.client if it.client in hired else NEWCOMER
        rows[it.trainer].append((it.trainer, client, it.start, it.end, it.status))
    for slot, answered in zip(slots, answers, strict=True):
        inside = list(map(is_inside, answered))
        refused = [status_of(answer) for answer, got in zip(answered, inside, strict=True) if not got]
        first = slot.tries[0]
        around = (row for row in rows[first.trainer.id] if abs(row[2] - first.start) < 2.5 * WEEK)
        if (
            sum(inside) == slot.kind.winners
            and set(refused) <= {409}
            and Counter(around) == slot.stored(inside)
        ):
            yield slot


def print_doors(slots: list[Slot], answers: list[list[Answer]]) -> None:
    """How often which door let somebody in, refused, or did otherwise."""
    told: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for slot, answered in zip(slots, answers, strict=True):
        for it, answer in zip(slot.tries, answered, strict=True):
            told[it.door][0 if is_inside(answer) else status_of(answer)] += 1
    print(f"{'door':22}{'let in':>8}{'409':>8}  others")
    for door, statuses in sorted(told.items()):
        others = {status: number for status, number in statuses.items() if status not in (0, 409)}
        print(f"{door:22}{statuses[0]:8}{statuses[409]:8}  {others or ''}")


def print_kinds(slots: list[Slot], survived: list[Slot]) -> None:
    tried, good = (Counter(slot.kind.name for slot in some) for some in (slots, survived))
    for name, number in tried.items():
        print(f"slots of trainers with {name}: {number} tried, {good[name]} survived")


def judge(options: argparse.Namespace, survived: int, double: int) -> int:
    print(f"double-booked: {double}")
    if options.without_guard:
        what = "without the guard somebody is double-booked"
        return report(Tally("P1", options.database, what, 1, int(double > 0), options.seed))
    what = f"slots of {options.writers} writers, with no session too many"
    return report(
        Tally("P1", options.database, what, options.slots, survived if not double else 0, options.seed)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
