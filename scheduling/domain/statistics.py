"""How many sessions of which kind, and how a trainer's time was spent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from clients.models import Client
from scheduling.domain import horizon, last_seen
from scheduling.domain.periods import Period, before
from scheduling.models.session import Session, SessionQuerySet, is_to_come
from trainers.models import Trainer

TOLD = ("status", "session_type", "scheduled_start", "scheduled_end", "actual_start", "actual_end")


class Summary(TypedDict):
    """Every status and every type is there, zero or not, so that a reader may divide by any of them."""

    total_sessions: int
    by_status: dict[str, int]
    by_type: dict[str, int]
    upcoming_sessions: int


def summarize(sessions: SessionQuerySet, *, now: datetime) -> Summary:
    """Counts of the given sessions, in one query, so that they agree with each other."""
    return summary_of(kinds(sessions, now=now))


def kinds(sessions: SessionQuerySet, *, now: Any) -> QuerySet[Session, Any]:
    """(status, type, how many, how many of them are to come) of the sessions."""
    counted = sessions.order_by().values("status", "session_type")
    counted = counted.annotate(number=Count("pk"), to_come=Count("pk", filter=is_to_come(now)))
    return counted.values_list("status", "session_type", "number", "to_come")


def summary_of(kinds: Iterable[Sequence[Any]]) -> Summary:
    by_status, by_type = dict.fromkeys(Session.Status.values, 0), dict.fromkeys(Session.Type.values, 0)
    upcoming = 0
    for status, session_type, number, to_come in kinds:
        by_status[status] += number
        by_type[session_type] += number
        upcoming += to_come
    return Summary(
        total_sessions=sum(by_status.values()),
        by_status=by_status,
        by_type=by_type,
        upcoming_sessions=upcoming,
    )


@dataclass
class Figures:
    """The sessions of a period, counted by when they are scheduled to start, and who came to be a client."""

    statuses: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    # (weekday, hour) on the wall clock, of all that was not cancelled; by week, (first day, status).
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)
    weeks: Counter[tuple[Period, str]] = field(default_factory=Counter)
    planned: timedelta = timedelta()
    trained: timedelta = timedelta()
    new_clients: int = 0

    @property
    def total(self) -> int:
        return self.statuses.total()

    @property
    def settled(self) -> int:
        """All of which it is known how they went."""
        return self.total - self.statuses[Session.Status.SCHEDULED]

    @property
    def due(self) -> int:
        """Those that somebody was expected to come to, and came or not."""
        return self.statuses[Session.Status.COMPLETED] + self.statuses[Session.Status.NO_SHOW]

    @property
    def completion_percent(self) -> int | None:
        return percent(self.statuses[Session.Status.COMPLETED], self.settled)

    @property
    def no_show_percent(self) -> int | None:
        return percent(self.statuses[Session.Status.NO_SHOW], self.due)


@dataclass(frozen=True)
class Report:
    """A period and the one before it; `not_seen` is as of now, whatever the period."""

    period: Period
    earlier: Period
    now: Figures
    then: Figures
    not_seen: int


def of_period(sessions: SessionQuerySet, period: Period, zone: ZoneInfo) -> SessionQuerySet:
    """Those that are scheduled to start in it; a series that ended has taken its own with it."""
    start, end = period.instants(zone)
    return sessions.without_ended().filter(scheduled_start__gte=start, scheduled_start__lt=end)


def report(trainer: Trainer, period: Period, *, now: datetime) -> Report:
    """Of the trainer's period and of the one before; what series have in them is stored first."""
    earlier, zone = before(period), trainer.zone
    both = Period(earlier.first, period.last)
    horizon.look(trainer, *both.instants(zone), now=now)
    figures = {each: Figures() for each in (period, earlier)}
    weeks = {each: list(each.weeks(trainer.week_starts_on)) for each in figures}
    for row in of_period(Session.objects.for_trainer(trainer), both, zone).values_list(*TOLD):
        wall = row[2].astimezone(zone)
        of = period if wall.date() >= period.first else earlier
        week = next(week for week in weeks[of] if wall.date() <= week.last)
        _count(figures[of], row, wall, week)
    clients = Client.objects.for_trainer(trainer)
    for each, found in figures.items():
        start, end = each.instants(zone)
        found.new_clients = clients.filter(created_at__gte=start, created_at__lt=end).count()
    not_seen = last_seen.not_for_long(last_seen.with_dates(clients, now), now).count()
    return Report(period, earlier, figures[period], figures[earlier], not_seen)


def _count(figures: Figures, row: tuple, wall: datetime, week: Period) -> None:
    status, session_type, start, end, actual_start, actual_end = row
    figures.statuses[status] += 1
    figures.types[session_type] += 1
    figures.weeks[week, status] += 1
    if status != Session.Status.CANCELLED:
        figures.hours[wall.weekday(), wall.hour] += 1
    if status == Session.Status.COMPLETED:
        figures.planned += end - start
        figures.trained += actual_end - actual_start if actual_start and actual_end else end - start


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
