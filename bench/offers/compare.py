"""Holds what is offered on a day against what can be booked there."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.test import Client as Visitor

from bench.offers.days import DAY, MINUTE, Day, random_day
from scheduling.domain import availability, booking
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict

QUARTER = 15
VISITOR = Visitor(headers={"host": "localhost"})


@dataclass
class Compared:
    """What was tried on a day, and where offer and booking disagree, in words."""

    name: str
    tried: int = 0
    offered: int = 0
    disagreements: list[str] = field(default_factory=list)


def run(seed: int, number: int, now: datetime) -> Compared:
    dice = random.Random(f"{seed}/{number}")
    day = random_day(dice, now)
    compared = Compared(f"day {number} of seed {seed}: {day.on} in {day.trainer.timezone}")
    work = working(day)
    wanted = list(dict.fromkeys(_wanted(day, work)))
    # Whoever asks first makes the series be stored as far as that day.
    if dice.random() < 0.5:
        offers(day, now)
    booked = {start: can_be_booked(day, start, now) for start in wanted}
    slots = offers(day, now)
    whole = [(slot, length) for slot in slots for length in (slot.end - slot.start, day.length)]
    compared.tried, compared.offered = len(booked) + len(whole), len(slots)
    compared.disagreements += [
        *_in_words(day, slots),
        *_at_work(slots, work),
        *_otherwise(day, slots, booked),
        *(
            f"{slot} is offered, {length} from its start cannot be booked"
            for slot, length in whole
            if not can_be_booked(day, slot.start, now, length)
        ),
    ]
    return compared


def working(day: Day) -> set[datetime]:
    """Every minute at which the trainer works: read off the clocks one by one, not calculated."""
    rows = list(day.trainer.working_hours.all())
    hours = [(row.starts_at, row.ends_at) for row in rows if row.weekday == day.on.weekday()]
    minutes = list(_minutes(day))
    work: set[datetime] = set()
    for starts_at, ends_at in hours if rows else [(time(8), time(20))]:
        start = _first_from(minutes, datetime.combine(day.on, starts_at))
        # Of hours that end at 00:00 the whole rest of the day is left.
        end = len(minutes) if ends_at == time(0) else _first_from(minutes, datetime.combine(day.on, ends_at))
        work |= {instant for instant, _ in minutes[start:end]}
    for off in day.trainer.time_off.all():
        work -= {instant for instant in work if off.start <= instant < off.end}
    return work


def _minutes(day: Day) -> Iterator[tuple[datetime, datetime]]:
    """(instant, what the clocks show) of every minute of the local day."""
    instant = datetime.combine(day.on, time(0), UTC) - DAY
    for _ in range(3 * 24 * 60):
        wall = instant.astimezone(day.trainer.zone).replace(tzinfo=None)
        if wall.date() == day.on:
            yield instant, wall
        instant += MINUTE


def _first_from(minutes: list[tuple[datetime, datetime]], wall: datetime) -> int:
    found = (number for number, (_, shown) in enumerate(minutes) if shown >= wall)
    return next(found, len(minutes))


def _wanted(day: Day, work: set[datetime]) -> Iterator[datetime]:
    """The quarters of an hour, and the ends of sessions, from which so long is worked."""
    ends = day.trainer.sessions.values_list("scheduled_end", flat=True)
    for start in sorted(work):
        whole = all(start + n * MINUTE in work for n in range(day.length // MINUTE))
        if whole and (start.minute % QUARTER == 0 or start in ends):
            yield start


def offers(day: Day, now: datetime) -> list[Span]:
    return availability.of_day(day.trainer, day.on, day.length, now=now).slots


def can_be_booked(day: Day, start: datetime, now: datetime, length: timedelta | None = None) -> bool:
    """Whether the domain takes it; it is taken back at once."""
    values = {
        "client": day.newcomer,
        "title": "Tried",
        "scheduled_start": start,
        "scheduled_end": start + (length or day.length),
    }
    with transaction.atomic():
        try:
            booking.book(day.trainer, values, now=now)
        except SchedulingConflict:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def _in_words(day: Day, slots: list[Span]) -> list[str]:
    """What the API answers is what the domain offers, on the trainer's clock."""
    VISITOR.force_login(day.trainer.user, "django.contrib.auth.backends.ModelBackend")
    query = f"date={day.on.isoformat()}&duration={day.length // MINUTE}"
    answer = VISITOR.get(f"/api/v1/sessions/availability?{query}").json()
    zone = day.trainer.zone
    expected = [
        {
            "start": f"{slot.start.astimezone(zone):%Y-%m-%dT%H:%M:%S}",
            "end": f"{slot.end.astimezone(zone):%Y-%m-%dT%H:%M:%S}",
            "duration_minutes": (slot.end - slot.start) // MINUTE,
        }
        for slot in slots
    ]
    said = answer.get("data", {}).get("available_slots")
    return [] if said == expected else [f"the API says {said}, and not {expected}"]


def _otherwise(day: Day, slots: list[Span], booked: dict[datetime, bool]) -> Iterator[str]:
    """Where so long can be booked though it is not offered, or cannot though it is."""
    for start, is_free in booked.items():
        is_offered = any(slot.start <= start and start + day.length <= slot.end for slot in slots)
        if is_free != is_offered:
            yield f"{start:%H:%M}Z is {'' if is_offered else 'not '}offered, {'' if is_free else 'not '}free"


def _at_work(slots: list[Span], work: set[datetime]) -> Iterator[str]:
    """Every minute that is offered is one at which the trainer works."""
    for slot in slots:
        minutes = (slot.start + n * MINUTE for n in range((slot.end - slot.start) // MINUTE))
        if not all(minute in work for minute in minutes):
            yield f"{slot} is offered outside working hours"
