"""A list as a file to keep: CSV or XLSX, sent row by row, and nothing in it is run as a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from trainers import xlsx
from trainers.formulas import disarm
from trainers.xlsx import Value

Rows = Iterable[Sequence[Value]]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # by it a spreadsheet knows that this is UTF-8


class _Line:
    """A file that is asked for its last line only."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def download(name: str, kind: str, rows: Rows) -> StreamingHttpResponse:
    """The answer with the file; `kind` is one of KINDS, `name` is without its ending."""
    content_type, write = KINDS[kind]
    disposition = content_disposition_header(True, f"{name}.{kind}") or ""
    return StreamingHttpResponse(
        write(_disarmed(rows)), content_type=content_type, headers={"Content-Disposition": disposition}
    )


def _disarmed(rows: Rows) -> Iterator[list[Value]]:
    for row in rows:
        yield [disarm(value) if isinstance(value, str) else value for value in row]


def _csv(rows: Rows) -> Iterator[bytes]:
    yield _BYTE_ORDER_MARK
    line = _Line()
    writer = csv.writer(line)
    for row in rows:
        writer.writerow([_text(value) for value in row])
        yield line.text.encode()


def _text(value: Value) -> str:
    """Days and times as one sorts them."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


KINDS: dict[str, tuple[str, Callable[[Rows], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.chunks),
}
