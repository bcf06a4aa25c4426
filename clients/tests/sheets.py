"""XLSX files for tests."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

FIRST = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


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


def shared(data, more=b""):
    """The spreadsheet with its texts in a file of their own, as Excel has them; and `more` in that file."""
    strings = []

    def refer(match):
        strings.append(match[1])
        return b't="s"><v>%d</v></c>' % (len(strings) - 1)

    cell = re.compile(rb't="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
    data = edited(data, FIRST, lambda text: cell.sub(refer, text))
    data = edited(data, "[Content_Types].xml", lambda text: text.replace(b"</Types>", SHARED + b"</Types>"))
    packed = BytesIO(data)
    with ZipFile(packed, "a", ZIP_DEFLATED) as archive:
        items = b"".join(b"<si>%s</si>" % text for text in strings)
        archive.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s%s</sst>' % (MAIN, items, more))
    return packed.getvalue()


def edited(data, file, change):
    """The spreadsheet with another text in one of its files."""
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(changed, "w", ZIP_DEFLATED) as other:
        for name in archive.namelist():
            text = archive.read(name)
            other.writestr(name, change(text) if name == file else text)
    return changed.getvalue()
