"""Broken and hostile input to every endpoint of contract 001: a 4xx in its envelope, nothing written."""

import gzip
import json

import pytest

from mectofitness.api.crm.tests.samples import session, stored

LINES = {"title": 200, "location": 200}
BLOCKS = dict.fromkeys(["description", "notes", "trainer_notes"], 10_000)
LATER = dict.fromkeys(["exercises_performed", "client_feedback"], 10_000)
CLIENT_LINES = {"first_name": 100, "last_name": 100, "emergency_contact_name": 150, "membership": 100}
CLIENT_BLOCKS = dict.fromkeys(["fitness_goal", "medical_conditions", "notes"], 10_000)
OTHERS = {"email": 254, "phone": 32, "emergency_contact_phone": 32}
CLIENT = {"first_name": "Sarah", "last_name": "Johnson", "email": "sarah@example.com"}

# Every writable text: (method, path, field, its greatest length), those of one line first.
SINGLE = [("post", "sessions", name, most) for name, most in LINES.items()]
SINGLE += [("post", "clients", name, most) for name, most in CLIENT_LINES.items()]
MULTI = [("post", "sessions", name, most) for name, most in BLOCKS.items()]
MULTI += [("patch", "sessions/{pk}", name, most) for name, most in {**BLOCKS, **LATER}.items()]
MULTI += [("post", "clients", name, most) for name, most in CLIENT_BLOCKS.items()]
TEXTS = [*SINGLE, *MULTI, *(("patch", "clients/{client}", name, most) for name, most in OTHERS.items())]

WRITES = [("post", "sessions"), ("put", "sessions/{pk}"), ("patch", "sessions/{pk}"), ("post", "clients"),
    ("put", "clients/{client}"), ("patch", "clients/{client}"), ("post", "auth/login"),
    ("post", "auth/token"), ("post", "auth/token/refresh"), ("post", "auth/logout")]  # fmt: skip
READS = ["sessions", "sessions/{pk}", "sessions/stats", "sessions/availability", "clients",
    "clients/{client}", "auth/me"]  # fmt: skip


@pytest.fixture
def booked(emma):
    return session(emma, "2027-06-08T10:00:00")


@pytest.fixture
def send(as_alice, emma, booked, sample):
    """Sends a body, raw or as an object over a right one, as Alice; `{pk}` and `{client}` are hers."""

    def send(method, path, body, **options):
        if isinstance(body, dict):
            right = CLIENT if path == "clients" else sample if path == "sessions" else {}
            body = json.dumps(right | body).encode()
        address = path.format(pk=booked.pk, client=emma.pk)
        options = {"content_type": "application/json"} | options
        return as_alice.generic(method.upper(), address, body, **options)

    return send


def refused(response, *statuses):
    """It is one of the statuses, in the envelope; returns what is wrong by field."""
    answer = json.loads(response.content)
    assert response.status_code in statuses, (response.status_code, answer)
    assert response["Content-Type"] == "application/json"
    assert (answer.pop("success"), isinstance(answer.pop("error"), str)) == (False, True)
    errors = answer.pop("errors", {})
    assert answer == {}
    assert all(isinstance(message, str) for message in errors.values())
    return errors


def each(values, send):
    """{value: the fields that are wrong, of a 400}; for what was not refused, its status."""
    answers = {repr(value)[:40]: send(value) for value in values}
    return {
        value: answer.status_code if answer.status_code < 400 else list(refused(answer, 400))
        for value, answer in answers.items()
    }


@pytest.mark.parametrize(("method", "path", "name", "most"), TEXTS)
def test_text_that_cannot_be_stored(send, method, path, name, most):
    values = ["a\x00b", "\x00", "a\ud800b", "\udfff", "x" * (most + 1), "e" * 1_000_000, 5, True, [], {}]
    before = stored()

    assert each(values, lambda value: send(method, path, {name: value})) == {
        repr(value)[:40]: [name] for value in values
    }
    assert stored() == before


@pytest.mark.parametrize(("method", "path", "name", "most"), [*SINGLE, *MULTI])
def test_text_of_the_greatest_length(send, method, path, name, most):
    answer = send(method, path, {name: "\N{FLEXED BICEPS}" * most})

    assert answer.status_code in {200, 201}
    assert answer.json()["data"][name] == "\N{FLEXED BICEPS}" * most


@pytest.mark.parametrize(("method", "path", "name", "most"), SINGLE)
def test_line_with_a_break(send, method, path, name, most):
    values = ["a\nb", "a\r\nb", "\ta", "a\u2028b", "a\x1bb", "a\x7fb", "a\x85b", "\u200b", "\u2060\u200d"]
    before = stored()

    assert each(values, lambda value: send(method, path, {name: value})) == {
        repr(value)[:40]: [name] for value in values
    }
    assert stored() == before


@pytest.mark.parametrize(("method", "path", "name", "most"), [text for text in MULTI if "{" in text[1]])
def test_block_is_kept_as_it_is(send, method, path, name, most):
    values = ["a\nb", "a\r\nb\n", "\ta ", "\u202eb", "javascript:alert(1)", "<b>&amp;", ""]

    assert [send(method, path, {name: value}).json()["data"][name] for value in values] == values


NO_CLIENTS = [True, False, 1.0, 1.5, "1", " 1", "1_000", "0x1", "\u0661", 0, -1, 2**31, 2**63 - 1, 2**63,
    -(2**63), 10**4000, [], [1], {}, {"id": 1}, "", "a\x00b", "\ud800"]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), [("post", "sessions"), ("patch", "sessions/{pk}")])
def test_client_id_that_is_none(send, method, path):
    before = stored()

    assert each(NO_CLIENTS, lambda value: send(method, path, {"client_id": value})) == {
        repr(value)[:40]: ["client_id"] for value in NO_CLIENTS
    }
    assert list(refused(send("patch", "sessions/{pk}", b'{"client_id": 1e999}'), 400)) == ["client_id"]
    assert stored() == before


BROKEN = [b"", b" ", b"null", b"[]", b'"x"', b"5", b"true", b"{", b"}", b"{}{}", b'{"a":1}\n{"b":2}',
    b'{"a":1,}', b'{"a":1} // x', b"{'a':1}", b"{a:1}", b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}',
    b'{"a":01}', b'{"a":"\n"}', b'\xef\xbb\xbf{"a":1}', '{"a":1}'.encode("utf-16"),
    '{"a":1}'.encode("utf-16-le"), '{"a":1}'.encode("utf-32"), b'{"a":"\xff"}', b'{"a":"\xc0\xaf"}',
    b'{"a":"\xed\xa0\x80"}', b'{"a":' + b"9" * 5000 + b"}", b'{"a":' * 100_000, b"[" * 100_000,
    b'{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}", b"a=1&b=2", b"<a/>", b"\x00", b'{"a":1}\x00',
    b"\x1f\x8b\x08"]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_body_that_is_no_object(send, method, path):
    before = stored()
    bodies = [body for body in BROKEN if body or path != "auth/logout"]  # there it may be empty

    assert each(bodies, lambda body: send(method, path, body)) == {repr(body)[:40]: [] for body in bodies}
    assert {send(method, path, body).status_code for body in bodies} == {400}
    assert stored() == before


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_body_that_is_too_large(send, method, path):
    before = stored()

    refused(send(method, path, b'{"title":"' + b"x" * 3_000_000 + b'"}'), 413)

    assert stored() == before


@pytest.mark.parametrize(
    ("method", "path"), [("post", "sessions"), ("post", "clients"), ("post", "auth/login")]
)
def test_body_of_very_many_keys(send, method, path):
    body = "{" + ",".join(f'"{number:x}":0' for number in range(200_000)) + "}"

    assert refused(send(method, path, body.encode()), 400)


def test_body_that_names_a_key_twice(send):
    answer = send("patch", "sessions/{pk}", b'{"title": "First", "title": "Second"}')

    assert answer.json()["data"]["title"] == "Second"


@pytest.mark.parametrize(("method", "path"), WRITES[:7])
def test_body_that_is_compressed(send, method, path):
    before, body = stored(), gzip.compress(b'{"title":"x"}' * 10)

    for encoding in ("gzip", "GZIP", "deflate", "br", "gzip, identity", "x"):
        refused(send(method, path, body, HTTP_CONTENT_ENCODING=encoding), 415)
    assert stored() == before


JSON_TYPES = ["application/json; charset=utf-8", "application/json;charset=bogus", "APPLICATION/JSON",
    "application/json; charset=iso-8859-1", 'application/json; charset="', "application/json;;"]  # fmt: skip


@pytest.mark.parametrize("content_type", JSON_TYPES)
def test_body_is_read_as_utf8(send, content_type):
    body = '{"title": "Übung"}'.encode()

    answer = send("patch", "sessions/{pk}", body, content_type=content_type)

    assert (answer.status_code, answer.json()["data"]["title"]) == (200, "Übung")


@pytest.mark.parametrize("path", READS)
def test_accept(send, path):
    for accept in ("text/html", "application/xml", "*/*;q=0", "x", "", ",", "a/b;" * 2000, "*/" * 4000):
        answer = send("get", path, b"", HTTP_ACCEPT=accept)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        refused(send("get", "sessions/0", b"", HTTP_ACCEPT=accept), 404)


@pytest.mark.parametrize("path", READS)
def test_query_that_means_nothing(send, path):
    expected = send("get", path, b"").content

    for query in ("format=html", "format=xml", "format=api", "format=%00", "_method=DELETE", "x" * 3000, "%",
        "&" * 900, "%zz", "%ff=%fe", "=", "[]=1", "%00=%00", "a=1;b=2", "%ED%A0%80=%ED%A0%80"):  # fmt: skip
        assert send("get", f"{path}?{query}", b"").content == expected


def test_query_of_5000_parameters(send):
    refused(send("get", "sessions?" + "&".join(f"a{number}=1" for number in range(5000)), b""), 400)


NAMES = {"sessions": ["page", "per_page", "client_id", "status", "session_type", "start_date", "end_date",
    "search", "include_client", "include_trainer", "sort_by", "sort_order"],
    "sessions/availability": ["date", "duration"], "sessions/{pk}": ["include_client"],
    "sessions/stats": ["client_id", "start_date"], "clients": ["search", "status", "page"]}  # fmt: skip


@pytest.mark.parametrize("path", NAMES)
def test_nul_in_every_parameter(send, path):
    for name in NAMES[path]:
        for value in ("%00", "a%00b"):
            assert list(refused(send("get", f"{path}?{name}={value}", b""), 400)) == [name]


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "FOO", "OPTION", "M-SEARCH"])
def test_method_that_is_odd(send, method):
    before = stored()

    for path in [*READS, "schema", "auth/login", "auth/token", "auth/logout", "auth/token/refresh"]:
        assert refused(send(method, path, b"{}"), 405) == {}
    assert stored() == before


OTHERS_METHODS = [("delete", "sessions"), ("put", "sessions"), ("post", "sessions/{pk}"),
    ("post", "sessions/stats"), ("delete", "sessions/stats"), ("patch", "clients"), ("delete", "auth/me"),
    ("get", "auth/login"), ("get", "auth/logout"), ("get", "auth/token"), ("post", "schema")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), OTHERS_METHODS)
def test_method_that_is_not_theirs(send, method, path):
    before = stored()
    response = send(method, path, {})

    assert refused(response, 405) == {}
    assert method.upper() not in response["Allow"].split(", ")
    assert stored() == before


PATHS = ["", "/", "/sessions", "sessions//", "sessions/../admin", "sessions/%2e%2e/clients", "SESSIONS",
    "sessions/%2E%2E", "Sessions", "sessions.json", "sessions/1.json", "sessions;x=1", "sessions/1/notes",
    "sessions%00", "sessions/%00", "nope", "auth", "auth/", "auth/register", "admin", "x" * 3000, "\u0661",
    "*"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_path_that_is_odd(send, as_anonymous, path):
    assert refused(send("get", path, b""), 404) == {}
    assert refused(as_anonymous.get(path), 404) == {}


@pytest.mark.parametrize("path", READS)
def test_slash_at_the_end(send, as_anonymous, path):
    assert send("get", f"{path}/", b"").content == send("get", path, b"").content
    assert refused(as_anonymous.get(f"{path.format(pk=1, client=1)}/"), 401) == {}
