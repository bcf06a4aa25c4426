"""Writing everything into one ZIP, row by row: a hundred thousand sessions take no more memory than ten."""

import csv
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from mectofitness import unfinished
from mectofitness.backups.progress import Progress
from mectofitness.backups.refusal import Refused
from mectofitness.studio import cells, manifest
from mectofitness.studio.counting import ROWS_AT_ONCE, Count
from mectofitness.studio.kinds import KINDS, Kind
from mectofitness.studio.manifest import Manifest
from mectofitness.studio.moment import one_moment
from trainers.models import Trainer


def write(target: Path, trainer: Trainer | None, *, now: datetime, progress: Progress) -> Manifest:
    """The manifest of the ZIP that `target` is now. Raises Refused, OSError or DatabaseError."""
    _check(target)
    with unfinished.beside(target) as path:
        with one_moment(), ZipFile(path, "w", ZIP_DEFLATED) as archive:
            written = _fill(archive, trainer, now, progress)
        path.chmod(0o600)
        unfinished.sync(path)
        _check(target)
        path.rename(target)
    unfinished.sync(target.parent)
    return written


def _check(target: Path) -> None:
    if target.exists():
        raise Refused(f"{target} is there already.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.")


def _fill(archive: ZipFile, trainer: Trainer | None, now: datetime, progress: Progress) -> Manifest:
    total = sum(kind.rows(trainer).count() for kind in KINDS)
    counts: dict[str, int] = {}
    for kind in KINDS:
        count = Count(kind.name, sum(counts.values()), total, progress)
        counts[kind.name] = _write_kind(archive, kind, trainer, count)
    made = now.astimezone(UTC).isoformat(timespec="seconds")
    written = Manifest(made, counts, trainer.user.get_username() if trainer else None)
    archive.writestr(manifest.FILE, written.to_json())
    return written


def _write_kind(archive: ZipFile, kind: Kind, trainer: Trainer | None, count: Count) -> int:
    paths = [column.path for column in kind.columns]
    fields = [column.field for column in kind.columns]
    with _file(archive, kind.file) as text:
        writer = csv.writer(text)
        writer.writerow([column.name for column in kind.columns])
        rows = kind.rows(trainer).values_list(*paths).iterator(ROWS_AT_ONCE)
        writer.writerows(map(cells.write, fields, row) for row in count.passing(rows))
    return count.rows


def _file(archive: ZipFile, name: str) -> TextIOWrapper:
    """Closing the text closes the file below it."""
    return TextIOWrapper(archive.open(name, "w", force_zip64=True), "utf-8", newline="")
