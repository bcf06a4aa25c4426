"""The last line of every backup: what it holds, and a checksum of the whole file.

It stands behind what SQLite or pg_dump wrote, where their own programs do not look. A file without it was cut
off or is no backup.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from mectofitness.backups.refusal import Refused

MARK = b"\nmectofitness-backup "
CHECKSUM = re.compile(rb" sha256:([0-9a-f]{64})\n")
CHECKSUM_BYTES = len(" sha256:") + 64 + 1
LONGEST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Label:
    """`size` is how many bytes stand before it, `made` an instant in ISO 8601.

    `rows` has the number of rows by table, `migrations` are written "app.name", `program` is the major
    version of the pg_dump that wrote the file (0 of SQLite).
    """

    engine: str
    made: str
    size: int
    rows: dict[str, int]
    migrations: list[str]
    program: int


def append(path: Path, label: Label) -> None:
    """Finish a backup with its label."""
    with path.open("ab") as file:
        file.write(MARK + json.dumps(asdict(label)).encode())
    checksum = _checksum(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(f" sha256:{checksum}\n".encode())


def read(path: Path) -> Label:
    """The label of an undamaged backup; reads the whole file. Raises Refused, or OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - LONGEST_BYTES))
        _, mark, last = file.read().rpartition(MARK)
    found = CHECKSUM.fullmatch(last[-CHECKSUM_BYTES:])
    if not mark or not found:
        raise Refused(f"{path} is no complete backup: it was cut off, or not written by `backup`.")
    if _checksum(path, size - CHECKSUM_BYTES) != found[1].decode():
        raise Refused(f"{path} is damaged: its checksum does not fit what is in it.")
    return Label(**json.loads(last[:-CHECKSUM_BYTES]))


def _checksum(path: Path, size: int) -> str:
    """Of the first `size` bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size and (block := file.read(min(size, 1024 * 1024))):
            digest.update(block)
            size -= len(block)
    return digest.hexdigest()
