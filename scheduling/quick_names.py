"""Which clients the words of a quick line can mean: by the beginnings of their names."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from clients.models import Client
from scheduling.quick_words import fold

LONGEST = 6
# What is never the beginning of a name that is being typed.
SMALL = {"at", "in", "on", "to", "for", "with", "from", "the", "and", "of", "am", "pm"}
Place = tuple[int, int]


class Run(NamedTuple):
    """Words that mean one of these clients."""

    first: int
    size: int
    is_whole: bool
    clients: tuple[Client, ...]


class Names:
    """The names of clients, looked up by how they begin."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self.clients = clients
        self.entries = sorted(
            (word, (n, place))
            for n, client in enumerate(clients)
            for place, word in enumerate(fold(client.name).split())
        )

    def best(self, words: Sequence[str], free: Sequence[int], *, least: int = 1) -> Run | None:
        """The run of at least so many `free` words that says most: the longest, whole words before
        beginnings of words, the first of equals."""
        open_to = set(free)
        runs = [
            run
            for first in free
            for size in range(least, LONGEST + 1)
            if open_to.issuperset(range(first, first + size)) and (run := self._run(words, first, size))
        ]
        return max(runs, key=lambda run: (run.size, run.is_whole, -run.first), default=None)

    def _run(self, words: Sequence[str], first: int, size: int) -> Run | None:
        *whole, last = words[first : first + size]
        if last in SMALL or (size == 1 and len(last) < 2):
            return None
        found = self._starting(last)
        for back, word in enumerate(reversed(whole), 1):
            at = self._being(word)
            found = {(n, place) for n, place in found if (n, place - back) in at}
        being = found & self._being(last)
        clients = sorted({n for n, _ in being or found})
        return Run(first, size, bool(being), tuple(self.clients[n] for n in clients)) if clients else None

    def _being(self, word: str) -> set[Place]:
        return {at for name, at in self._from(word) if name == word}

    def _starting(self, word: str) -> set[Place]:
        return {at for _, at in self._from(word)}

    def _from(self, word: str) -> list[tuple[str, Place]]:
        """Those that begin with it stand together."""
        begin = end = bisect_left(self.entries, (word,))
        while end < len(self.entries) and self.entries[end][0].startswith(word):
            end += 1
        return self.entries[begin:end] if word else []
