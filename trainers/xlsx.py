"""Writing a spreadsheet (XLSX) row by row: its first bytes are there before its last row is read.

openpyxl, which reads them for us, writes a whole file before any of it can be sent, and takes fifteen times
as long. Texts stand in the cells themselves; a formula cannot be written at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Value = str | date | datetime | None

_CHUNK = 64 * 1024
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What stands around the sheet. Styles: 1 is a day, 2 a day and a time, as the reader's country has them.
_FRAME = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>
<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">
<sheets><sheet name="MectoFitness" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>
<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}
# Wide enough for a time, which is shown as ##### otherwise.
_WIDTHS = '<cols><col min="1" max="100" width="18" customWidth="1"/></cols>'
# What XML cannot hold, however it is written.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone


class _Pipe:
    """A file to write to and nothing else: what is written is taken away now and then."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken

    @property
    def size(self) -> int:
        return len(self._written)


def chunks(rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The file, piece by piece; times are those of a wall clock, without a zone."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, text in _FRAME.items():
            archive.writestr(name, _HEAD + text)
        with archive.open(_SHEET, "w") as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{_WIDTHS}<sheetData>'.encode())
            for row in rows:
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                if pipe.size > _CHUNK:
                    yield pipe.take()
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.take()


def _cell(value: Value) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        return f'<c s="2"><v>{(value - _FIRST_DAY).total_seconds() / 86400:.6f}</v></c>'
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - _FIRST_DAY.date()).days}</v></c>'
    text = _IMPOSSIBLE.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
