"""A request is sent: until it is answered, or with the line cut before the answer is read."""

import json
import select
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from tests.served.calling import Request

SECONDS = 60
# What says that it may be tried again soon.
TRY_AGAIN = {409, 503}


@dataclass(frozen=True)
class Said:
    """What a caller can tell, to be compared; whether it was said before, and when to ask again, is not."""

    status: int
    text: str
    etag: str | None
    location: str | None
    is_replayed: bool = field(compare=False)
    retry_after: str | None = field(compare=False)

    @property
    def is_made(self) -> bool:
        """A page redirects when it is done."""
        return self.status in {200, 201, 302}

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def send(url: str, request: Request) -> Said:
    with _sent(url, request) as connection:
        response = connection.getresponse()
        text, headers = response.read().decode(), response.headers
    return Said(
        response.status,
        text,
        headers["ETag"],
        headers["Location"],
        "Idempotent-Replayed" in headers,
        headers["Retry-After"],
    )


def cut(url: str, request: Request, *, answered: bool) -> None:
    """Send it and hang up: when the answer has begun to come, or at once."""
    with _sent(url, request) as connection:
        if answered and not select.select([connection.sock], [], [], SECONDS)[0]:
            raise TimeoutError(f"No answer to {request.method} {request.path}")


def insist(url: str, request: Request) -> Said:
    """Send it until it is answered, as a good client does."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            said = send(url, request)
            if said.status not in TRY_AGAIN or said.retry_after is None:
                return said
        except (OSError, HTTPException):
            pass
        time.sleep(0.1)
    raise TimeoutError(f"No answer to {request.method} {request.path}")


@contextmanager
def _sent(url: str, request: Request) -> Iterator[HTTPConnection]:
    body, headers = request.encoded()
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=SECONDS)) as connection:
        connection.request(request.method, request.path, body, headers)
        yield connection
