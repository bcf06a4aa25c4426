"""A list of sessions as a table, on the clock of their trainer."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from trainers.xlsx import Value

SESSIONS_AT_ONCE = 500
# {field of the session or its client: name of the column}
TIMES = {
    "scheduled_start": _("Start"),
    "scheduled_end": _("End"),
    "actual_start": _("Actual start"),
    "actual_end": _("Actual end"),
}
COLUMNS = {
    "client": _("Client"),
    "email": _("E-mail"),
    "title": _("Title"),
    "session_type": _("Type"),
    "status": _("Status"),
    "cancellation_reason": _("Reason"),
    "location": _("Place"),
    "description": _("Description"),
    "exercises_performed": _("Exercises"),
    "notes": _("Notes"),
    "client_feedback": _("Feedback"),
    "trainer_notes": _("Private notes"),
}
OF_CLIENT: dict[str, Callable[[Session], Value]] = {
    "client": lambda session: session.client.name if session.client else None,
    "email": lambda session: session.client.email if session.client else None,
}


def table(sessions: SessionQuerySet, zone: ZoneInfo) -> Iterator[list[Value]]:
    """The names of the columns, in the language of now, and a row for each session."""
    names: list[Value] = [str(name) for name in (*TIMES.values(), *COLUMNS.values())]
    return _rows(names, sessions.select_related("client"), zone)


def _rows(names: list[Value], sessions: SessionQuerySet, zone: ZoneInfo) -> Iterator[list[Value]]:
    yield names
    for session in sessions.iterator(SESSIONS_AT_ONCE):
        times: list[Value] = [_on_the_wall(getattr(session, name), zone) for name in TIMES]
        yield times + [_value(session, name) for name in COLUMNS]


def _on_the_wall(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A cell has no zone."""
    return instant.astimezone(zone).replace(tzinfo=None) if instant else None


def _value(session: Session, name: str) -> Value:
    of_client = OF_CLIENT.get(name)
    value: Value = of_client(session) if of_client else getattr(session, name)
    return value
