"""The cases F that were tried in one dialect, in the others: ids, pages, times, charsets, odd texts."""

import json
from functools import partial
from typing import Any

from bench.acceptance.crm import SESSIONS
from bench.acceptance.fuzz import CALENDAR, TIMELINE, TIMELINES, doors, refused
from bench.acceptance.hostile import bear
from bench.acceptance.world import World, case, same

NO_UUIDS: list[Any] = [
    True,
    1,
    1.5,
    "1",
    "",
    " ",
    "x" * 36,
    "7ed42ee7aa6146239898578176 2dde30",
    [],
    {},
    2**63,
]
NO_KEYS = ["0", "-1", "1.0", "%D9%A1", "9" * 400, "%00", "x", "{}", "00000000-0000-0000-0000-00000000000g"]
CHARSETS = [
    "bogus",
    "utf-7",
    "utf-16",
    "hex",
    "unicode_escape",
    "idna",
    "",
    '"',
    "utf-8; charset=x",
    "x" * 4000,
]
SEEMING = [
    "javascript:alert(1)",
    "data:text/html,x",
    "<b>&amp;",
    "{{ 7 * 7 }}",
    "${7*7}",
    "'; DROP TABLE x; --",
]


@case("F-08", "F-34")
def texts_that_look_like_more(w: World) -> None:
    """They are texts: kept as they are, and of several lines where there may be several."""
    day = w.day()
    for hour, text in enumerate(SEEMING, 8):
        session = w.A.book(f"{day}T{hour:02}:00:00", f"{day}T{hour:02}:30:00", title=text, location=text)
        same((session["title"], session["location"]), (text, text))
    lines = "one\r\ntwo\nthree"
    same(w.A.book(f"{day}T19:00:00", f"{day}T19:30:00", notes=lines)["notes"], lines)
    same(w.A.post(TIMELINES, {"name": "Routine", "description": lines}).data["description"], lines)
    for path, body, _ in doors(w)[:1]:
        for field in ("title", "location"):
            for text in ("a\nb", "a\rb", "a\u2028b", "a\x85b"):
                refused(w.A.post(path, body | {field: text}))


@case("F-10-others", "F-11-others", "F-13-others")
def ids_of_others(w: World) -> None:
    _, (calendar, body, _), (timeline, other, _), (timelines, third, _), _ = doors(w)
    for value in NO_UUIDS:
        answer = w.A.post(calendar, body | {"client_id": value})
        same(list(answer.errors), ["client_id"])
        refused(answer)
        refused(w.A.post(timeline, other | {"timelineId": value}))
        refused(w.A.post(timelines, third | {"clientId": value}))
        refused(w.A.patch(f"{timeline}/{w.A.uuid}", {"timelineId": value}), 404)
    for path in (
        CALENDAR,
        TIMELINE,
        TIMELINES,
        f"{SESSIONS}",
        "/api/v1/clients",
        "/api/calendar/sessions/trainer",
    ):
        for key in NO_KEYS:
            for method in ("GET", "PATCH", "DELETE", "POST"):
                refused(w.A.call(method, f"{path}/{key}", {}), 400, 404, 405)


@case("F-14-others", "F-15-others")
def pages_of_others(w: World) -> None:
    for path in (TIMELINE, TIMELINES):
        for name in ("skip", "take"):
            for value in ("-1", "1.5", "x", "%D9%A1", "1" * 3000, "1_0", "%201", "0x1", "NaN", "[]"):
                refused(w.A.get(f"{path}?{name}={value}"))
        same(w.A.get(f"{path}?skip={2**62}&take=100").data, [])
        same(w.A.get(f"{path}?skip={2**70}").status in {200, 400}, True)


@case("F-20")
def charsets(w: World) -> None:
    """Whatever a charset is called, a body is UTF-8."""
    for path, body, _ in doors(w):
        good = json.dumps(body | {"name": 5, "title": 5, "session_type": 5, "first_name": 5}).encode()
        for charset in CHARSETS:
            kind = {"Content-Type": f"application/json; charset={charset}"}
            refused(w.A.post(path, raw=good, headers=kind), 400, 415)
            refused(w.A.post(path, raw=good.decode().encode("utf-16"), headers=kind), 400, 415)


@case("F-28-others")
def ranges(w: World) -> None:
    path = f"/api/calendar/sessions/trainer/{w.A.uuid}"
    good = {"start_range": "2027-06-08T00:00:00Z", "end_range": "2027-06-09T00:00:00Z"}
    odd: list[Any] = [
        "now",
        5,
        None,
        [],
        {},
        "2027-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9" * 5000,
        "\ud800",
    ]
    for name in good:
        for value in odd:
            refused(w.A.post(path, good | {name: value}))
        for key in ("%00", "x", "-", "9" * 36, "a" * 36):
            refused(w.A.post(f"{path[: -len(w.A.uuid)]}{key}", good), 400, 404)


@case("F-43")
def patterns(w: World) -> None:
    """What is looked for is a text, not a pattern: none of these finds what does not contain it."""
    actor, day = w.hire(), w.day()
    actor.book(f"{day}T10:00:00", f"{day}T11:00:00", title="Rehab")
    for pattern in ("%25", "_", "%5C", "(a%2B)%2B%24", "R_hab", "R%25b", ".", "%2A", "%5B", "%27", "a" * 200):
        found = actor.get(f"{SESSIONS}?search={pattern}").data["sessions"]
        same((pattern, found), (pattern, []))
        same((pattern, actor.get(f"/api/v1/clients?search={pattern}").status), (pattern, 200))
    same(len(actor.get(f"{SESSIONS}?search=rEHa").data["sessions"]), 1)


@case("F-37-others", "F-23-others")
def bodies_of_others(w: World) -> None:
    keys = ",".join(f'"k{number}":1' for number in range(200_000))
    twice = ",".join(['"":1'] * 500_000)
    for path in (CALENDAR, TIMELINE, TIMELINES, "/api/v1/clients", "/api/v1/auth/login"):
        for text in (keys, twice):
            refused(w.A.post(path, raw=f"{{{text}}}".encode()))
        for encoding in ("gzip", "br", "deflate", "x" * 4000):
            refused(w.A.post(path, raw=b"{}", headers={"Content-Encoding": encoding}), 415)


@case("F-40-others", "F-44-others")
def methods_and_keys_of_the_orm(w: World) -> None:
    paths = (CALENDAR, TIMELINES, "/api/v1/clients", "/api/v1/auth/me", "/api/v1/sessions/stats")
    bear(
        w,
        [
            partial(w.A.call, method, path)
            for path in paths
            for method in ("TRACE", "FOO", "PROPFIND", "LINK")
        ],
    )
    count = w.A.get(TIMELINE).json["meta"]["meta"]["count"]
    for query in ("_connector=OR", "timeline__trainer__user__password__startswith=p", "pk__in=1", "or=1"):
        same(w.A.get(f"{TIMELINE}?{query}").json["meta"]["meta"]["count"], count)
