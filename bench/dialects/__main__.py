"""Do the three dialects tell one truth? Random operations, compared in all of them after each.

    python -m bench.dialects --operations 1000 --seed 1 --database sqlite

One trainer with three parallel sessions books, plans, changes and cancels through a dialect drawn each time.
Compared are four weeks: sessions, series, statistics and the booked times of a day; what was refused must
have changed nothing. Exit code 1 if anything differs.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from bench import on
from bench.acceptance.world import Actor, World
from bench.dialects.operations import Desk, some_day
from bench.dialects.reading import ZONE, Reading, Span, read
from bench.tally import Tally, report
from tests.served.server import serve

SHORT = 60


class Office(World):
    """Without the trainers that the cases of bench.acceptance need."""

    def __post_init__(self) -> None:
        self.anonymous = Actor(self, {})


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.dialects")
    parser.add_argument("--operations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--short", action="store_true", help=f"{SHORT} operations")
    options = parser.parse_args(arguments)
    operations = SHORT if options.short else options.operations
    since = time.monotonic()
    with ExitStack() as stack:
        url = stack.enter_context(on.database(options.database, durable=False))
        world = Office(stack.enter_context(serve(url)))
        tried, wrong, sessions = compared(world, operations, options.seed)
    for name, times in sorted(tried.items()):
        print(f"  {name:40}{times}")
    print(f"{sessions} sessions read, {time.monotonic() - since:.0f} s")
    what, survived = "operations after which the dialects agreed", tried.total() - wrong
    return report(Tally("P12", options.database, what, tried.total(), survived, options.seed))


def compared(world: World, operations: int, seed: int) -> tuple[Counter[str], int, int]:
    """({operation and status: how often}, after how many something differed, how many sessions were read)."""
    desk = open_desk(world, random.Random(seed))
    uuids = {client["id"]: client["uuid"] for client in desk.clients} | {None: None}
    dice = random.Random(-seed)  # of its own, so that the operations are the same whatever is compared
    before = read(desk.actor, uuids, desk.span, desk.memory, some_day(dice, desk.span))
    tried, wrong, sessions, known = Counter[str](), 0, 0, set(before.wrong)
    for number in range(operations):
        answer = desk.operate(before)
        tried[f"{desk.said.split()[0]} {kind_of(desk.said)} {answer.status}"] += 1
        after = read(desk.actor, uuids, desk.span, desk.memory, some_day(dice, desk.span))
        found = {*after.wrong, *changed_by_refusal(answer.status, before, after)}
        found |= set(desk.disturbed(before, after))
        desk.agree(after)
        if found - known:
            wrong += 1
            print("\n  ".join([f"{number}: {desk.said}", *sorted(found - known)]), flush=True)
        before, known, sessions = after, set(after.wrong), sessions + len(after.rows)
        world.log.clear()
    return tried, wrong, sessions


def open_desk(world: World, dice: random.Random) -> Desk:
    actor = world.hire("Europe/Berlin", 3)
    today = datetime.now(ZONE).date()
    span = Span(today - timedelta(days=7), today + timedelta(days=21))
    return Desk(actor, dice, span, [actor.client, actor.enrol(), actor.enrol()])


def kind_of(said: str) -> str:
    """The address, without ids."""
    path = said.split()[1].partition("?")[0].removeprefix("/api")
    return "/".join(part for part in path.split("/") if part == "v1" or not set(part) & set("0123456789"))


def changed_by_refusal(status: int, before: Reading, after: Reading) -> list[str]:
    if status < 400 or (before.rows, before.series) == (after.rows, after.series):
        return []
    return ["a refused operation changed something"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
