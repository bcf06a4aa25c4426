"""The cases F below HTTP's libraries: what is sent byte by byte, and what no client would send."""

import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.acceptance.crm import SESSIONS
from bench.acceptance.world import World, case, same

TIMELINE = "/api/timeline/sessions"
CALENDAR = "/api/calendar/session"
DIALECTS = [SESSIONS, CALENDAR, TIMELINE]
PAGES = ["/sign-in/", "/admin/login/"]
MOST = 2_621_440
PATIENCE = 30


@dataclass
class Raw:
    """What came back: the status (0 for a closed connection), the type, the text, after how long."""

    status: int
    kind: str
    text: str
    seconds: float


def converse(w: World, head: list[str], *pieces: bytes) -> Raw:
    """Send a head and pieces of a body; until the answer is there or the connection closed."""
    host, _, port = urlsplit(w.server.url).netloc.partition(":")
    since = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=PATIENCE + 5) as connection:
        try:
            connection.sendall("\r\n".join([head[0], f"Host: {host}", *head[1:], "", ""]).encode("latin-1"))
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # it has answered before all was sent
        return _answer(w, head[0], connection, since)


def _answer(w: World, line: str, connection: socket.socket, since: float) -> Raw:
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
            if _is_whole(received):
                break
    except ConnectionError:
        pass
    except TimeoutError:
        w.broken.append(f"{line[:80]}: open after {PATIENCE} s")
        raise AssertionError(w.broken[-1]) from None
    head, _, body = received.decode(errors="replace").partition("\r\n\r\n")
    lines = head.split("\r\n")
    kinds = [line.partition(": ")[2] for line in lines if line.lower().startswith("content-type:")]
    status = int(lines[0].split()[1]) if received else 0
    w.log.append(f"{line[:80]} {status} {kinds}")
    return Raw(status, kinds[0] if kinds else "", body, time.monotonic() - since)


def _is_whole(received: bytes) -> bool:
    head, found, body = received.partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    ]
    return bool(found and lengths) and len(body) >= int(lengths[0])


def credentials(w: World) -> str:
    return f"Authorization: {w.A.headers['Authorization']}"


JSON = "Content-Type: application/json"
FORM = "Content-Type: application/x-www-form-urlencoded"


@case("F-35")
def large_heads(w: World) -> None:
    many = "&".join(f"a{number}=1" for number in range(5000))
    heads = {
        "query": ([f"GET {{path}}?{many[:8000]} HTTP/1.1"], {400, 405, 414}),
        "headers": (["GET {path} HTTP/1.1", *(f"X-H{number}: 1" for number in range(1000))], {400, 431}),
        "address": ([f"GET {{path}}?a={'x' * 65536} HTTP/1.1"], {414}),
        "cookie": (["GET {path} HTTP/1.1", f"Cookie: a={'x' * 65536}"], {400, 431}),
    }
    for path in (*DIALECTS, *PAGES):
        for name, (lines, statuses) in heads.items():
            found = converse(w, [lines[0].format(path=path), *lines[1:], credentials(w)])
            assert found.status in statuses, (path, name, found)
            assert "Traceback" not in found.text


@case("F-38")
def bodies_without_end(w: World) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    for path in (*DIALECTS, *PAGES):
        kind, json = (JSON, True) if path in DIALECTS else (FORM, False)
        head = [f"POST {path} HTTP/1.1", kind, credentials(w)]
        endless = converse(w, [*head, "Transfer-Encoding: chunked"], *[chunk] * 100)
        claimed = converse(w, [*head, "Content-Length: 10000000000"], b"{")
        exact = converse(w, [*head, f"Content-Length: {MOST + 1}"], b" " * (MOST + 1))
        for found in (endless, claimed, exact):
            same((path, found.status, found.kind.startswith("application/json")), (path, 413, json))
            assert found.seconds < PATIENCE
        silent = converse(w, [*head, "Content-Length: 1000"], b"{")
        same((path, silent.status, silent.kind.startswith("application/json")), (path, 408, json))
        assert silent.seconds < PATIENCE


@case("F-38-chunked")
def body_in_chunks(w: World) -> None:
    """A body that is fine is read, in however small pieces."""
    body = b'{"first_name": "Emma", "last_name": "Chunked", "email": "chunked@example.com"}'
    pieces = [b"%x\r\n%s\r\n" % (len(body[at : at + 7]), body[at : at + 7]) for at in range(0, len(body), 7)]
    head = ["POST /api/v1/clients HTTP/1.1", JSON, credentials(w), "Transfer-Encoding: chunked"]
    found = converse(w, head, *pieces, b"0\r\n\r\n")
    same(found.status, 201)
    same(converse(w, head, b"0\r\n\r\n").status, 400)


ODD_HEADERS = [
    "Content-Length: -1",
    "Content-Length: x",
    f"Content-Length: {'9' * 5000}",
    "Bad Header: 1",
    "Transfer-Encoding: gzip",
    "Transfer-Encoding: chunked\r\nContent-Length: 5",
    ": x",
    "X: a\x00b",
]


@case("F-40-wire", "F-41-wire")
def odd_lines(w: World) -> None:
    for path in DIALECTS:
        for method in ("TRACE", "PROPFIND", "FOO", "get"):
            found = converse(w, [f"{method} {path} HTTP/1.1", credentials(w)])
            assert found.status in {400, 401, 405, 501}, (method, found)
    for line in (f"CONNECT {SESSIONS} HTTP/1.1", "CONNECT localhost:80 HTTP/1.1", f"GET {SESSIONS} HTTP/9.9"):
        assert converse(w, [line, credentials(w)]).status in {400, 404, 405, 501, 505}, line
    for path in ("//api/v1/sessions", "///api", "/api/v1/../v1/x", "/%61pi/v1/x", "/api/v1/sessions\\..\\x"):
        found = converse(w, [f"GET {path} HTTP/1.1", credentials(w)])
        same((path, found.status, found.kind), (path, 404, "application/json"))
    for path in ("http://evil.example/api/v1/sessions", "*", "sessions", "/\x80"):
        assert converse(w, [f"GET {path} HTTP/1.1"]).status in {400, 401, 404}, path
    for header in ODD_HEADERS:
        found = converse(w, [f"POST {SESSIONS} HTTP/1.1", JSON, credentials(w), header], b"zz\r\n")
        assert found.status in {400, 413, 501, 0}, (header[:40], found)
