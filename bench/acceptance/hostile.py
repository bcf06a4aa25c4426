"""What nobody should send by a form or in an address, and how to send it all the same."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from random import Random
from urllib.parse import quote_from_bytes

from bench.acceptance.world import Actor, Answer, World

CSRF = "a" * 32
FORM = "application/x-www-form-urlencoded"
STRANGER = "7ed42ee7-aa61-4623-9898-5781762dde30"
Value = str | bytes
Fields = Sequence[tuple[str, Value]]

# In every field, whatever it is for.
EVERYWHERE: list[Value] = [b"a\x00b", b"a\xed\xa0\x80b", b"\xff\xfe", ""]  # the second is a lone surrogate
# In every field some of these.
TEXTS: list[Value] = [
    b"\xc0\xaf",
    "\u200b",
    "a\r\nb",
    "\u202ea",
    "' OR 1=1 --",
    "x" * 10_001,
    "x" * 1_000_000,
]
NUMBERS: list[Value] = ["-1", "0", "1e309", "NaN", "9" * 30, "9" * 5000, "\u0661"]
TIMES: list[Value] = [
    "2027-02-30T10:00",
    "2027-03-28T02:30",
    "2027-06-08",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "10000-01-01T00:00",
    "2027-06-08T10:00:00.123456789Z",
]
CHOICES: list[Value] = ["unknown", STRANGER, "[]"]
SOME = [*TEXTS, *NUMBERS, *TIMES, *CHOICES]
SOME_IN_A_FIELD = 5


def encoded(fields: Fields) -> bytes:
    """As a browser would send them; bytes as they are."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields).encode()


def _quoted(value: Value) -> str:
    return quote_from_bytes(value if isinstance(value, bytes) else value.encode(), safe="")


def send(actor: Actor, path: str, fields: Fields) -> Answer:
    """A form, as a browser would send it."""
    raw = encoded([("csrfmiddlewaretoken", CSRF), *fields])
    return actor.post(path, raw=raw, headers={"Content-Type": FORM})


def look(actor: Actor, path: str, **query: Value) -> Answer:
    return actor.get(f"{path}?{encoded(list(query.items())).decode()}")


def spoilt(fields: Fields, dice: Random) -> Iterable[Fields]:
    """The form with one field wrong: what every field is tried with and some more, without it, twice."""
    for number, (name, value) in enumerate(fields):
        before, after = list(fields[:number]), list(fields[number + 1 :])
        for wrong in [*EVERYWHERE, *dice.sample(SOME, SOME_IN_A_FIELD)]:
            yield [*before, (name, wrong), *after]
        yield [*before, *after]
        yield [*before, (name, value), (name, "twice"), *after]
    yield []
    yield [*fields, *((f"more{number}", "1") for number in range(1000))]


def multiparts(fields: Fields) -> Iterable[tuple[str, bytes]]:
    """(Content-Type, body) of the form, broken as a multipart can be broken."""
    pairs = [("csrfmiddlewaretoken", CSRF), *fields]
    parts = [_part(name, value) for name, value in pairs]
    good = b"".join(parts) + b"--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    yield kind, good
    yield kind, good[: len(good) // 2]
    yield kind, good[:-6]
    yield kind, b""
    yield kind, b"\r\n" * 1000
    yield kind, good.replace(b'name="', b'name="' + b"x" * 5000)
    yield kind, good.replace(b"form-data;", b"attachment;")
    yield kind, good.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
    yield kind, good.replace(b"\r\n\r\n", b"\r\nContent-Length: 9999999999999\r\n\r\n")
    yield kind, good.replace(b'"\r\n', b'"; filename="../../x\x00.py"\r\nContent-Type: text/x\r\n', 4)
    yield kind, b"".join(_part(f"f{number}", "1") for number in range(1001)) + b"--b--\r\n"
    yield "multipart/form-data", good
    yield "multipart/form-data; boundary=", good
    yield "multipart/form-data; boundary=" + "b" * 300, good
    yield "multipart/form-data; boundary=c", good
    yield "multipart/form-data; boundary=\u00fc".encode().decode("latin-1"), good
    yield "multipart/mixed; boundary=b", good
    yield f"{FORM}; charset=utf-7", encoded(pairs)
    yield f"{FORM}; charset=bogus", encoded(pairs)
    yield f"{FORM}; charset=hex", encoded(pairs)
    yield "application/json", b"{"
    yield "text/plain", encoded(pairs)
    yield "", encoded(pairs)


def _part(name: str, value: Value) -> bytes:
    raw = value if isinstance(value, bytes) else value.encode()
    return b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), raw)


def bear(w: World, calls: Iterable[Callable[[], Answer]]) -> None:
    """Make all the calls (in the short form some of them) and only then say which were not borne."""
    before = len(w.broken)
    for call in w.some(list(calls)):
        with suppress(AssertionError):
            call()
    broken = w.broken[before:]
    assert not broken, "\n".join([f"{len(broken)} were not borne:", *broken[:10]])


def bear_form(w: World, actor: Actor, path: str, fields: Fields) -> None:
    """The form with each field wrong, and broken as a multipart."""
    calls: list[Callable[[], Answer]] = [
        lambda each=each: send(actor, path, each)  # type: ignore[misc]
        for each in spoilt(fields, w.dice)
    ]
    calls += [
        lambda kind=kind, raw=raw: actor.post(path, raw=raw, headers={"Content-Type": kind})  # type: ignore[misc]
        for kind, raw in multiparts(fields)
    ]
    bear(w, calls)
