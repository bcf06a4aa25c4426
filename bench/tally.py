"""What a measurement says at its end: which promise was tried how often, and how often it held."""

import re
from dataclasses import dataclass

LINE = re.compile(
    r"(?P<promise>P\d+) (?P<database>sqlite|postgres|both): (?P<what>.+):"
    r" (?P<tried>\d+) tried, (?P<survived>\d+) survived, seed (?P<seed>\d+|-)"
)


@dataclass(frozen=True)
class Tally:
    """One promise of one database; `seed` is None where no dice were thrown."""

    promise: str
    database: str
    what: str
    tried: int
    survived: int
    seed: int | None = None

    @property
    def holds(self) -> bool:
        return self.tried > 0 and self.survived == self.tried

    def __str__(self) -> str:
        seed = "-" if self.seed is None else self.seed
        return (
            f"{self.promise} {self.database}: {self.what}:"
            f" {self.tried} tried, {self.survived} survived, seed {seed}"
        )


def report(*tallies: Tally) -> int:
    """Print them, a line each; the exit code: 0 if all hold."""
    for tally in tallies:
        print(tally, flush=True)
    return int(not all(tally.holds for tally in tallies))


def read(text: str) -> list[Tally]:
    """The tallies among the lines that a measurement has printed."""
    return [
        Tally(
            found["promise"],
            found["database"],
            found["what"],
            int(found["tried"]),
            int(found["survived"]),
            None if found["seed"] == "-" else int(found["seed"]),
        )
        for found in map(LINE.fullmatch, text.splitlines())
        if found
    ]
