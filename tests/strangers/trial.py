"""Tries probes on the product, however it is reached, and says what was wrong with each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.served.calling import Request
from tests.strangers import rows, verdict
from tests.strangers.callers import Credential
from tests.strangers.probes import Probe
from tests.strangers.treasure import Treasure
from tests.strangers.twins import Twins

BATCH = 40
# What is made anew for each answer.
OF_THE_MOMENT = re.compile(r'((?:name="(?:csrfmiddlewaretoken|form_key)" value=|"Exported at": )")[^"]+')


@dataclass(frozen=True)
class Told:
    """An answer: `text` is its headers and its body."""

    status: int
    headers: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.headers}\n{self.body}"


class World(Protocol):
    """Where the product runs, with the people of the matrix in it."""

    def admit(self, wanted: Sequence[tuple[str, str]]) -> list[Credential]: ...

    def rows(self) -> rows.Rows: ...

    def call(self, requests: Sequence[Request]) -> list[Told]: ...


@dataclass(frozen=True)
class Finding:
    """A probe, what was answered, and what is wrong with that."""

    probe: Probe
    told: Told = field(repr=False)
    faults: list[str]


def strangers(world: World, probes: Sequence[Probe], treasure: Treasure) -> Iterator[Finding]:
    """Each probe with its faults; a change of a row is held against all that were tried together."""
    before = world.rows()
    for first in range(0, len(probes), BATCH):
        batch = probes[first : first + BATCH]
        answers = ask(world, batch)
        after = world.rows()
        changed = [f"changes {line}" for line in rows.changes(before, after)]
        before = after
        for probe, told in zip(batch, answers, strict=True):
            yield Finding(probe, told, [*verdict.faults(probe, told.status, told.text, treasure), *changed])


def ask(world: World, probes: Sequence[Probe]) -> list[Told]:
    credentials = world.admit([(it.who, it.how) for it in probes])
    return world.call([it.request(key) for it, key in zip(probes, credentials, strict=True)])


def told_apart(world: World, pairs: Sequence[Twins]) -> Iterator[tuple[Probe, list[str]]]:
    """Of each pair the first, and how the answers differ but for what was sent.

    Many are asked at once, so that one may have deleted what the other asks for: these are asked again.
    """
    for first in range(0, len(pairs), BATCH // 2):
        some = pairs[first : first + BATCH // 2]
        answers = iter(ask(world, [probe for pair in some for probe in (pair.one, pair.other)]))
        for pair in some:
            one, other = _without(next(answers), pair.its), _without(next(answers), pair.others)
            if one != other:
                one = _without(ask(world, [pair.one])[0], pair.its)
                other = _without(ask(world, [pair.other])[0], pair.others)
            yield pair.one, [] if one == other else [f"is told apart from {pair.other}: {one} / {other}"]


def _without(told: Told, text: str) -> tuple[int, str]:
    return told.status, OF_THE_MOMENT.sub(r"\1", told.body).replace(text, "?")
