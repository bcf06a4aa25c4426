"""What a ZIP says of itself: which format it has, when it was made, and how many rows are in each file."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from mectofitness.backups.refusal import Refused
from mectofitness.studio.kinds import KINDS

FILE = "manifest.json"
FORMAT, VERSION = "mectofitness-studio", 1


@dataclass(frozen=True)
class Manifest:
    """`made` is an instant in ISO 8601, `trainer` a user name if it is of one alone."""

    made: str
    counts: dict[str, int]
    trainer: str | None = None
    format: str = field(default=FORMAT)
    version: int = field(default=VERSION)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read(text: str | bytes) -> Manifest:
    """Raises Refused for what we have not written."""
    try:
        found: Any = json.loads(text)
        manifest = Manifest(**found)
    except (ValueError, TypeError) as error:
        raise Refused(f"{FILE} cannot be read.") from error
    if manifest.format != FORMAT:
        raise Refused("This is no export of a studio.")
    if manifest.version != VERSION:
        raise Refused(f"Its format is {manifest.version}, and this version of the product reads {VERSION}.")
    if not _counts_all(manifest.counts):
        raise Refused(f"{FILE} does not count each kind of rows.")
    return manifest


def _counts_all(counts: Any) -> bool:
    return isinstance(counts, dict) and all(isinstance(counts.get(kind.name), int) for kind in KINDS)


def in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
