"""Can anybody but a trainer, and staff in the admin, see or change what is that trainer's?

    python -m bench.strangers --database sqlite --seed 1 [--probes 3000 | --short]

A trainer all of whose texts are unique canaries; every address with every method by everybody else, with
that trainer's ids in address, query and body. Of each answer the texts are looked at, of the trainer the
values of all rows before and after. Then what may be told apart (an unknown id from another trainer's, a word
of private notes from none), what reading changes, and where private notes are seen.
Exit code 0 if nothing was wrong.
"""

# ruff: noqa: E402

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mectofitness.settings")
django.setup()  # who tries, and what, knows the models, which cannot be read before

from bench.on import database
from bench.tally import Tally, report
from tests.served.server import serve
from tests.strangers import probes, reading, rows, trial, twins, verdict
from tests.strangers.served import Served, populated

LONG, SHORT = 3000, 600
SHORT_PAIRS = 40
SHOWN = 10


class Count:
    """How many were tried, and how many of them survived; the first that did not are printed."""

    def __init__(self, promise: str, what: str) -> None:
        self.promise, self.what = promise, what
        self.tried = self.survived = 0

    def note(self, probe: object, faults: Sequence[str]) -> None:
        self.tried += 1
        self.survived += not faults
        if faults and self.tried - self.survived <= SHOWN:
            print(f"{self.promise} {probe}: {'; '.join(faults)}"[:1000])


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    dice = random.Random(options.seed)
    with ExitStack() as stack:
        server = stack.enter_context(serve(stack.enter_context(database(options.database))))
        world = stack.enter_context(populated(server))
        every = probes.all_of(world.templates, world.operations, world.alice)
        number = options.probes or (SHORT if options.short else LONG)
        counts = [
            *strangers(world, probes.sample(every, number, dice)),
            told_apart(world, dice, SHORT_PAIRS if options.short else None),
            *reading_twice(world),
        ]
        counts.append(logged(world, len(server.log.lines)))
    return report(
        *(Tally(it.promise, options.database, it.what, it.tried, it.survived, options.seed) for it in counts)
    )


def read(arguments: Sequence[str]) -> argparse.Namespace:
    description = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m bench.strangers", description=description)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--probes", type=int, help=f"how many; {LONG} unless given")
    parser.add_argument("--short", action="store_true", help=f"{SHORT} probes, and {SHORT_PAIRS} pairs")
    return parser.parse_args(arguments)


def strangers(world: Served, chosen: Sequence[probes.Probe]) -> Iterator[Count]:
    """Everybody else at every address: what they see, what they change, and of it the private notes."""
    all_texts = Count("P5", "probes of another trainer's data")
    notes = Count("P6", "answers to others without private notes")
    answered: Counter[int] = Counter()
    for it in trial.strangers(world, chosen, world.alice):
        all_texts.note(it.probe, it.faults)
        notes.note(it.probe, verdict.private(it.told.text, world.alice))
        answered[it.told.status] += 1
    print(f"answered: {dict(sorted(answered.items()))}")
    yield all_texts
    yield notes


def told_apart(world: Served, dice: random.Random, most: int | None) -> Count:
    """Pairs that must be answered alike."""
    count = Count("P5", "pairs of what is another's and what there is not, answered alike")
    own, foreign, operations = world.bella, world.alice, world.operations
    pairs = [
        *twins.of_ids(operations, own, foreign),
        *twins.of_forms(own, foreign),
        *twins.of_links(world.pages, own, foreign),
        *twins.of_words(operations, world.pages, own, foreign),
    ]
    for probe, faults in trial.told_apart(world, dice.sample(pairs, min(most or len(pairs), len(pairs)))):
        count.note(probe, faults)
    return count


def reading_twice(world: Served) -> Iterator[Count]:
    """All that its trainer and staff read, twice; and that the canaries are where they should be."""
    unchanged = Count("P5", "reads by the trainer that change nothing")
    notes = Count("P6", "answers to the trainer and staff with private notes only where they belong")
    shown = Count("P5", "canaries seen by the trainer or staff (the control)")
    every = [
        *reading.by_owner(world.pages, world.operations, world.alice),
        *reading.by_staff(world.pages, world.alice),
    ]
    texts = []
    for round_ in range(2):
        before = world.rows()
        answers = trial.ask(world, every)
        after = world.rows()
        changes = rows.changes(before, after)
        wrong = changes if round_ else reading.beyond_layout(changes, before, after)
        print(f"reading, round {round_ + 1}: {len(changes)} rows laid out ahead, {len(wrong)} changed")
        for probe, told in zip(every, answers, strict=True):
            unchanged.note(probe, [*wrong, *[f"answers {told.status}"][: told.status >= 500]])
            private = verdict.private(told.text, world.alice)
            notes.note(probe, [] if reading.may_show_notes(probe) else private)
            texts.append(told.text)
    everything = "\n".join(texts)
    for canary, place in world.alice.canaries.items():
        shown.note(place, [] if canary in everything else ["is never seen"])
    yield from (unchanged, notes, shown)


def logged(world: Served, number: int) -> Count:
    """What the server has said meanwhile."""
    count = Count("P6", "lines of the server's log without private notes")
    for line in world.server.log.lines[:number]:
        count.note(line.strip(), verdict.private(line, world.alice))
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
