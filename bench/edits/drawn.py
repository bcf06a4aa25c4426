"""Random times and rules: short rules mostly, and many where clocks change."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from bench.edits.calendar import Routine
from bench.edits.rules import UNITS, instant, on_wall
from bench.recurrence import ZONES

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
# The first quarter of an hour that the clocks skip.
SKIPPED = {
    "Europe/Berlin": datetime(2027, 3, 28, 2),
    "America/New_York": datetime(2027, 3, 14, 2),
    "Australia/Lord_Howe": datetime(2026, 10, 4, 2),
    "Africa/Cairo": datetime(2027, 4, 30),
    "America/Santiago": datetime(2026, 9, 6),
    "America/Havana": datetime(2027, 3, 14),
    "Pacific/Chatham": datetime(2026, 9, 27, 2, 45),
    "Antarctica/Troll": datetime(2027, 3, 28, 1),
}
CYCLES = ["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"]
TITLES = ["Yoga", "Strength", "Mobility", "Run", "Yoga", "Swim", ""]
ONCE = {"cycle": None, "interval": 1, "until": None, "count": None}


class Drawn:
    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)
        self.zone = self.dice.choice(ZONES)

    def first_now(self) -> datetime:
        """Half of them not long before clocks skip an hour."""
        if self.dice.random() < 0.5:
            return instant(SKIPPED[self.zone], self.zone) - QUARTER * self.dice.randrange(60 * 96)
        return FIRST + QUARTER * self.dice.randrange(600 * 96)

    def later(self, now: datetime) -> datetime:
        """At once, or up to a month."""
        return now + QUARTER * self.dice.randrange(self.dice.choice([1, 1, 10, 100, 700, 3000]))

    def parallel(self) -> int:
        return self.dice.choice([1, 1, 1, 2])

    def series(self, now: datetime) -> dict[str, Any]:
        cycle = self.dice.choice([*CYCLES, *CYCLES, None])
        start = instant(self.wall(now, cycle), self.zone)
        values = {"title": self.dice.choice(TITLES[:-1]), "start": start, "end": start + self.length(cycle)}
        if cycle is None and self.dice.random() < 0.3:
            values |= {"start": None, "end": None}
        return values | (self.rule(cycle, start) if cycle else {})

    def wall(self, now: datetime, cycle: str | None) -> datetime:
        """Many within the small hours, where clocks change; some such that the rule meets a skipped time."""
        if cycle and self.dice.random() < 0.25:
            cycles: dict[str, Any] = {UNITS[cycle]: self.dice.randrange(4)}
            return SKIPPED[self.zone] + QUARTER * self.dice.choice([0, 0, 1]) - relativedelta(**cycles)
        day = on_wall(now, self.zone).replace(hour=0, minute=0) + DAY * self.dice.randrange(-60, 90)
        if cycle == "MONTHLY" and self.dice.random() < 0.4:
            day = (day.replace(day=1) + 31 * DAY).replace(day=1) - self.dice.choice([1, 1, 2, 3]) * DAY
        if cycle == "YEARLY" and self.dice.random() < 0.15:
            day = datetime(2028, 2, 29)
        small = self.dice.random() < 0.5
        return day + QUARTER * (self.dice.randrange(18) if small else self.dice.randrange(24, 80))

    def length(self, cycle: str | None) -> timedelta:
        if cycle != "DAILY" and self.dice.random() < 0.1:
            return QUARTER * self.dice.randrange(1, 4 * 24 * (6 if cycle == "WEEKLY" else 14))
        return QUARTER * self.dice.choice([2, 4, 4, 6, 8, 32])

    def rule(self, cycle: str, start: datetime) -> dict[str, Any]:
        """Mostly short; of what is daily only few have no end."""
        ends = ["count", "until"] + (["never"] if cycle != "DAILY" or self.dice.random() < 0.2 else [])
        end = self.dice.choice(ends)
        days = {"DAILY": 15, "WEEKLY": 120, "MONTHLY": 500, "YEARLY": 2500}[cycle]
        return {
            "cycle": cycle,
            "interval": self.dice.choice([1, 1, 1, 2, 3, 5]),
            "count": self.dice.randrange(1, 15) if end == "count" else None,
            "until": start + QUARTER * self.dice.randrange(days * 96) if end == "until" else None,
        }

    def other_times(self, routine: Routine, now: datetime) -> dict[str, Any]:
        if not routine.start or not routine.end or self.dice.random() < 0.15:
            start = instant(self.wall(now, routine.cycle), routine.zone)
            return {"start": start, "end": start + self.length(routine.cycle)}
        if not routine.cycle and self.dice.random() < 0.2:
            return {"start": None, "end": None}
        start = routine.start + self.shift()
        end = start + (routine.end - routine.start)
        return {"start": start, "end": end + self.dice.choice([0, 0, 1, 2, -1]) * QUARTER}

    def other_title(self, routine: Routine, now: datetime) -> dict[str, Any]:
        return {"title": self.dice.choice(TITLES)}

    def other_rule(self, routine: Routine, now: datetime) -> dict[str, Any]:
        start = routine.start or now
        rule = self.rule(routine.cycle or "WEEKLY", start)
        if self.dice.random() < 0.4:
            rule = self.rule(self.dice.choice(CYCLES), start)
        keys = [*self.dice.sample(["interval", "cycle"], 1), "until", "count"]
        return {key: rule[key] for key in keys}

    def once_or_again(self, routine: Routine, now: datetime) -> dict[str, Any]:
        return dict(ONCE) if routine.cycle else self.rule(self.dice.choice(CYCLES), routine.start or now)

    def shift(self) -> timedelta:
        if self.dice.random() < 0.6:
            return self.dice.choice([-12, -8, -4, -2, -1, 1, 2, 4, 8, 12]) * QUARTER
        days = self.dice.choice([-30, -7, -3, -1, 1, 2, 5, 7, 31, 60]) * DAY
        return days + self.dice.choice([0, 0, 4, -4]) * QUARTER
