"""Files that are there when they are complete, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Where to write it: on the same disk, in a folder that only we can read and that is gone in the end."""
    with TemporaryDirectory(prefix=f".{target.name}.unfinished-", dir=target.parent) as directory:
        yield Path(directory, "file")


def sync(path: Path) -> None:
    """Wait until it is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
