"""From the bytes of a CSV file to its cells."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from trainers.formulas import restore

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
DELIMITERS = (",", ";", "\t")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """`number` is that of a spreadsheet, in which the first row is 1; `beyond` has no column."""

    number: int
    cells: list[str]
    beyond: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """Each row has as many cells as there are columns; what it had besides is beyond."""

    columns: list[str]
    rows: list[Row]


def decode(data: bytes) -> str:
    """UTF-8, with or without a mark at its beginning, or what Windows writes. Raises ValidationError."""
    if len(data) > MOST_BYTES:
        raise ValidationError(too_large())
    encodings = ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return check(text)
    raise ValidationError(gettext("This is no text. Save it as CSV (UTF-8), and choose that file."))


def too_large() -> str:
    return gettext("This is more than 2 MB. Split it, and import one part after the other.")


def check(text: str) -> str:
    """The text, if it can be one of a CSV file. Raises ValidationError."""
    if "\x00" in text:
        raise ValidationError(
            gettext("There is a NUL character in this. Save it as CSV (UTF-8), and try again.")
        )
    return text


def table(text: str) -> Table:
    """The cells of a text. Raises ValidationError for what is no table, or too large a one."""
    found = list(lines(text))
    if not found:
        raise ValidationError(gettext("There is nothing in this."))
    width = len(found[0].cells)
    if width > MOST_COLUMNS:
        words = gettext("There are %(count)s columns in this; at most %(most)s can be read.")
        raise ValidationError(words % {"count": width, "most": MOST_COLUMNS})
    if any("@" in cell for cell in found[0].cells):  # somebody's address: there is no row of names
        columns, rows = [""] * width, found
    else:
        columns, rows = found[0].cells, found[1:]
    if not rows:
        raise ValidationError(gettext("There are only the names of columns in this, and no rows below them."))
    named = [
        name or gettext("Column %(number)s") % {"number": number}
        for number, name in enumerate(columns, start=1)
    ]
    return Table(named, [_of_width(row, width) for row in rows])


def _of_width(row: Row, width: int) -> Row:
    cells = [cell for cell, _ in zip_longest(row.cells[:width], range(width), fillvalue="")]
    beyond = row.cells[width:]
    return Row(row.number, cells, beyond if any(beyond) else [])


def lines(text: str) -> Iterator[Row]:
    """The rows in which something stands, with all their cells. Raises ValidationError as table()."""
    first, _, rest = text.partition("\n")
    word = re.fullmatch(r"sep=([,;])\s*", first, re.IGNORECASE)  # of Excel's
    body, skipped = (rest, 1) if word else (text, 0)
    delimiter = word[1] if word else _delimiter(body)
    if "\n" not in body:  # an old Mac's
        body = body.replace("\r", "\n")
    reader = csv.reader(StringIO(body, newline=""), delimiter=delimiter, strict=True)
    found = 0
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            stripped = [restore(cell.strip()) for cell in cells]
            if any(stripped):
                found += 1
                if found > MOST_ROWS + 1:
                    words = gettext("There are more than %(count)s rows in this.")
                    raise ValidationError(words % {"count": f"{MOST_ROWS:,}"})
                yield Row(number, stripped)
    except csv.Error as error:
        raise ValidationError(_unreadable(error) % {"line": reader.line_num + skipped}) from error


def _unreadable(error: csv.Error) -> str:
    if "limit" in str(error):
        return gettext(
            "Line %(line)s cannot be read: one cell is longer than 131,072 characters, or a quotation mark"
            " is missing."
        )
    return gettext("Line %(line)s cannot be read: a quotation mark is missing, or there is one too many.")


def _delimiter(text: str) -> str:
    """The one that there is most of in the first line, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
