"""What can happen to an SQLite file: locked by another program, on a full disk, read-only."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
    late = scene.crew.suffer(filled(scene.file.parent), seconds)
    refused = sum(writer.answers[503] for writer in scene.crew.writers)
    intact = scene.crew.server.run(INTACT)
    found = late + ([] if refused else ["nothing was refused"]) + ([] if intact else ["the file is damaged"])
    return found + scene.crew.complaints(reads=True)


def read_only(scene: Scene, seconds: float) -> list[str]:
    """Only who is not root can be refused: this scene is served as another user."""
    late = scene.crew.suffer(_read_only(scene.file), seconds)
    refused = sum(writer.answers[503] for writer in scene.crew.writers)
    return late + ([] if refused else ["nothing was refused"]) + scene.crew.complaints()


@contextmanager
def file_of(user: str) -> Iterator[Path]:
    """An empty file that is another user's. Raises PermissionError where we are not root."""
    with tempfile.TemporaryDirectory(prefix="served-", ignore_cleanup_errors=True) as directory:
        file = Path(directory, "db.sqlite3")
        file.touch()
        for path in (directory, file):
            shutil.chown(path, user)
        yield file


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _read_only(file: Path) -> Iterator[None]:
    file.chmod(0o444)
    try:
        yield
    finally:
        file.chmod(0o644)
