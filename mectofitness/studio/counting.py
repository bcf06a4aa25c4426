"""How many rows of a kind are done, told now and then."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from mectofitness.backups.progress import Progress

ROWS_AT_ONCE = 2000

T = TypeVar("T")


class Count:
    """`before` rows of other kinds are done already, of `total` in all."""

    def __init__(self, what: str, before: int, total: int, progress: Progress) -> None:
        self.rows, self._what = 0, what
        self._before, self._total, self._progress = before, total, progress

    def passing(self, rows: Iterable[T]) -> Iterator[T]:
        """The rows, each counted when it is done with."""
        for row in rows:
            yield row
            self.rows += 1
            if self.rows % ROWS_AT_ONCE == 0:
                self._tell()
        self._tell()

    def _tell(self) -> None:
        self._progress(self._before + self.rows, self._total, f"{self.rows} {self._what}")
