"""What is measured: of each operation the requests to the product, and those to the floor for the same."""

import itertools
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

DAY, QUARTER, HOUR = timedelta(days=1), timedelta(minutes=15), timedelta(hours=1)
World = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """One request; `given` are a form's fields in the address, or of what is written the body."""

    path: str
    given: dict[str, Any] | None = None
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()

    def line(self) -> str:
        """As requests.lua reads it."""
        is_read = self.method == "GET"
        path = f"{self.path}?{urlencode(self.given)}" if is_read and self.given else self.path
        body = "" if is_read else json.dumps(self.given)
        kind = [] if is_read else ["Content-Type=application/json"]
        return "\t".join([self.method, path, body, *kind, *(f"{name}={it}" for name, it in self.headers)])


@dataclass(frozen=True)
class Operation:
    """`asks` gives pairs of the product's and the floor's request; the latter is None where there is none."""

    name: str
    asks: Callable[[World, int], Iterator[tuple[Ask, Ask | None]]]
    least: int = 0  # seconds that it is driven for


def reading(
    path: str,
    floor: str,
    query: Callable[[Any, datetime], dict[str, Any]] = lambda it, midnight: {},
    of_floor: Callable[[Any, datetime], dict[str, Any]] = lambda it, midnight: {},
) -> Callable[[World, int], Iterator[tuple[Ask, Ask | None]]]:
    """Each trainer who asks, once."""

    def asks(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
        midnight = datetime.fromisoformat(world["midnight"])
        for it in world["asking"]:
            given = {"trainer": it["id"]} | of_floor(it, midnight)
            yield Ask(path, query(it, midnight), headers=bearer(it)), Ask(f"/{floor}", given)

    return asks


def bearer(it: Any) -> tuple[tuple[str, str], ...]:
    return (("Authorization", f"Bearer {it['token']}"),)


def span(midnight: datetime, days: int) -> dict[str, str]:
    """The floor's words for so many days from midnight on."""
    return {
        "start": stamp(midnight),
        "end": stamp(midnight + days * DAY),
        "earliest": stamp(midnight - 14 * DAY),
    }


def stamp(instant: datetime) -> str:
    """As both databases read it, the one without zones too."""
    return f"{instant:%Y-%m-%d %H:%M:%S}"


def days(midnight: datetime, number: int) -> dict[str, str]:
    return {"start_date": f"{midnight:%Y-%m-%d}", "end_date": f"{midnight + (number - 1) * DAY:%Y-%m-%d}"}


def one(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
    for it in world["asking"]:
        for pk, _ in it["sessions"][:10]:
            yield Ask(f"/api/v1/sessions/{pk}", headers=bearer(it)), Ask("/one", {"id": pk})


def in_range(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
    midnight = datetime.fromisoformat(world["midnight"])
    given = {
        "start_range": f"{midnight:%Y-%m-%dT%H:%M:%SZ}",
        "end_range": f"{midnight + 7 * DAY:%Y-%m-%dT%H:%M:%SZ}",
    }
    for it in world["asking"]:
        path = f"/api/calendar/sessions/trainer/{it['uuid']}"
        yield (
            Ask(path, given, "POST", bearer(it)),
            Ask("/range", {"trainer": it["id"]} | span(midnight, 7)),
        )


def create(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
    """Each at a time that nobody has asked for, two years from now on; the floor's beside the product's."""
    far = datetime.fromisoformat(world["midnight"]) + 730 * DAY + number * 40 * DAY
    for place, it in itertools.product(range(400), world["asking"]):
        start, theirs = far + place * 2 * HOUR, far + place * 2 * HOUR + HOUR
        body = {"client_id": it["client"], "title": "Personal Training Session"}
        times = {
            "scheduled_start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "scheduled_end": f"{start + HOUR:%Y-%m-%dT%H:%M:%SZ}",
        }
        key = (("Idempotency-Key", secrets.token_hex(16)),)
        floors = {"trainer": it["id"], "uuid": uuid4().hex, "now": stamp(far)}
        floors |= {"start": stamp(theirs), "end": stamp(theirs + HOUR)}
        yield (
            Ask("/api/v1/sessions", body | times, "POST", bearer(it) + key),
            Ask("/create", body | floors, "POST"),
        )


def move(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
    """Each session within the eight hours that it has for itself, every time to another quarter."""
    for place in range(400):
        for it in world["asking"]:
            pk, text = it["sessions"][place]
            start = datetime.fromisoformat(text) + (number % 26 + 1) * QUARTER
            times = {
                "scheduled_start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
                "scheduled_end": f"{start + HOUR:%Y-%m-%dT%H:%M:%SZ}",
            }
            floors = {
                "id": pk,
                "start": stamp(start + QUARTER / 3),
                "end": stamp(start + HOUR),
                "now": stamp(start),
            }
            yield (
                Ask(f"/api/v1/sessions/{pk}", times, "PATCH", bearer(it)),
                Ask("/move", floors, "PATCH"),
            )


def page(path: str) -> Callable[[World, int], Iterator[tuple[Ask, Ask | None]]]:
    def asks(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
        today = datetime.fromisoformat(world["midnight"])
        day = today - today.weekday() * DAY
        for it in world["asking"]:
            headers = (("Cookie", f"session={it['cookie']}"), ("Accept-Encoding", "gzip"))
            yield Ask(f"{day:{path}}", headers=headers), None

    return asks


def sign_in(world: World, number: int) -> Iterator[tuple[Ask, Ask | None]]:
    for it in world["asking"]:
        given = {"username": it["username"], "password": world["password"]}
        yield Ask("/api/v1/auth/token", given, "POST"), None


def _limited(number: int) -> Callable[[Any, datetime], dict[str, Any]]:
    return lambda it, midnight: {"number": number}


SESSIONS = "/api/v1/sessions"
OPERATIONS = [
    Operation("list of 20", reading(SESSIONS, "list", of_floor=_limited(20))),
    Operation("list of 100", reading(SESSIONS, "list", lambda it, day: {"per_page": 100}, _limited(100))),
    Operation(
        "list, filtered",
        reading(
            SESSIONS,
            "filtered",
            lambda it, day: days(day, 30) | {"status": "scheduled"},
            lambda it, day: span(day, 30) | {"number": 20},
        ),
    ),
    Operation(
        "list with clients",
        reading(SESSIONS, "with-client", lambda it, day: {"include_client": "true"}, _limited(20)),
    ),
    Operation("one session", one),
    Operation("create", create),
    Operation("move", move),
    Operation(
        "statistics of a month",
        reading(
            f"{SESSIONS}/stats", "statistics", lambda it, day: days(day, 30), lambda it, day: span(day, 30)
        ),
    ),
    Operation(
        "availability",
        reading(
            f"{SESSIONS}/availability",
            "availability",
            lambda it, day: {"date": f"{day + 9 * DAY:%Y-%m-%d}"},
            lambda it, day: span(day + 9 * DAY, 1),
        ),
    ),
    Operation("calendar's week", in_range),
    Operation("timeline's list", reading("/api/timeline/sessions", "series", of_floor=_limited(10))),
    Operation("page of a week", page("/calendar/week/%Y-%m-%d/")),
    Operation("page of a month", page("/calendar/month/%Y-%m-01/")),
    Operation("sign-in", sign_in, least=5),
]
