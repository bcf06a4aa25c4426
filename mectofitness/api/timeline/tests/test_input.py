"""Broken and hostile input to every endpoint of contract 002: a 4xx in its shape, nothing written."""

import gzip
import json

import pytest
from django.test import Client, RequestFactory

from mectofitness import views
from mectofitness.api.timeline.tests.samples import UNKNOWN, data, made, refusal, stored
from scheduling.tests.factories import SeriesFactory

LINES = [("sessions", "name", 200), ("timelines", "name", 200)]
TEXTS = [*LINES, ("sessions", "description", 10_000), ("timelines", "description", 10_000)]
WRITES = [("post", "sessions"), ("patch", "sessions/{session}"), ("post", "timelines"),
    ("patch", "timelines/{timeline}")]  # fmt: skip
READS = ["sessions", "sessions/{session}", "timelines", "timelines/{timeline}"]
ODD_TIMES = ["2027-02-29T10:00:00Z", "2027-06-31T10:00:00Z", "2027-06-08T24:00:00Z", "2027-06-08T25:00:00Z",
    "2027-06-08T10:60:00Z", "2027-06-08T10:00:60Z", "2027-06-08T10:00:00+99:99", "2027-06-08T10:00:00Z\n",
    " 2027-06-08T10:00:00Z", "\u0662\u0660\u0662\u0667-06-08T10:00:00Z", "2027-06-08 10:00:00Z",
    "2027-06-08T10:00:00", "2027-06-08", "2027-W23-2T10:00:00Z", "infinity", "now", "1764583200", 1764583200,
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "1969-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z", "10000-01-01T00:00:00Z", True, {}, [], "", "a\x00b", "\ud800"]  # fmt: skip
BROKEN = [b"", b" ", b"null", b"[]", b'"x"', b"5", b"true", b"{", b"}", b"{}{}", b'{"a":1,}', b'{"a":NaN}',
    b'{"a":Infinity}', b'\xef\xbb\xbf{"a":1}', '{"a":1}'.encode("utf-16"), b'{"a":"\xff"}',
    b'{"a":"\xc0\xaf"}', b'{"a":' + b"9" * 5000 + b"}", b'{"a":' * 100_000, b"[" * 100_000, b"a=1", b"\x00",
    b"\x1f\x8b\x08"]  # fmt: skip


@pytest.fixture
def send(as_alice, timeline, once):
    """Sends a body, raw or as an object over a right one, as Alice; `{session}` and `{timeline}` are hers."""
    keys = {"session": SeriesFactory(timeline=timeline, cycle=None).uuid, "timeline": timeline.uuid}

    def send(method, path, body=b"", **options):
        if isinstance(body, dict):
            right = {"sessions": once, "timelines": {"name": "Yoga"}}.get(path, {})
            body = json.dumps(right | body).encode()
        options = {"content_type": "application/json"} | options
        return as_alice.generic(method.upper(), path.format(**keys), body, **options)

    return send


def refused(response, *statuses):
    """It is one of the statuses, in the dialect's shape; returns the fields that are named."""
    answer = response.json()
    assert response.status_code in statuses, (response.status_code, answer)
    assert response["Content-Type"] == "application/json"
    assert list(answer) == ["statusCode", "message", "errors"]
    assert (answer["statusCode"], type(answer["message"])) == (response.status_code, str)
    assert answer["errors"]
    assert all(isinstance(sentence, str) for sentence in answer["errors"])
    if answer["errors"] == [answer["message"]]:
        return []
    return [sentence.partition(": ")[0] for sentence in answer["errors"]]


@pytest.mark.parametrize(("path", "name", "most"), TEXTS)
def test_text_that_cannot_be_stored(send, path, name, most):
    before = stored()

    for value in ["a\x00b", "\ud800", "\udfff", "x" * (most + 1), "e" * 1_000_000, 5, True, [], {}]:
        assert refused(send("post", path, {name: value}), 400) == [name]
        one = f"{path}/{{{path[:-1]}}}"
        assert refused(send("patch", one, {name: value}), 400) == [name]
    assert stored() == before


@pytest.mark.parametrize(("path", "name", "most"), TEXTS)
def test_text_of_the_greatest_length(send, path, name, most):
    text = "\N{FLEXED BICEPS}" * most

    assert data(send("post", path, {name: text}))[name] == text


@pytest.mark.parametrize(("path", "name", "most"), LINES)
def test_line_with_a_break(send, path, name, most):
    for value in ("a\nb", "a\r\nb", "\ta", "a\u2028b", "a\x1bb", "\u200b", "\u2060\u200d", " "):
        assert refused(send("post", path, {name: value}), 400) == [name]


@pytest.mark.parametrize("path", ["sessions", "timelines"])
def test_description_is_kept_as_it_is(send, path):
    one = f"{path}/{{{path[:-1]}}}"

    for text in ("a\nb", "a\r\nb\n", "\ta ", "\u202eb", "javascript:alert(1)", "<b>&amp;", ""):
        assert data(send("patch", one, {"description": text}))["description"] == text


@pytest.mark.parametrize("name", ["startDateTime", "endDateTime", "repeatUntil"])
def test_time_that_is_none(send, name):
    times = [value for value in ODD_TIMES if name != "repeatUntil" or value != "2027-06-08"]
    before = stored()

    for value in times:
        for method, path in WRITES[:2]:
            assert name in refused(send(method, path, {name: value}), 400), value
    assert stored() == before


def test_body_is_told_whole(send):
    body = {"type": "x", "timelineId": "x", "name": "", "startDateTime": "x", "endDateTime": "x",
        "repeatCycleType": "x", "recurringDayOfWeek": "x", "description": 5, "repeatInterval": "x",
        "repeatUntil": "x", "repeatCount": "x"}  # fmt: skip

    assert sorted(refused(send("post", "sessions", body), 400)) == sorted(body)
    assert sorted(refused(send("patch", "sessions/{session}", body), 400)) == sorted(body)


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_body_that_is_no_object(send, method, path):
    before = stored()

    for body in BROKEN:
        assert refused(send(method, path, body), 400) == []
    assert stored() == before


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_body_that_is_not_read(send, method, path):
    before, body = stored(), b'{"name": "x"}'

    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "x",
    ):
        refused(send(method, path, body, content_type=kind), 415)
    for encoding in ("gzip", "deflate", "br", "x"):
        refused(send(method, path, gzip.compress(body), HTTP_CONTENT_ENCODING=encoding), 415)
    refused(send(method, path, b'{"name":"' + b"x" * 3_000_000 + b'"}'), 413)
    assert stored() == before


@pytest.mark.parametrize("path", ["sessions", "timelines"])
def test_body_of_very_many_keys(send, path):
    body = "{" + ",".join(f'"{number:x}":0' for number in range(200_000)) + "}"

    assert refused(send("post", path, body.encode()), 400)


@pytest.mark.parametrize("path", READS)
def test_accept(send, path):
    for accept in ("text/html", "application/xml", "*/*;q=0", "x", "", "a/b;" * 2000):
        answer = send("get", path, HTTP_ACCEPT=accept)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        refused(send("get", f"sessions/{UNKNOWN}", HTTP_ACCEPT=accept), 404)


@pytest.mark.parametrize("path", READS)
def test_query_that_means_nothing(send, path):
    expected = send("get", path).content

    for query in ("format=html", "format=%00", "_method=DELETE", "x" * 3000, "%", "&" * 900, "%zz", "%ff=%fe",
        "=", "[]=1", "%00=%00", "a=1;b=2", "%ED%A0%80=%ED%A0%80"):  # fmt: skip
        assert send("get", f"{path}?{query}").content == expected


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("sessions", "skip"),
        ("sessions", "take"),
        ("sessions", "timelineId"),
        ("sessions", "startDateTimeSortOrder"),
        ("timelines", "clientId"),
    ],
)
def test_nul_in_every_parameter(send, path, name):
    for value in ("%00", "a%00b"):
        assert refused(send("get", f"{path}?{name}={value}"), 400) == [name]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("sessions", {"GET", "POST", "HEAD", "OPTIONS"}),
        ("sessions/{session}", {"GET", "PATCH", "DELETE", "HEAD", "OPTIONS"}),
        ("timelines", {"GET", "POST", "HEAD", "OPTIONS"}),
        ("timelines/{timeline}", {"GET", "PATCH", "DELETE", "HEAD", "OPTIONS"}),
    ],
)
def test_method_that_is_not_theirs(send, path, allowed):
    before = stored()

    for method in {"POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO"} - allowed:
        response = send(method, path, b"{}")
        assert refused(response, 405) == []
        assert set(response["Allow"].split(", ")) == allowed
    assert set(send("options", path)["Allow"].split(", ")) == allowed
    assert stored() == before


def test_options_tell_nothing(send):
    response = send("options", "sessions/{session}")

    assert (response.status_code, response.json()) == (200, {"data": {}, "meta": {"message": "success"}})


PATHS = ["", "/", "/sessions", "sessions//", "sessions/../admin", "sessions/%2e%2e/timelines", "SESSIONS",
    "sessions.json", "sessions;x=1", f"sessions/{UNKNOWN}/notes", "sessions%00", "sessions/%00", "nope",
    "sessions/1", f"sessions/{UNKNOWN}.json", "x" * 3000, "sessions/\u0661", "*"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_path_that_is_odd(send, as_anonymous, path):
    assert refused(send("get", path), 404) == []
    assert refused(as_anonymous.get(path), 404) == []
    assert refused(as_anonymous.post(path, {}), 404) == []


@pytest.mark.parametrize("path", ["/api/timeline", "/api/timeline/", "/api/timeline/v2/sessions"])
def test_unknown_address(db, path):
    refused(Client().get(path), 404)


@pytest.mark.parametrize("path", READS)
def test_slash_at_the_end(send, path):
    assert send("get", f"{path}/").content == send("get", path).content


def test_slash_at_the_end_of_what_is_written(as_alice, once):
    assert as_alice.post("sessions/", once).status_code == 200


def test_id_in_capitals(as_alice, once):
    session = made(as_alice, once)

    assert data(as_alice.get(f"sessions/{session['id'].upper()}")) == session


def test_unknown_host():
    caller = Client(raise_request_exception=False)

    refused(caller.get("/api/timeline/sessions", headers={"host": "evil.example"}), 400)


def test_fault():
    response = views.server_error(RequestFactory().get("/api/timeline/sessions"))

    message = "Nothing was changed. We have been told; please try again."
    assert (response.status_code, json.loads(response.content)) == (500, refusal(500, message))
