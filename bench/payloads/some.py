"""Of many things some, by the dice."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Some:
    """Called with things, it answers with about so large a share of them."""

    dice: Random
    share: float

    def __call__(self, things: Iterable[T]) -> list[T]:
        return [thing for thing in things if self.dice.random() < self.share]
