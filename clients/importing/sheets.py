"""From the bytes of an XLSX file to the text of a CSV file with what its first sheet says.

defusedxml, which openpyxl uses where it is installed, refuses the entities of XML that grow without end.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
import openpyxl.xml
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext

from clients.importing import reading

ZIP = b"PK\x03\x04"
# What 2 MB may unpack to: enough for 5,000 clients with all there is of each.
MOST_UNPACKED_BYTES = 20 * 1024 * 1024
# Each tag is a hundred times as large in memory, and those of a row, or of a file without rows, are all there
# at once.
MOST_TAGS, MOST_TAGS_AT_ONCE = 1_200_000, 20_000
# Where a row begins, or a text that cells share.
PART = re.compile(rb"(?=<(?:\w+:)?(?:row|si)\b)")
HALF_A_SECOND = timedelta(milliseconds=500)
# One more than may be, and one more for the names: so it is seen that there are too many.
ROWS, COLUMNS = reading.MOST_ROWS + 2, reading.MOST_COLUMNS + 1

if not openpyxl.xml.DEFUSEDXML:
    raise ImproperlyConfigured("Files of strangers are read: defusedxml must be installed, and not be off.")


def text_of(data: bytes) -> str:
    """The text of a CSV file, or what would be one of an XLSX file. Raises ValidationError."""
    if not data.startswith(ZIP):
        return reading.decode(data)
    if len(data) > reading.MOST_BYTES:
        raise ValidationError(reading.too_large())
    rows = _first_sheet(data)
    text = StringIO(newline="")
    # With all in quotation marks there is no doubt about what separates them.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return reading.decode(text.getvalue().encode())


def _first_sheet(data: bytes) -> list[list[str]]:
    try:
        _check_unpacked(data)
        return list(_rows(data))
    except ValidationError:
        raise
    except Exception as error:  # whatever a library makes of bytes that anybody may have put together
        raise ValidationError(
            gettext("This cannot be read as a spreadsheet. Save it as XLSX or CSV, and choose that file.")
        ) from error


def _check_unpacked(data: bytes) -> None:
    """zipfile reads no more of a file than its entry says, so what is said can be believed."""
    with ZipFile(BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
            raise ValidationError(reading.too_large())
        if "xl/workbook.xml" not in archive.namelist():
            raise BadZipFile("no spreadsheet")
        tags = 0
        for text in map(archive.read, archive.infolist()):
            tags += text.count(b"<")
            if tags > MOST_TAGS or any(part.count(b"<") > MOST_TAGS_AT_ONCE for part in PART.split(text)):
                raise ValidationError(reading.too_large())


def _rows(data: bytes) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # as the file says them; it may be wrong
        for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True):
            yield _without_end([_cell(value) for value in row])
    finally:
        book.close()


def _without_end(cells: list[str]) -> list[str]:
    """A row goes as far as something stands in it; an empty one is kept for the numbers of the others."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: Any) -> str:
    """As a person would type it into a CSV file."""
    match value:
        case None:
            return ""
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case time():
            return _moment(datetime.combine(date.min, value)).partition(" ")[2] or "00:00"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _moment(value: datetime) -> str:
    """To the whole second: a cell says a part of a day, which is never quite a minute."""
    value = (value + HALF_A_SECOND).replace(microsecond=0)
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
