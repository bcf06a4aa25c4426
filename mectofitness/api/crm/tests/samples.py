"""What the tests of contract 001 book, and all that is stored."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clients.models import Client
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import TimeOff, Trainer, User, WorkingHours

FIELDS = [
    "id",
    "title",
    "description",
    "session_type",
    "location",
    "scheduled_start",
    "scheduled_end",
    "actual_start",
    "actual_end",
    "status",
    "exercises_performed",
    "notes",
    "client_feedback",
    "trainer_notes",
    "google_event_id",
    "outlook_event_id",
    "created_at",
    "updated_at",
    "trainer_id",
    "client_id",
]


def at(wall: str, zone: str = "Europe/Berlin") -> datetime:
    """The instant of a wall-clock time."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))


def session(client: Client, start: str = "2027-06-08T10:00:00", minutes: int = 60, **more: Any) -> Session:
    """One that starts at a time on the clocks of Berlin."""
    starts = at(start)
    return SessionFactory(
        client=client, scheduled_start=starts, scheduled_end=starts + timedelta(minutes=minutes), **more
    )


def stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of ours, to be compared by value; signing in may change `last_login`."""
    models = (Session, Client, Trainer, WorkingHours, TimeOff, User)
    rows = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}
    for user in rows["User"]:
        del user["last_login"]
    return rows
