"""How a request's body is taken in: whole and of bounded size, before Django asks for it."""

from enum import StrEnum
from io import BytesIO
from typing import Any

from django.conf import settings

# A caller who says nothing for so long in the middle of a body is not waited for: others need the thread.
SILENCE_SECONDS = 20
WRONG = "mectofitness.body"


class Wrong(StrEnum):
    """What is the matter with a body, as the server's part of the request notes it."""

    BROKEN_OFF = "broken off"
    LATE = "late"


def take_in(environ: dict[str, Any]) -> None:
    """Read the body that gunicorn offers, also one in chunks, of which Django would read nothing.

    A body in chunks is read until it is too large; one that says that it is too large is not read at all.
    """
    length = declared_length(environ)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length is None and "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return
    if length is not None and length > most:
        return
    try:
        body = _read(environ, most + 1 if length is None else length)
    except TimeoutError:
        body, environ[WRONG] = b"", Wrong.LATE
    else:
        if length is not None and len(body) < length:
            environ[WRONG] = Wrong.BROKEN_OFF
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))


def declared_length(environ: dict[str, Any]) -> int | None:
    """What Content-Length says; None if it says nothing."""
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() else None


def _read(environ: dict[str, Any], most: int) -> bytes:
    socket = environ.get("gunicorn.socket")
    if socket is None:
        return bytes(environ["wsgi.input"].read(most))
    socket.settimeout(SILENCE_SECONDS)
    try:
        return bytes(environ["wsgi.input"].read(most))
    finally:
        socket.settimeout(None)
