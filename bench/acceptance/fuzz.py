"""The cases F: what nobody should send, in every dialect: refused in its own shape, and nothing written."""

import json
from typing import Any

from bench.acceptance.crm import SESSIONS
from bench.acceptance.world import Answer, World, case, same

CALENDAR = "/api/calendar/session"
TIMELINE = "/api/timeline/sessions"
TIMELINES = "/api/timeline/timelines"
NO_TEXTS: list[Any] = ["a\x00b", "\ud800", 5, True, {}, []]
TIMES_REFUSED = [
    "2027-02-29T10:00:00Z",
    "2027-06-31T10:00:00Z",
    "2027-06-08T24:00:00Z",
    "2027-06-08T25:00:00Z",
    "2027-06-08T10:00:60Z",
    "2027-06-08T10:00:00+99:99",
    "infinity",
    "now",
    1764583200,
    "1764583200",
    {},
    [],
    True,
    "2027-06-08T10:00:00Z\n",
    " 2027-06-08T10:00:00Z",
    "\u0662\u0660\u0662\u0667-06-08T10:00:00Z",
    "2027-06-08",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "1969-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "-2027-06-08T10:00:00Z",
    "2027-06-08T10:00:00\x00Z",
]


def doors(w: World) -> list[tuple[str, dict[str, Any], list[str]]]:
    """A path to post to, a good body, and its fields of text."""
    day = w.day()
    crm = w.A.sample(f"{day}T10:00:00Z", f"{day}T11:00:00Z")
    calendar = {
        "client_id": w.A.client["uuid"],
        "session_type": "Rehab",
        "start_time": f"{day}T10:00:00Z",
        "end_time": f"{day}T11:00:00Z",
    }
    timeline = {
        "type": "ONE_TIME",
        "timelineId": w.A.post(TIMELINES, {"name": "Routine"}).data["id"],
        "name": "Rehab",
        "startDateTime": f"{day}T10:00:00Z",
        "endDateTime": f"{day}T11:00:00Z",
    }
    client = {"first_name": "Emma", "last_name": "Wilson", "email": "fuzz@example.com"}
    return [
        (SESSIONS, crm, ["title", "description", "location", "notes", "trainer_notes"]),
        (CALENDAR, calendar, ["session_type", "description"]),
        (TIMELINE, timeline, ["name", "description"]),
        (TIMELINES, {"name": "Routine"}, ["name", "description"]),
        ("/api/v1/clients", client, ["first_name", "last_name", "phone", "notes", "membership"]),
    ]


def count(w: World) -> tuple[int, ...]:
    return (
        w.A.get(TIMELINE).json["meta"]["meta"]["count"],
        w.A.get(f"{SESSIONS}?per_page=1").data["pagination"]["total_items"],
        w.A.get("/api/v1/clients?per_page=1").data["pagination"]["total_items"],
    )


def refused(answer: Answer, *statuses: int) -> None:
    assert answer.status in (statuses or (400,)), f"{answer.status} {answer.text[:200]}"
    assert "error" in answer.json or "message" in answer.json


@case("F-01", "F-04", "F-07")
def texts(w: World) -> None:
    before = count(w)
    for path, body, fields in doors(w):
        for field in fields:
            for value in NO_TEXTS:
                refused(w.A.post(path, body | {field: value}))
        lines = {"title", "location", "session_type", "first_name", "name"}
        single = [name for name in fields if name in lines]
        for field in single:
            for text in ("\u200b\u200b", "a\r\nb", "x" * 201):
                refused(w.A.post(path, body | {field: text}))
    same(count(w), before)


@case("F-02", "F-03")
def nul_in_addresses(w: World) -> None:
    for path in (
        f"{SESSIONS}/%00",
        f"{SESSIONS}/1%00",
        "/api/v1/clients/%00",
        f"{CALENDAR}/%00",
        f"{TIMELINE}/%00",
        f"{TIMELINES}/%00",
        "/api/v1/%00",
    ):
        refused(w.A.get(path), 404, 405)
    for query in ("status", "search", "start_date", "client_id", "page", "sort_by", "include_client"):
        refused(w.A.get(f"{SESSIONS}?{query}=%00"))
    for query in ("skip", "take", "timelineId", "startDateTimeSortOrder"):
        refused(w.A.get(f"{TIMELINE}?{query}=%00"))
    refused(w.anonymous.post("/api/v1/auth/login", {"username": "a\x00", "password": "b"}))


@case("F-05")
def lengths(w: World) -> None:
    for path, body, fields in doors(w):
        for field in fields:
            refused(w.A.post(path, body | {field: "x" * 1_000_000}))
    day = w.day()
    w.A.book(f"{day}T08:00:00", f"{day}T09:00:00", title="x" * 200, notes="y" * 10_000, location="z" * 200)
    refused(w.A.post(SESSIONS, w.A.sample(f"{day}T09:00:00", f"{day}T10:00:00", notes="y" * 10_001)))


@case("F-10", "F-11", "F-13")
def odd_ids(w: World) -> None:
    path, body, _ = doors(w)[0]
    odd: list[Any] = [True, 1.0, 1.5, "1", " 1", "1_000", "0x1", "\u0661", 0, -1, 2**31, 2**63 - 1, 2**63]
    odd += [10**400, None, [], {}]
    for value in odd:
        answer = w.A.post(path, body | {"client_id": value})
        refused(answer)
        same(list(answer.errors), ["client_id"])
    raw = json.dumps(body | {"client_id": 0}).replace('"client_id": 0', f'"client_id": {"1" * 5000}')
    refused(w.A.post(path, raw=raw.encode()))
    for value in ("1.0", "%201", "0x1", "%D9%A1", "1_000", "-1", "1" * 5000, "true"):
        refused(w.A.get(f"{SESSIONS}?client_id={value}"))
    for value in (0, 2**31, 2**63 - 1, 2**63):
        same(w.A.get(f"{SESSIONS}?client_id={value}").data["sessions"], [])
        refused(w.A.get(f"{SESSIONS}/{value}"), 404)
    refused(w.A.get(f"{SESSIONS}/{'9' * 3000}"), 404)


@case("F-14", "F-15", "F-16")
def odd_pages(w: World) -> None:
    refused(w.A.get(f"{SESSIONS}?page={'1' * 3000}"))
    same(w.A.get(f"{SESSIONS}?page={2**62}&per_page=100").data["sessions"], [])
    refused(w.A.get(f"{SESSIONS}/availability?duration=1000000000"))


@case("F-17", "F-19", "F-20", "F-22", "F-23")
def broken_bodies(w: World) -> None:
    before = count(w)
    for path, body, _ in doors(w):
        good = json.dumps(body).encode()
        bad = [b"", b"null", b"[]", b'"x"', b"5", b"{", good + good, good[:-1] + b",}", b"{/**/}", b"NaN"]
        bad += [b"\xef\xbb\xbf" + good, good.decode().encode("utf-16"), good[:-2] + b'\xff"}', b"\xc0\xaf"]
        bad += [b"[" * 100_000, b'{"a":' * 50_000, b'{"title": NaN}']
        for raw in bad:
            refused(w.A.post(path, raw=raw))
        refused(w.A.post(path, raw=good, headers={"Content-Encoding": "gzip"}), 415)
        refused(w.A.post(path, raw=b"x" * 3_000_000), 413)
    same(count(w), before)
    for accept in ("text/html", "application/xml", "*/*;q=0", "a/b," * 2000):
        same(w.A.get(SESSIONS, headers={"Accept": accept}).status, 200)


@case("F-28", "F-29")
def odd_times(w: World) -> None:
    before = count(w)
    (crm, body, _), (calendar, other, _), (timeline, third, _), *_ = doors(w)
    for value in TIMES_REFUSED:
        answer = w.A.post(crm, body | {"scheduled_start": value})
        assert "scheduled_start" in answer.errors, (value, answer.text)
        answer = w.A.post(calendar, other | {"start_time": value})
        assert "start_time" in answer.errors, (value, answer.text)
        answer = w.A.post(timeline, third | {"startDateTime": value})
        refused(answer)
        assert "startDateTime: " in answer.text, (value, answer.text)
    refused(w.A.post(calendar, other | {"start_time": "2027-06-08T10:00:00"}))
    refused(w.A.post(timeline, third | {"startDateTime": "2027-06-08T10:00:00"}))
    same(count(w), before)


@case("F-31", "F-32")
def accepted_times(w: World) -> None:
    offsets = ["12:00:00.123456789Z", "12:00:00,5Z", "17:45+05:45", "12:00:00+00:00", "12:00:00-00:00"]
    for number, value in enumerate(offsets, 1):  # each is noon in UTC, and two o'clock in Berlin
        day = f"2031-06-{number:02}"
        session = w.A.book(f"{day}T{value}", f"{day}T19:00:00Z")
        same((value, session["scheduled_start"]), (value, f"{day}T14:00:00"))
    session = w.A.book("2031-06-08T00:00:00-12:00", "2031-06-08T01:00:00-12:00")
    same(session["scheduled_start"], "2031-06-08T14:00:00")


@case("F-37")
def many_keys(w: World) -> None:
    keys = ",".join(f'"k{number}":1' for number in range(200_000))
    refused(w.A.post(SESSIONS, raw=f"{{{keys}}}".encode()))


@case("F-40", "F-41")
def odd_methods_and_paths(w: World) -> None:
    for method in ("TRACE", "PROPFIND", "FOO"):
        refused(w.A.call(method, SESSIONS), 405)
        refused(w.A.call(method, TIMELINE), 405)
    for path in (
        "/api/v1//sessions",
        "/api/v1/sessions;x=1",
        "/api/v1/Sessions",
        "/api/v1/sessions/../clients",
        "/api/v1/%2e%2e/admin",
        "/api/v1",
        "/api",
        "/api/calendar/sessions",
        "/api/timeline",
        "/api/timeline//sessions",
        "/api/timeline/sessions;x=1",
        "/api/timeline/Sessions",
    ):
        refused(w.A.get(path), 404)


@case("F-44")
def keys_of_the_orm(w: World) -> None:
    total = w.A.get(SESSIONS).data["pagination"]["total_items"]
    for query in ("_connector=OR", "client__trainer__user__password__startswith=p", "pk__in=1", "or=1"):
        same(w.A.get(f"{SESSIONS}?{query}").data["pagination"]["total_items"], total)
