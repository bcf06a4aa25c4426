"""Random operations of one trainer, each through one of the dialects."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bench.acceptance.world import Actor, Answer
from bench.dialects.reading import CALENDAR, CRM, TIMELINE, Memory, Reading, Row, Span, local, utc

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
ONCE = {"type": "ONE_TIME"}


@dataclass
class Desk:
    """Where one trainer's operations are drawn; every title is new, so that it says whose a session is."""

    actor: Actor
    dice: random.Random
    span: Span
    clients: list[dict[str, Any]]
    memory: Memory = field(default_factory=Memory)
    timelines: list[str] = field(default_factory=list)
    titles: int = 0
    said: str = ""
    # What the last operation was of: a session, a series (and whether it left what was changed by hand).
    row: int = 0
    series: str = ""
    spares: bool = False

    def title(self) -> str:
        self.titles += 1
        return f"No. {self.titles}"

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        answer = self.actor.call(method, path, body)
        self.said = f"{method} {path} {body or ''}: {answer.status} {answer.text[:300]}"
        return answer

    def operate(self, reading: Reading) -> Answer:
        """Make one; when much is booked, more likely one that takes away."""
        self.row, self.series, self.spares = 0, "", False
        full = min(len([row for row in reading.rows if row.status == "scheduled"]) / 150, 1)
        answer: Answer | None = None
        while answer is None:
            kinds = TAKING if self.dice.random() < 0.15 + 0.5 * full else MAKING
            answer = self.dice.choice(kinds)(self, reading)
        return answer

    # What is drawn

    def times(self) -> tuple[datetime, datetime]:
        days = (self.span.last - self.span.first).days
        day = self.span.first + DAY * self.dice.randrange(1, days)
        start = datetime.combine(day, time.min) + QUARTER * self.dice.randrange(32, 60)
        return start, start + QUARTER * self.dice.choice([2, 3, 4, 4, 6])

    def in_utc(self, start: str, end: str) -> dict[str, str]:
        times = self.times()
        return {start: utc(times[0]), end: utc(times[1])}

    def some_row(self, reading: Reading, *statuses: str) -> Row | None:
        rows = [row for row in reading.rows if row.status in statuses or not statuses]
        starts = {(each["name"], each["startDateTime"]) for each in reading.series}
        firsts = [row for row in rows if (row.title, utc(row.start)) in starts]
        if firsts and self.dice.random() < 0.2:  # where a change of the series meets one by hand
            rows = firsts
        return self.dice.choice(rows) if rows else None

    def some_series(self, reading: Reading) -> dict[str, Any] | None:
        """Often one of which something was changed by hand."""
        touched = [each for each in reading.series if each["id"] in self.memory.days]
        series = touched if touched and self.dice.random() < 0.4 else reading.series
        return self.dice.choice(series) if series else None

    def agree(self, reading: Reading) -> None:
        """What takes place once is its series itself, and no exception of it any more."""
        once = {each["name"] for each in reading.series if each["type"] == "ONE_TIME"}
        self.memory.ids -= {row.id for row in reading.rows if row.title in once}

    def touch(self, row: Row, reading: Reading, answer: Answer) -> Answer:
        """Remember that the session no longer is as its series says."""
        self.row = row.id
        if answer.status < 300:
            self.memory.ids.add(row.id)
            for series in reading.series:
                if row.title in self.memory.names[series["id"]] and series["type"] == "RECURRING":
                    self.memory.days.setdefault(series["id"], set()).add(row.start.date())
        return answer

    # The CRM

    def book(self, reading: Reading) -> Answer:
        start, end = self.times()
        naive = self.dice.random() < 0.5
        body = {
            "client_id": self.dice.choice(self.clients)["id"],
            "title": self.title(),
            "scheduled_start": f"{start:%Y-%m-%dT%H:%M:%S}" if naive else utc(start),
            "scheduled_end": f"{end:%Y-%m-%dT%H:%M:%S}" if naive else utc(end),
            "session_type": self.dice.choice(["personal", "group", "online"]),
            "description": self.dice.choice([None, "By the CRM"]),
        }
        return self.call("POST", CRM, body)

    def change(self, reading: Reading) -> Answer | None:
        row = self.some_row(reading)
        if not row:
            return None
        changes = self.dice.choice(
            [
                self.in_utc("scheduled_start", "scheduled_end"),
                self.in_utc("scheduled_start", "scheduled_end"),
                {"title": self.title()},
                {"status": self.dice.choice(["completed", "no-show", "cancelled", "scheduled", "scheduled"])},
                {"notes": "Knee", "description": self.dice.choice([None, "Slowly"])},
                {"client_id": self.dice.choice(self.clients)["id"]},
                {"scheduled_end": utc(row.start - QUARTER)},
            ]
        )
        return self.touch(row, reading, self.call("PATCH", f"{CRM}/{row.id}", changes))

    def put_back(self, reading: Reading) -> Answer | None:
        row = self.some_row(reading, "cancelled", "no-show")
        if not row:
            return None
        return self.touch(row, reading, self.call("PATCH", f"{CRM}/{row.id}", {"status": "scheduled"}))

    def cancel(self, reading: Reading) -> Answer | None:
        row = self.some_row(reading, "scheduled", "completed")
        return self.touch(row, reading, self.call("DELETE", f"{CRM}/{row.id}")) if row else None

    def delete(self, reading: Reading) -> Answer | None:
        row = self.some_row(reading)
        if not row:
            return None
        return self.touch(row, reading, self.call("DELETE", f"{CRM}/{row.id}?permanent=true"))

    # The calendar

    def enter(self, reading: Reading) -> Answer:
        body = {
            "client_id": self.dice.choice(self.clients)["uuid"],
            "session_type": self.title(),
            "description": self.dice.choice(["", "By the calendar"]),
        }
        return self.call("POST", f"{CALENDAR}/session", body | self.in_utc("start_time", "end_time"))

    def correct(self, reading: Reading) -> Answer | None:
        row = self.some_row(reading)
        if not row or not row.uuid:
            return None
        changes: dict[str, Any] = self.dice.choice(
            [
                self.in_utc("start_time", "end_time"),
                {"session_type": self.title()},
                {"description": "Corrected"},
            ]
        )
        return self.touch(row, reading, self.call("PATCH", f"{CALENDAR}/session/{row.uuid}", changes))

    def strike(self, reading: Reading) -> Answer | None:
        row = self.some_row(reading, "scheduled", "completed")
        if not row or not row.uuid:
            return None
        return self.touch(row, reading, self.call("DELETE", f"{CALENDAR}/session/{row.uuid}"))

    # Timelines

    def draw_timeline(self, reading: Reading) -> Answer:
        client = self.dice.choice([None, *self.clients])
        body = {"name": "Routine", **({"clientId": client["uuid"]} if client else {})}
        answer = self.call("POST", f"{TIMELINE}/timelines", body)
        self.timelines.append(answer.data["id"])
        return answer

    def hand_over(self, reading: Reading) -> Answer | None:
        if not self.timelines:
            return None
        client = self.dice.choice([None, *self.clients])
        path = f"{TIMELINE}/timelines/{self.dice.choice(self.timelines)}"
        return self.call("PATCH", path, {"clientId": client and client["uuid"]})

    def drop_timeline(self, reading: Reading) -> Answer | None:
        if len(self.timelines) < 6:
            return None
        return self.call("DELETE", f"{TIMELINE}/timelines/{self.timelines.pop(0)}")

    def plan(self, reading: Reading) -> Answer:
        if not self.timelines:
            return self.draw_timeline(reading)
        times = self.in_utc("startDateTime", "endDateTime")
        rule = self.dice.choice([ONCE, ONCE, {}, self.rule(local(times["startDateTime"]))])
        body = {
            "type": "ONE_TIME",
            "timelineId": self.dice.choice(self.timelines),
            "name": self.title(),
            "description": self.dice.choice([None, "By the timeline"]),
        }
        return self.call("POST", f"{TIMELINE}/sessions", body | (times | rule if rule else {}))

    def rule(self, start: datetime) -> dict[str, Any]:
        cycle = self.dice.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY"])
        ends: list[dict[str, Any]] = [{}, {"repeatCount": self.dice.randrange(1, 9)}]
        ends.append({"repeatUntil": utc(start + DAY * self.dice.randrange(40))})
        rule = {"type": "RECURRING", "repeatCycleType": cycle, **self.dice.choice(ends)}
        if cycle == "WEEKLY":
            rule["recurringDayOfWeek"] = f"{start:%A}".upper()
        return rule | {"repeatInterval": self.dice.choice([1, 1, 2, 3])}

    def replan(self, reading: Reading) -> Answer | None:
        series = self.some_series(reading)
        if not series:
            return None
        times = self.in_utc("startDateTime", "endDateTime")
        start = local(times["startDateTime"])
        if series["repeatCycleType"] == "WEEKLY":
            times["recurringDayOfWeek"] = f"{start:%A}".upper()
        present = series["startDateTime"] and local(series["startDateTime"])
        changes: dict[str, Any] = self.dice.choice(
            [
                times,
                times,
                {"name": self.title()},
                {"description": "Planned anew"},
                ONCE,
                ONCE,
                {"startDateTime": None, "endDateTime": None},
                (self.rule(present) if present else times | self.rule(start)),
                {"repeatCount": 3, "repeatUntil": None},
                {"timelineId": self.dice.choice(self.timelines)},
            ]
        )
        return self._remember(
            series, reading, self.call("PATCH", f"{TIMELINE}/sessions/{series['id']}", changes)
        )

    def _remember(self, series: dict[str, Any], reading: Reading, answer: Answer) -> Answer:
        """What took place once stands for its day when it repeats again."""
        self.series = series["id"]
        self.spares = answer.status == 200 and series["type"] == answer.data["type"] == "RECURRING"
        if answer.status == 200 and series["type"] == "ONE_TIME" and answer.data["type"] == "RECURRING":
            names, days = self.memory.names[series["id"]], self.memory.days.setdefault(series["id"], set())
            days |= {row.start.date() for row in reading.rows if row.title in names}
        return answer

    def give_up(self, reading: Reading) -> Answer | None:
        series = self.some_series(reading)
        if not series:
            return None
        self.series = series["id"]
        return self.call("DELETE", f"{TIMELINE}/sessions/{series['id']}")

    def disturbed(self, before: Reading, after: Reading) -> list[str]:
        """What differs although the last operation was not of it, or had to leave it alone."""
        method, path = self.said.split()[:2]
        if path.startswith(f"{TIMELINE}/timelines"):
            return []
        left_alone = self.memory.ids if self.spares else set()
        may_end = self.memory.ids if method == "DELETE" and self.series else set()
        titles = self.memory.names.get(self.series, set()) | {f"No. {self.titles}"}
        rows = [{replace(row, uuid="") for row in reading.rows} for reading in (before, after)]
        return [
            f"disturbed: {row}"
            for row in rows[0] ^ rows[1]
            if row.id != self.row
            if row.id in left_alone or (row.title not in titles and row.id not in may_end)
        ]


Operation = Callable[[Desk, Reading], Answer | None]
MAKING: list[Operation] = [
    *[Desk.book, Desk.enter, Desk.plan] * 3,
    *[Desk.change, Desk.correct, Desk.replan] * 3,
    *[Desk.put_back, Desk.draw_timeline, Desk.hand_over],
]
TAKING: list[Operation] = [
    *[Desk.cancel, Desk.delete, Desk.strike, Desk.give_up, Desk.give_up],
    *[Desk.drop_timeline, Desk.change, Desk.replan],
]


def some_day(dice: random.Random, span: Span) -> date:
    """Not the first: what reaches into that is not read."""
    return span.first + DAY * dice.randrange(1, (span.last - span.first).days + 1)
