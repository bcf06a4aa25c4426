"""What can happen to an SQLite file: locked by another program, on a full disk, read-only."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.faults.load import Crew
from bench.faults.postgres import filled
from bench.writing import INTACT


@dataclass
class Scene:
    """A served product, and the file that its data is in."""

    crew: Crew
    file: Path


def locked(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(_locked(scene.file), seconds)
    return late + scene.crew.complaints()


def disk_full(scene: Scene, seconds: float) -> list[str]:
    late = scene.crew.suffer(filled(scene.file.parent), seconds, until_refused=True)
    refused = scene.crew.refused
    intact = scene.crew.server.run(INTACT)
    found = late + ([] if refused else ["nothing was refused"]) + ([] if intact else ["the file is damaged"])
    return found + scene.crew.complaints(reads=True)


def read_only(scene: Scene, seconds: float) -> list[str]:
    """Root is not refused, so this scene is served as anybody.

    SQLite shares what it has opened read-only among the connections of a process, so a worker writes again
    when it had a moment without any.
    """
    fault = _read_only(scene.file)
    late = scene.crew.suffer(fault, seconds, until_refused=True, with_a_pause=True)
    refused = scene.crew.refused
    return late + ([] if refused else ["nothing was refused"]) + scene.crew.complaints()


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _read_only(file: Path) -> Iterator[None]:
    """The files beside it that are made meanwhile get its mode, and it must be taken back from them too."""
    file.chmod(0o444)
    try:
        yield
    finally:
        file.chmod(0o644)  # first, so that no others are made
        for other in file.parent.glob(f"{file.name}-*"):
            with suppress(FileNotFoundError):
                other.chmod(0o644)
