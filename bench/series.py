"""What do series without end cost, and do they block and show years ahead? Figures, printed.

    python -m bench.series --database sqlite

First a daily series made today: what a day nine years ahead says of it, through each dialect and on the
pages. Then a trainer with fifty endless weekly series and one with fifty daily ones, against one with none.
Exit code 1 if the day nine years ahead is not as it should be; the seconds are for the reader.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from bench import on
from tests.served.calling import Answer, Caller, Request
from tests.served.people import PASSWORD, Person, Wanted, hire
from tests.served.server import Server, serve

CRM, CALENDAR, TIMELINE = "/api/v1/sessions", "/api/calendar", "/api/timeline"
MANY, BOOKINGS = 50, 20
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
FAR = (TODAY + timedelta(days=9 * 365)).date()
LAST_YEAR = date(2099, 6, 8)
# So many minutes long, and so far apart that fifty fit into a day.
LENGTH, APART = timedelta(minutes=15), timedelta(minutes=25)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.series")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        url = stack.enter_context(on.database(options.database))
        server = stack.enter_context(serve(url))
        wrong = ahead(Desk(server))
        costs = {name: measure(Desk(server), cycle) for name, cycle in KINDS.items()}
    print_table(costs, options.database)
    return int(bool(wrong))


class Desk:
    """One new trainer on UTC, who calls with a token, on the pages with a cookie."""

    def __init__(self, server: Server) -> None:
        self.person: Person = hire(server, Wanted(clients=1))[0]
        self.caller = Caller(server.url)
        credentials = {"username": self.person.username, "password": PASSWORD}
        pair = self.caller.call(Request("POST", "/api/v1/auth/token", credentials)).body["data"]
        self.headers = {"Authorization": f"Bearer {pair['access']}"}
        self.client = self.call("GET", f"/api/v1/clients/{self.person.clients[0]}").body["data"]["uuid"]
        self.timeline = self.call("POST", f"{TIMELINE}/timelines", {"name": "Routine"}).body["data"]["id"]

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        return self.caller.call(Request(method, path, body, headers=self.headers))

    def page(self, path: str) -> Answer:
        return self.caller.call(Request("GET", path, cookie=self.person.cookie))

    def repeat(self, cycle: str, start: datetime) -> Answer:
        body = {
            **once(self.timeline, start),
            "type": "RECURRING",
            "repeatCycleType": cycle,
            **({"recurringDayOfWeek": f"{start:%A}".upper()} if cycle == "WEEKLY" else {}),
        }
        return self.call("POST", f"{TIMELINE}/sessions", body)

    def book(self, start: datetime) -> Answer:
        times = {"scheduled_start": at(start), "scheduled_end": at(start + timedelta(minutes=5))}
        return self.call("POST", CRM, {"client_id": self.person.clients[0], "title": "One more", **times})

    def in_range(self, day: date) -> Answer:
        asked = {"start_range": f"{day}T00:00:00Z", "end_range": f"{day}T23:59:59Z"}
        return self.call("POST", f"{CALENDAR}/sessions/trainer/{self.person.uuid}", asked)

    def listed(self, day: date) -> Answer:
        return self.call("GET", f"{CRM}?start_date={day}&end_date={day}")


def once(timeline: str, start: datetime) -> dict[str, Any]:
    times = {"startDateTime": at(start), "endDateTime": at(start + LENGTH)}
    return {"type": "ONE_TIME", "timelineId": timeline, "name": "Yoga", **times}


def at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def ahead(desk: Desk) -> list[str]:
    """What is not so on a day nine years ahead of a daily series made today."""
    made = desk.repeat("DAILY", TODAY + timedelta(hours=9))
    start = datetime.combine(FAR, datetime.min.time(), UTC) + timedelta(hours=9, minutes=5)
    times = {"start_time": at(start), "end_time": at(start + LENGTH)}
    entry = {"client_id": desk.client, "session_type": "Rehab", **times}
    by_calendar = desk.call("POST", f"{CALENDAR}/session", entry)
    by_timeline = desk.call("POST", f"{TIMELINE}/sessions", once(desk.timeline, start))
    found: dict[str, Any] = {
        "made": made.status == 200,
        "refused by the CRM": desk.book(start).status == 409,
        "refused by the calendar": by_calendar.status == 409,
        "refused by the timeline": by_timeline.status == 409,
        "listed by the CRM": len(desk.listed(FAR).body["data"]["sessions"]) == 1,
        "in the calendar's range": len(desk.in_range(FAR).body) == 1,
        "on the page of the day": "Yoga" in desk.page(f"/calendar/day/{FAR}/").body,
        "on the page of the week": desk.page(monday_page(FAR)).body.count("Yoga") >= 7,
        "not in 2099, beyond ten years": desk.in_range(LAST_YEAR).body == [],
    }
    print(f"a daily series made today, on {FAR}:")
    for name, is_so in found.items():
        print(f"  {name:34}{'yes' if is_so else 'NO'}")
    return [name for name, is_so in found.items() if not is_so]


def monday_page(day: date) -> str:
    return f"/calendar/week/{day - timedelta(days=day.weekday())}/"


# {column: the cycle of its fifty series}
NONE = "no series"
KINDS: dict[str, str | None] = {"50 weekly": "WEEKLY", "50 daily": "DAILY", NONE: None}


def measure(desk: Desk, cycle: str | None) -> dict[str, float]:
    """{what: seconds}; where an answer is another than it should be, its status stands there, negative."""
    costs, series = {}, []
    if cycle:
        tomorrow = TODAY + timedelta(days=1)
        created = [timed(partial(desk.repeat, cycle, tomorrow + n * APART), 200) for n in range(MANY)]
        costs["slowest creation"] = worst(seconds for seconds, _ in created)
        costs["median creation"] = median(seconds for seconds, _ in created)
        series = [answer.body["data"]["id"] for _, answer in created]
    for n in range(5):  # the first ones wake the workers
        desk.book(TODAY + timedelta(days=20 + n, minutes=18))
    free = [TODAY + timedelta(days=30 + n, minutes=18) for n in range(BOOKINGS)]
    costs["booking one more"] = typical(desk.book, free, 201)
    far = [TODAY + timedelta(days=3000 + n, minutes=18) for n in range(BOOKINGS)]
    costs["booking eight years ahead"] = typical(desk.book, far, 201)
    costs["range of a day, first look"] = timed(lambda: desk.in_range(FAR), 200)[0]
    costs["range of a day, again"] = timed(lambda: desk.in_range(FAR), 200)[0]
    costs["range of a day in 2099"] = timed(lambda: desk.in_range(LAST_YEAR), 200)[0]
    costs["list of a day in 2099"] = timed(lambda: desk.listed(LAST_YEAR), 200)[0]
    costs["page of the week nine years ahead"] = timed(lambda: desk.page(monday_page(FAR)), 200)[0]
    if series:
        costs |= changed(desk, series)
    return costs


def changed(desk: Desk, series: list[str]) -> dict[str, float]:
    """Move one by five minutes, into another, and remove it."""
    path = f"{TIMELINE}/sessions/{series[-1]}"
    stored = desk.call("GET", path).body["data"]
    start = datetime.fromisoformat(stored["startDateTime"]) + timedelta(minutes=5)
    moved = {"startDateTime": at(start), "endDateTime": at(start + LENGTH)}
    taken = {"startDateTime": at(start - APART), "endDateTime": at(start - APART + LENGTH)}
    return {
        "moving a series": timed(lambda: desk.call("PATCH", path, moved), 200)[0],
        "moving it into another: refused": timed(lambda: desk.call("PATCH", path, taken), 409)[0],
        "removing a series": timed(lambda: desk.call("DELETE", path), 200)[0],
    }


def timed(call: Callable[[], Answer], status: int) -> tuple[float, Answer]:
    since = time.perf_counter()
    answer = call()
    seconds = time.perf_counter() - since
    return (seconds if answer.status == status else -answer.status), answer


def typical(call: Callable[[datetime], Answer], starts: Iterable[datetime], status: int) -> float:
    """The median; a wrong status goes before all seconds."""
    seconds = [timed(partial(call, start), status)[0] for start in starts]
    return min(seconds) if min(seconds) < 0 else median(seconds)


def worst(seconds: Iterable[float]) -> float:
    found = list(seconds)
    return min(found) if min(found) < 0 else max(found)


def print_table(costs: dict[str, dict[str, float]], database: str) -> None:
    names = list(dict.fromkeys(name for column in costs.values() for name in column))
    print(f"seconds, {database}{'':{26 - len(database)}}{''.join(f'{kind:>14}' for kind in costs)}")
    for name in names:
        cells = [f"{column[name]:.3f}" if name in column else "" for column in costs.values()]
        print(f"  {name:34}{''.join(f'{cell:>14}' for cell in cells)}")
    for name in ("booking one more", "booking eight years ahead"):
        without = costs[NONE][name]
        ratios = [f"{kind} {costs[kind][name] / without:.1f} times" for kind in costs if kind != NONE]
        print(f"{name}, against without: {', '.join(ratios)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
