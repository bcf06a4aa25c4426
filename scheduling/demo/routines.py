"""Timelines of demo clients: what repeats, what takes place once, and what has no time yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from clients.models import Client
from scheduling.demo.people import new_uuid
from scheduling.demo.weeks import PAUSE, Planner, minutes
from scheduling.domain import booking, series, timelines, wall_clock
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Cycle, Series, Session, Timeline

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Wish:
    """Something on a timeline, from so many weeks after the first on; without them it has no time yet."""

    title: str
    session_type: str = "personal"
    rule: dict[str, Any] = field(default_factory=dict)
    weeks: int | None = None


WEEKLY, FORTNIGHTLY = {"cycle": Cycle.WEEKLY}, {"cycle": Cycle.WEEKLY, "interval": 2}
# Of the first clients one each, and at the end one of nobody in particular.
ROUTINES = [
    ("Strength, block one", "Twelve weeks to the first strict pull-up.", [
        Wish("Strength: Upper Body", rule={**WEEKLY, "count": 12}, weeks=0),
        Wish("Fitness Assessment", "assessment", weeks=13),
    ]),
    ("Back to running", "After the knee: slowly, and outside as soon as it holds.", [
        Wish("Running Technique", rule=WEEKLY, weeks=1),
        Wish("Gait analysis with the physio", "assessment"),
    ]),
    ("Check-ins", None, [Wish("Online Check-in", "online", {"cycle": Cycle.MONTHLY, "count": 12}, 0)]),
]  # fmt: skip
CLASS = ("Open class", "Whoever wants to come.", [Wish("Mobility for all", "group", FORTNIGHTLY, 0)])


def make(planner: Planner, monday: date) -> int:
    """Timelines of the planner's trainer, from a monday on; returns how many sessions came with them."""
    clients = [client for client in planner.clients if client not in planner.left]
    for client, routine in zip(clients, ROUTINES, strict=False):
        _make(planner, monday, client, *routine)
    _make(planner, monday, None, *CLASS)
    return Session.objects.for_trainer(planner.trainer).exclude(series=None).count()


def _make(
    planner: Planner, monday: date, client: Client | None, name: str, about: str | None, wishes: list[Wish]
) -> None:
    booked_at = wall_clock.day(monday - timedelta(days=2), planner.trainer.zone)[0]
    values = {"uuid": new_uuid(planner.random), "client": client, "name": name, "description": about}
    timeline = timelines.create(planner.trainer, values, now=booked_at)
    for wish in wishes:
        made = _fulfil(planner, timeline, wish, monday, booked_at)
        if made:
            _live(planner, made)


def _fulfil(
    planner: Planner, timeline: Timeline, wish: Wish, monday: date, booked_at: datetime
) -> Series | None:
    """At the first time at which it is in nobody's way; None if there is none."""
    values = {
        "uuid": new_uuid(planner.random),
        "timeline": timeline,
        "title": wish.title,
        "session_type": wish.session_type,
        **wish.rule,
    }
    for times in _times(planner, monday, wish):
        try:
            return series.create(planner.trainer, values | times, now=booked_at)
        except SchedulingConflict:
            continue
    return None


def _times(planner: Planner, monday: date, wish: Wish) -> Iterator[dict[str, datetime]]:
    if wish.weeks is None:
        yield {}
        return
    hours = sorted(planner.hours)
    for weekday, starts_at, ends_at in planner.random.sample(hours, len(hours)):
        day = monday + timedelta(weeks=wish.weeks, days=weekday)
        for minute in range(minutes(starts_at), minutes(ends_at) - 59, 30):
            wall = datetime.combine(day, time(*divmod(minute, 60)))
            start = wall_clock.or_next(wall, planner.trainer.zone)
            yield {"start": start, "end": start + HOUR}


def _live(planner: Planner, made: Series) -> None:
    """What became of its sessions until today, and the next but one is moved by hand."""
    sessions = list(made.sessions.order_by("scheduled_start"))
    for session in sessions:
        session.uuid, session.trainer = new_uuid(planner.random), planner.trainer
    Session.objects.bulk_update(sessions, ["uuid"])
    past = [session for session in sessions if _day(planner, session) < planner.today]
    for session in past:
        outcome = planner.outcome(session.scheduled_start, session.scheduled_end)
        booking.revise(session, outcome, now=session.scheduled_end + PAUSE)
    if len(sessions) > len(past) + 1:
        _move(sessions[len(past) + 1], made.created_at)


def _day(planner: Planner, session: Session) -> date:
    return session.scheduled_end.astimezone(planner.trainer.zone).date()


def _move(session: Session, now: datetime) -> None:
    later = {"scheduled_start": session.scheduled_start + HOUR, "scheduled_end": session.scheduled_end + HOUR}
    try:
        booking.revise(session, later, now=now)
    except SchedulingConflict:
        return
