"""Programs that call the served product: each on a connection of its own, some at the same moment."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from threading import Barrier
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from tests.served.bodies import text_of

# The server closes a connection that was idle for 5 s.
IDLE_SECONDS = 2
CSRF = "a" * 32


@dataclass(frozen=True)
class Request:
    """`body` is sent as JSON. `cookie` is the value of the cookie `session`."""

    method: str
    path: str
    body: Mapping[str, object] | None = None
    cookie: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> tuple[bytes | None, dict[str, str]]:
        """The body and the headers as they are sent."""
        headers = {"Cookie": f"session={self.cookie}"} if self.cookie else {}
        if self.body is None:
            return None, headers | dict(self.headers)
        return json.dumps(self.body).encode(), headers | {"Content-Type": "application/json", **self.headers}


@dataclass(frozen=True)
class Form(Request):
    """A form of a page, as a browser sends it; `body` are its fields, a list for what is ticked."""

    def encoded(self) -> tuple[bytes | None, dict[str, str]]:
        fields = {**(self.body or {}), "csrfmiddlewaretoken": CSRF}
        headers = {
            "Cookie": f"session={self.cookie}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return urlencode(fields, doseq=True).encode(), headers | dict(self.headers)


@dataclass(frozen=True)
class Answer:
    """`body` is the JSON that was answered, or the text of a page."""

    status: int
    body: Any
    headers: HTTPMessage = field(repr=False)

    @property
    def id(self) -> int:
        number: int = self.body["data"]["id"]
        return number


class Caller:
    """A program that keeps its connection open from call to call."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._used = 0.0

    def get_ready(self) -> None:
        """Have an open connection, so that the next call only sends."""
        if monotonic() - self._used > IDLE_SECONDS:
            self._connection.close()
        if self._connection.sock is None:
            self._connection.connect()

    def call(self, request: Request) -> Answer:
        self.get_ready()
        body, headers = request.encoded()
        self._connection.request(request.method, request.path, body, headers)
        response = self._connection.getresponse()
        text = text_of(response.read())
        self._used = monotonic()
        is_json = response.headers.get_content_type() == "application/json"
        return Answer(response.status, json.loads(text) if is_json else text, response.headers)

    def close(self) -> None:
        self._connection.close()


class Crowd:
    """So many callers, who can all call at the same moment; of several servers each in turn."""

    def __init__(self, urls: str | Sequence[str], size: int) -> None:
        addresses = [urls] if isinstance(urls, str) else urls
        self._callers = [Caller(addresses[n % len(addresses)]) for n in range(size)]
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown()
        for caller in self._callers:
            caller.close()

    def call(self, request: Request) -> Answer:
        return self._callers[0].call(request)

    def at_once(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers in the order of the requests, none of which is sent before all are ready."""
        barrier = Barrier(len(requests))

        def wait_and_call(caller: Caller, request: Request) -> Answer:
            try:
                caller.get_ready()
                barrier.wait(timeout=60)
            except BaseException:
                barrier.abort()  # else the others would wait for ever
                raise
            return caller.call(request)

        callers = self._callers[: len(requests)]
        waiting = [
            self._threads.submit(wait_and_call, caller, request)
            for caller, request in zip(callers, requests, strict=True)
        ]
        return [one.result() for one in waiting]
