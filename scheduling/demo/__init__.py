"""Believable data to try the product with: trainers, clients, some weeks of sessions, and what repeats.

The same numbers, seed and day give the same data, identifiers included; only password hashes differ.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db import transaction

from clients.domain import deactivate
from scheduling.demo import people, routines
from scheduling.demo.weeks import Planner


@transaction.atomic
def seed(
    trainers: int, clients: int, weeks: int, number: int, today: date, progress: Callable[[], None]
) -> int:
    """Store so many trainers, clients of each and weeks, half of them past; `progress` hears of each week.

    Returns how many sessions.
    """
    people.hire_staff(datetime.combine(today - timedelta(days=200), time(8), tzinfo=UTC))
    monday = today - timedelta(days=today.weekday())
    mondays = [monday + timedelta(weeks=week - weeks // 2) for week in range(weeks)]
    sessions = 0
    for profile in people.profiles(trainers):
        # A trainer's own random numbers: one trainer more does not change the others.
        random = Random(f"{number} {profile.username}")  # noqa: S311 (nothing here is secret)
        trainer = people.hire_trainer(profile, random, today)
        planner = Planner(trainer, people.enrol_clients(trainer, clients, random, today), random, today)
        for week in mondays:
            sessions += planner.book_week(week)
            progress()
        if mondays:
            sessions += routines.make(planner, mondays[0])
        for client in planner.left:
            deactivate(client)
    return sessions
