"""The words of a quick line, and what a reader of them has found."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """The first `size` words mean `value`; or, when that is None, they cannot be read for this `problem`."""

    size: int
    value: T | None
    problem: str = ""


@dataclass(frozen=True)
class Word:
    """A word as it was typed, and as it is compared."""

    text: str
    folded: str


def words_of(text: str) -> list[Word]:
    return [Word(word, fold(word).strip(",;")) for word in text.split()]


def folded(text: str) -> list[str]:
    return [word.folded for word in words_of(text)]


def fold(text: str) -> str:
    """Without capitals and accents: Zoë and ZOE are the same."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()


def number(text: str, digits: int = 4) -> int | None:
    """The number that a text is, written with the ten usual digits and no more of them than that."""
    return int(text) if re.fullmatch(f"[0-9]{{1,{digits}}}", text) else None
