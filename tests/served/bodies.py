"""What is told in the body of an answer, also in one that is packed."""

from io import BytesIO
from zipfile import ZipFile


def text_of(body: bytes) -> str:
    """Of a spreadsheet, what all its files say."""
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
