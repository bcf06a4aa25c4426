"""XLSX files for tests."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl


def sheet(*rows):
    """The bytes of a spreadsheet with these rows, and with another sheet behind."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Other").append(["not", "this"])
    return saved(book)


def saved(book):
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def edited(data, file, change):
    """The spreadsheet with another text in one of its files."""
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(changed, "w", ZIP_DEFLATED) as other:
        for name in archive.namelist():
            text = archive.read(name)
            other.writestr(name, change(text) if name == file else text)
    return changed.getvalue()
