"""Random days of random trainers: hours, time off, sessions and series, often where clocks change."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from clients.models import Client
from scheduling.domain import booking, series, timelines
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session
from trainers.models import TimeOff, Trainer, User, WorkingHours

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Chatham",
]
CLIENTS = 4
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LENGTHS = [7, 15, 30, 45, 60, 90, 300]
WANTED = [1, 15, 20, 30, 45, 60, 60, 90, 120, 300]
STATUSES = ["scheduled"] * 5 + ["completed", "cancelled", "no-show"]


@dataclass(frozen=True)
class Day:
    """A local day of a trainer; who wants to be booked there for so long, and has nothing else."""

    trainer: Trainer
    on: date
    newcomer: Client
    length: timedelta


def random_day(dice: random.Random, now: datetime) -> Day:
    """A new trainer with a day on which much may be in the way."""
    zone = dice.choice(ZONES)
    # A year ago to nine years ahead: a series is laid out for one, and looked at for ten.
    first = now.date() - 365 * DAY
    on = first + dice.randrange(10 * 365) * DAY
    if dice.random() < 0.5 and (changes := changes_of_clocks(ZoneInfo(zone), first)):
        on = dice.choice(changes)
    trainer = new_trainer(dice, zone)
    clients = [new_client(trainer, n) for n in range(CLIENTS)]
    set_hours(trainer, on, dice)
    for _ in range(dice.choice([0, 0, 1, 2])):
        start = instant(trainer, on, dice) - dice.choice([0, 0, 300]) * MINUTE
        TimeOff.objects.create(trainer=trainer, start=start, end=start + dice.choice([20, 90, 600]) * MINUTE)
    for _ in range(dice.choice([0, 0, 1, 2])):
        repeat(trainer, dice.choice(clients), on, dice, now)
    for _ in range(dice.randrange(6 * trainer.parallel_sessions)):
        book(trainer, dice.choice(clients), on, dice, now)
    return Day(trainer, on, new_client(trainer, CLIENTS), dice.choice(WANTED) * MINUTE)


@cache
def changes_of_clocks(zone: ZoneInfo, first: date) -> list[date]:
    """The days of ten years that are shorter or longer than others."""
    return [
        day
        for day in (first + n * DAY for n in range(10 * 365))
        if _midnight(day, zone).utcoffset() != _midnight(day + DAY, zone).utcoffset()
    ]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def new_trainer(dice: random.Random, zone: str) -> Trainer:
    user = User.objects.create(username=f"trainer-{dice.getrandbits(64):x}")
    return Trainer.objects.create(
        user=user, full_name="Tess Trainer", timezone=zone, parallel_sessions=dice.choice([1, 3])
    )


def new_client(trainer: Trainer, number: int) -> Client:
    email = f"client{number}@example.com"
    return Client.objects.create(trainer=trainer, first_name="Client", last_name=str(number), email=email)


def set_hours(trainer: Trainer, on: date, dice: random.Random) -> None:
    """None at all, so that they are the usual ones; or up to three spans of the day, which may touch."""
    if dice.random() < 0.25:
        return
    # So that a day of which nothing is said is a day off.
    WorkingHours.objects.create(
        trainer=trainer, weekday=(on + DAY).weekday(), starts_at=time(8), ends_at=time(9)
    )
    starts = set()
    for _ in range(dice.choice([0, 1, 1, 2, 3])):
        start, end = sorted(dice.sample(range(97), 2))
        if start not in starts:
            starts.add(start)
            times = {"starts_at": quarter(start), "ends_at": quarter(end)}
            WorkingHours.objects.create(trainer=trainer, weekday=on.weekday(), **times)


def quarter(number: int) -> time:
    """The time of day after so many quarters of an hour; the midnight at the end is 00:00."""
    return time(number // 4 % 24, number % 4 * 15)


def instant(trainer: Trainer, on: date, dice: random.Random) -> datetime:
    """One of the day or shortly before, by the quarter of an hour more often than not."""
    minutes = dice.randrange(-120, 24 * 60)
    if dice.random() < 0.7:
        minutes -= minutes % 15
    wall = datetime.combine(on, time.min) + minutes * MINUTE
    return wall.replace(tzinfo=trainer.zone, fold=dice.choice([0, 1])).astimezone(UTC)


def book(trainer: Trainer, client: Client, on: date, dice: random.Random, now: datetime) -> None:
    """A session at that day, unless there is no place for it."""
    start = instant(trainer, on, dice)
    end = start + dice.choice(LENGTHS) * MINUTE
    values = {"client": client, "title": "Booked", "scheduled_start": start, "scheduled_end": end}
    try:
        session = booking.book(trainer, values, now=now)
    except SchedulingConflict:
        return
    Session.objects.filter(pk=session.pk).update(status=dice.choice(STATUSES))


def repeat(trainer: Trainer, client: Client, on: date, dice: random.Random, now: datetime) -> None:
    """A series without end that reaches that day, unless there is no place for it."""
    cycle = dice.choice(["DAILY", "WEEKLY"])
    before = days_before(on, now, dice)
    if cycle == "WEEKLY":
        before -= before % 7
    start = instant(trainer, on - before * DAY, dice)
    end = start + dice.choice([30, 60, 90]) * MINUTE
    values = {
        "timeline": timelines.first_of(trainer, client, now=now),
        "title": "Again",
        "cycle": cycle,
        "start": start,
        "end": end,
    }
    try:
        series.create(trainer, values, now=now)
    except SchedulingConflict:
        return


def days_before(on: date, now: datetime, dice: random.Random) -> int:
    """When a series began. Of a day far ahead mostly about now: by then only its rule is known."""
    ahead = (on - now.date()).days
    return ahead if ahead > 0 and dice.random() < 0.7 else dice.randrange(100)
