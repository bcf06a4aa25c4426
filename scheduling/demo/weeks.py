"""Some weeks of a demo trainer's sessions: standing appointments, what came between, how it went."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from clients.models import Client
from scheduling.demo import texts
from scheduling.demo.people import new_uuid, sometimes
from scheduling.domain import booking, wall_clock
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session
from trainers.models import Trainer

PAUSE = timedelta(minutes=15)


@dataclass(frozen=True)
class Appointment:
    """Who trains what at which time of a week, on the trainer's clock."""

    client: Client
    weekday: int
    start: time
    length: timedelta
    session_type: str
    title: str
    location: str

    def on(self, monday: date) -> tuple[datetime, datetime]:
        start = datetime.combine(monday + timedelta(days=self.weekday), self.start)
        return start, start + self.length


class Planner:
    """Draws the sessions of one trainer, the same ones from the same random numbers."""

    def __init__(self, trainer: Trainer, clients: list[Client], random: Random, today: date) -> None:
        self.trainer, self.clients, self.random, self.today = trainer, clients, random, today
        self.hours = [(row.weekday, row.starts_at, row.ends_at) for row in trainer.working_hours.all()]
        self.time_off = list(trainer.time_off.all())
        # Those who left have a past and no future.
        self.left = clients[5::6]
        self.standing = list(self.group_classes())
        for client in clients:
            for _ in range(random.choice([1, 1, 2])):
                self.standing += self.appointment(client, random.choices(["personal", "online"], [5, 1])[0])

    def appointment(self, client: Client, session_type: str) -> list[Appointment]:
        """A time in the week beside the standing ones, if one is found soon; some days fill up first."""
        titles, lengths = texts.OFFERS[session_type]
        length = timedelta(minutes=self.random.choice(lengths))
        for _ in range(12):
            weekday, starts_at, ends_at = self.random.choices(self.hours, self.weights())[0]
            room = minutes(ends_at) - minutes(starts_at) - length // timedelta(minutes=1)
            start = minutes(starts_at) + self.random.randrange(0, room + 1, 30)
            wish = Appointment(
                client,
                weekday,
                time(*divmod(start, 60)),
                length,
                session_type,
                self.random.choice(titles),
                self.random.choice(texts.PLACES[session_type]),
            )
            if not any(too_close(wish, other) for other in self.standing):
                return [wish]
        return []

    def weights(self) -> list[int]:
        """The first working day is the busy one, the last a quiet one."""
        days = sorted({weekday for weekday, _, _ in self.hours})
        return [2 * (len(days) - days.index(weekday)) for weekday, _, _ in self.hours]

    def group_classes(self) -> Iterator[Appointment]:
        """Two evenings a week with as many clients as the trainer takes at once."""
        places = min(self.trainer.parallel_sessions, len(self.clients))
        if places < 2:
            return
        titles, (length,) = texts.OFFERS["group"]
        for weekday in (2, 4):
            title, place = self.random.choice(titles), texts.PLACES["group"][0]
            for client in self.random.sample(self.clients, places):
                yield Appointment(client, weekday, time(18), timedelta(minutes=length), "group", title, place)

    def book_week(self, monday: date) -> int:
        """Book a week; returns how many sessions."""
        return sum(self.book(appointment, monday) for appointment in self.of_this_week())

    def of_this_week(self) -> Iterator[Appointment]:
        """The standing appointments as the week has them, and one or two that are none."""
        for appointment in self.standing:
            if appointment.session_type == "group":
                yield appointment
                continue
            luck = self.random.random()
            if luck < 0.07:
                continue  # on holiday
            if luck < 0.15:
                hour = min(appointment.start.hour + self.random.choice([1, 2, 3]), 20)
                appointment = replace(appointment, start=appointment.start.replace(hour=hour))
            yield appointment
        for _ in range(self.random.choice([0, 1, 2, 2])):
            session_type = self.random.choice(["assessment", "consultation"])
            yield from self.appointment(self.random.choice(self.clients), session_type)

    def book(self, appointment: Appointment, monday: date) -> bool:
        wall_start, wall_end = appointment.on(monday)
        start = wall_clock.or_next(wall_start, self.trainer.zone)
        end = wall_clock.or_next(wall_end, self.trainer.zone)
        is_past = wall_end.date() < self.today
        outcome = self.outcome(start, end) if is_past else self.prospect()
        values = {**self.values(appointment), "scheduled_start": start, "scheduled_end": end}
        if self.is_off(start, end) or (appointment.client in self.left and not is_past):
            return False
        booked_at = self.booked_at(start)
        try:
            session = booking.book(self.trainer, values, now=booked_at)
        except SchedulingConflict:
            return False  # somebody else was moved into this time
        booking.revise(session, outcome, now=end + PAUSE if is_past else booked_at)
        return True

    def values(self, appointment: Appointment) -> dict[str, Any]:
        return {
            "uuid": new_uuid(self.random),
            "client": appointment.client,
            "title": appointment.title,
            "session_type": appointment.session_type,
            "location": appointment.location,
            "description": sometimes(self.random, texts.DESCRIPTIONS, 0.3) or None,
            "notes": sometimes(self.random, texts.NOTES, 0.4) or None,
        }

    def outcome(self, start: datetime, end: datetime) -> dict[str, Any]:
        """How a past session went."""
        luck = self.random.random()
        if luck < 0.06:
            return {"status": Session.Status.NO_SHOW, "trainer_notes": self.random.choice(texts.MISSED)}
        if luck < 0.14:
            return {"status": Session.Status.CANCELLED, "notes": self.random.choice(texts.CALLED_OFF)}
        return {
            "status": Session.Status.COMPLETED,
            "actual_start": start + timedelta(minutes=self.random.choice([0, 0, 2, 5, 8])),
            "actual_end": end + timedelta(minutes=self.random.choice([-5, 0, 0, 3, 10])),
            "exercises_performed": self.random.choice(texts.EXERCISES),
            "client_feedback": sometimes(self.random, texts.FEEDBACK, 0.5) or None,
            "trainer_notes": sometimes(self.random, texts.TRAINER_NOTES, 0.5) or None,
        }

    def prospect(self) -> dict[str, Any]:
        """What is known of a session to come."""
        if self.random.random() < 0.06:
            return {"status": Session.Status.CANCELLED, "notes": self.random.choice(texts.CALLED_OFF)}
        return {"trainer_notes": sometimes(self.random, texts.TRAINER_NOTES, 0.2) or None}

    def is_off(self, start: datetime, end: datetime) -> bool:
        return any(off.start < end and start < off.end for off in self.time_off)

    def booked_at(self, start: datetime) -> datetime:
        """Some days before, at a waking hour, and not later than today."""
        present, _ = wall_clock.day(self.today, self.trainer.zone)
        return min(start - timedelta(days=2), present) - timedelta(minutes=self.random.randrange(120, 9000))


def minutes(of: time) -> int:
    """Since midnight."""
    return of.hour * 60 + of.minute


def too_close(one: Appointment, other: Appointment) -> bool:
    """Whether there is no pause between the two, or the client would train twice on that day."""
    if one.weekday != other.weekday:
        return False
    monday = date.min
    (start, end), (other_start, other_end) = one.on(monday), other.on(monday)
    return one.client == other.client or (start < other_end + PAUSE and other_start < end + PAUSE)
