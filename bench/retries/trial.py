"""What is to be made, by whom and with which key; many callers make it at once, and it is counted."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.retries.doors import DOORS, Maker, day, makers, stored
from bench.retries.sending import Said, insist, send
from bench.tally import Tally
from tests.served.calling import Request
from tests.served.server import Server

MAKERS, CALLERS = 4, 8


@dataclass(frozen=True)
class Thing:
    """One thing to be made, by one key; `number` tells its name and its day."""

    number: int
    door: str
    maker: Maker
    key: str

    @property
    def name(self) -> str:
        return f"Thing {self.number}"

    def request(self, name: str = "") -> Request:
        return DOORS[self.door].request(self.maker, name or self.name, day(self.number), self.key)


class Trial:
    """Draws things, has many callers at work at once, and counts what is stored."""

    def __init__(self, server: Server, database: str, seed: int, *, keyed: bool = True) -> None:
        self.server, self.database, self.seed, self.keyed = server, database, seed, keyed
        self.chance = random.Random(seed)
        self.makers = makers(server, MAKERS)
        # Of things: each is told apart by its own.
        self.numbers = iter(range(10**6))

    def draw(self, many: int, doors: Sequence[str] = tuple(DOORS)) -> list[Thing]:
        """Every door in turn."""
        return [self._thing(doors[n % len(doors)]) for n in range(many)]

    def _thing(self, door: str) -> Thing:
        number = next(self.numbers)
        key = f"{self.chance.getrandbits(128):032x}" if self.keyed else ""
        return Thing(number, door, self.maker_of(number), key)

    def maker_of(self, number: int) -> Maker:
        return self.makers[number % MAKERS]

    def at_work(self, act: Callable[[Thing], bool], things: Sequence[Thing]) -> list[bool]:
        """What `act` says of each; many at work at once."""
        with ThreadPoolExecutor(CALLERS) as callers:
            return list(callers.map(act, things))

    def send(self, thing: Thing, name: str = "") -> Said:
        return send(self.server.url, thing.request(name))

    def insist(self, thing: Thing) -> Said:
        return insist(self.server.url, thing.request())

    def made_once(self, things: Sequence[Thing]) -> list[bool]:
        rows = stored(self.server, self.makers)
        return [DOORS[thing.door].is_made_once(rows, thing.name) for thing in things]

    def tally(self, what: str, *held: Sequence[bool]) -> Tally:
        """It survived where everything held."""
        survived = sum(all(each) for each in zip(*held, strict=True))
        return Tally("P3", self.database, what, len(held[0]), survived, self.seed)
