"""The day: a list of what is booked and what is free, in the order of the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.domain import wall_clock
from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.views import slots
from scheduling.views.calendar import in_bounds, jump, sessions_of_days
from trainers.access import TrainerRequest, trainer_required
from trainers.models import Trainer


@dataclass(frozen=True)
class Entry:
    """One line of the day: a session, or a free slot with the session it would open with."""

    start: datetime
    session: Session | None = None
    slot: Span | None = None
    opening: Span | None = None


@trainer_required
@require_safe
def day_now(request: TrainerRequest) -> HttpResponse:
    return jump(request, "day", timezone.now())


@trainer_required
@require_safe
def day(request: TrainerRequest, day: date) -> HttpResponse:
    return render(request, "scheduling/day.html", _context(request.trainer, day, timezone.now()))


def _context(trainer: Trainer, day: date, now: datetime) -> dict[str, object]:
    sessions = list(sessions_of_days(trainer, day, day, now))
    entries = [*_booked(sessions), *_free(trainer, day, now)]
    start, end = wall_clock.day(day, trainer.zone)
    return {
        "section": "day",
        "day": day,
        "entries": sorted(entries, key=lambda entry: (entry.start, entry.session is None)),
        "booked": sum(session.holds_time for session in sessions),
        "previous": in_bounds(day - timedelta(days=1)),
        "next": in_bounds(day + timedelta(days=1)),
        "today": wall_clock.today(now, trainer.zone),
        "now": now,
        "hours": int((end - start).total_seconds()) / 3600,
        "noon": start + (end - start) / 2,
    }


def _booked(sessions: list[Session]) -> Iterator[Entry]:
    for session in sessions:
        yield Entry(session.scheduled_start, session=session)


def _free(trainer: Trainer, day: date, now: datetime) -> Iterator[Entry]:
    for slot in slots.ahead(trainer, day, now):
        yield Entry(slot.start, slot=slot, opening=slots.opening(slot, trainer))
