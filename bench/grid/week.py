"""A trainer with two weeks of 200 sessions each, for the product and for FullCalendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.served.people import Wanted, hire
from tests.served.server import Server

MONDAY = date(2027, 6, 7)
A_WEEK = 200
PARALLEL = 3

FILL = """
from datetime import datetime
from clients.models import Client
from scheduling.models import Session
from trainers.models import Trainer

trainer = Trainer.objects.get(pk=given["trainer"])
names = ["Emma Wilson", "Noah Kim", "Olivia Brown", "Liam Novak", "Ava Rossi", "Mia Silva", "Ben Cohen"]
clients = list(trainer.clients.order_by("pk"))
for client, name in zip(clients, names * 20):
    client.first_name, client.last_name = name.split()
    client.save()
Session.objects.bulk_create(
    Session(
        trainer=trainer, client=clients[n % len(clients)], title=row["title"], session_type=row["type"],
        scheduled_start=datetime.fromisoformat(row["start"]),
        scheduled_end=datetime.fromisoformat(row["end"]),
    )
    for n, row in enumerate(given["rows"])
)
"""
TITLES = ("Strength", "HIIT", "Rehab", "Mobility", "Boxing", "Yoga", "Running", "Assessment")
TYPES = ("personal", "group", "online", "assessment", "consultation")


@dataclass(frozen=True)
class Week:
    cookie: str
    monday: str
    next_monday: str
    events: list[dict[str, Any]]


def furnish(server: Server) -> Week:
    [person] = hire(server, Wanted(clients=20, parallel_sessions=PARALLEL))
    rows = [row for week in range(2) for row in sessions(MONDAY + timedelta(weeks=week))]
    server.run(FILL, trainer=person.id, rows=rows)
    return Week(person.cookie, str(MONDAY), str(MONDAY + timedelta(weeks=1)), rows[:A_WEEK])


def sessions(monday: date) -> list[dict[str, Any]]:
    """Up to three at once, from seven in the morning, on each day of the week."""
    rows = []
    for number in range(A_WEEK):
        day, place = number % 7, number // 7
        start = datetime.combine(monday + timedelta(days=day), time(7 + place // PARALLEL))
        rows.append(
            {
                "id": str(number),
                "title": TITLES[number % len(TITLES)],
                "type": TYPES[number % len(TYPES)],
                "start": f"{start.isoformat()}+00:00",
                "end": f"{(start + timedelta(minutes=60)).isoformat()}+00:00",
            }
        )
    return rows
