"""How far a backup or its restoring is, on standard error."""

import sys
from collections.abc import Callable

# How much is done, of how much, and what is done now.
Progress = Callable[[int, int, str], None]


def shown(verbosity: int) -> Progress:
    """One line that changes on a terminal; elsewhere nothing, or with -v 2 a line for each step."""
    if sys.stderr.isatty():
        return _rewrite
    return _write if verbosity > 1 else _stay_quiet


def _rewrite(done: int, total: int, what: str) -> None:
    end = "\n" if done >= total else ""
    print(f"\r\033[K{_percent(done, total):3} %  {what}", end=end, file=sys.stderr, flush=True)


def _write(done: int, total: int, what: str) -> None:
    print(f"{_percent(done, total):3} %  {what}", file=sys.stderr, flush=True)


def _stay_quiet(done: int, total: int, what: str) -> None:
    pass


def _percent(done: int, total: int) -> int:
    return 100 * done // total if total else 100
