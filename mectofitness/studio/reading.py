"""Reading a ZIP that export_studio has written: its manifest, and row by row what is in its files."""

import csv
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from mectofitness.backups.refusal import Refused
from mectofitness.studio import cells, manifest
from mectofitness.studio.kinds import KINDS, Column, Kind
from mectofitness.studio.manifest import Manifest

# What zipfile raises of a file that is cut off, damaged, encrypted or compressed in a way of its own.
_DAMAGED = (BadZipFile, zlib.error, EOFError, RuntimeError)


@dataclass(frozen=True)
class Row:
    """`line` is where it begins in its file, `values` are {column: value}, `wrong` what cannot be read."""

    line: int
    values: dict[str, Any]
    wrong: list[str]


@dataclass(frozen=True)
class Export:
    archive: ZipFile
    manifest: Manifest

    def rows(self, kind: Kind) -> Iterator[Row]:
        """Raises Refused when there is no telling the rows, or their columns."""
        with TextIOWrapper(self.archive.open(kind.file), "utf-8-sig", newline="") as text:
            lines = _lines(text, kind.file)
            _, header = next(lines, (1, []))
            columns = _columns(kind, header)
            for line, written in lines:
                yield _row(line, columns, written)


@contextmanager
def opened(path: Path) -> Iterator[Export]:
    """Raises Refused or OSError."""
    try:
        with ZipFile(path) as archive:
            yield Export(archive, _manifest(archive))
    except _DAMAGED as error:
        raise Refused(f"{path} is damaged, or no ZIP that export_studio has written.") from error


def _manifest(archive: ZipFile) -> Manifest:
    names = set(archive.namelist())
    missing = [name for name in (manifest.FILE, *(kind.file for kind in KINDS)) if name not in names]
    if missing:
        raise Refused(f"This is no export of a studio: there is no {', '.join(missing)} in it.")
    return manifest.read(archive.read(manifest.FILE))


def _lines(text: TextIOWrapper, file: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line that it begins on, cells)"""
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        for written in reader:
            if written:
                yield line, written
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"{file}, line {line}: this is no CSV ({error}).") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}, behind line {line}: this is not UTF-8.") from error


def _columns(kind: Kind, header: list[str]) -> list[Column]:
    """In the order of the file, which may be another."""
    known = {column.name: column for column in kind.columns}
    if sorted(header) != sorted(known):
        odd = sorted(known.keys() ^ set(header)) or sorted(header)
        raise Refused(f"{kind.file} must have each of its columns once: look at {', '.join(odd)}.")
    return [known[name] for name in header]


def _row(line: int, columns: list[Column], written: list[str]) -> Row:
    if len(written) != len(columns):
        return Row(line, {}, [f"there are {len(written)} cells for {len(columns)} columns"])
    row = Row(line, {}, [])
    for column, cell in zip(columns, written, strict=True):
        try:
            row.values[column.name] = _value(column, cell)
        except cells.Unreadable as said:
            row.wrong.append(f"{column.name}: {said}")
    return row


def _value(column: Column, cell: str) -> Any:
    if column.relation and not cell:
        return None
    return cells.read(column.field, cell)
