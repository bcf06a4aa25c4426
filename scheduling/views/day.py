"""The day: a list of what is booked and what is free, in the order of the clock, and its hours as a grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.domain import wall_clock
from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.views import grid, slots, toolbar
from scheduling.views.calendar import DAY, SHOWN, Shown, in_bounds, jump, page, sessions_of_days
from scheduling.views.filters import Filters
from scheduling.views.live import state_of
from trainers.access import TrainerRequest, trainer_required
from trainers.models import Trainer

# What the printed day says of a client, beside the name.
ON_PAPER = ("client__phone", "client__fitness_goal", "client__medical_conditions")


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
    return jump(request, "day")


@trainer_required
@require_safe
def day(request: TrainerRequest, day: date) -> HttpResponse:
    now = timezone.now()
    shown = Shown(
        view="day",
        first=day,
        last=day,
        previous=in_bounds(day - DAY),
        next=in_bounds(day + DAY),
        filters=Filters.of(request),
        today=wall_clock.today(now, request.trainer.zone),
        now=now,
    )
    context = _context(request.trainer, shown, asks_why="why" in request.GET) | toolbar.context(
        request, shown
    )
    return page(request, "scheduling/day.html", context)


def _context(trainer: Trainer, shown: Shown, *, asks_why: bool) -> dict[str, object]:
    day = shown.first
    prefetch_related_objects([trainer], "working_hours")  # for what is free, and for the grid
    sessions = sessions_of_days(trainer, day, day, shown.now, shown.filters)
    sheet = list(sessions.only(*SHOWN, *ON_PAPER))
    # Between what is filtered, what is free would look as if all the rest were not.
    free = [] if shown.filters else list(_free(trainer, day, shown.now))
    start, end = wall_clock.day(day, trainer.zone)
    hours = grid.lay_out(trainer, [day], sheet)
    return grid.context(hours, trainer, shown.now) | {
        "state": state_of(sheet, shown.now, free, grid.around(hours)),
        "day": day,
        "entries": sorted([*_booked(sheet), *free], key=lambda entry: (entry.start, entry.session is None)),
        "not_free": slots.not_free(trainer, day, shown.now) if asks_why else None,
        "sheet": [session for session in sheet if session.holds_time],
        "booked": len(shown.filters.booked(sheet)),
        "hours": int((end - start).total_seconds()) / 3600,
        "noon": start + (end - start) / 2,
    }


def _booked(sessions: list[Session]) -> Iterator[Entry]:
    for session in sessions:
        yield Entry(session.scheduled_start, session=session)


def _free(trainer: Trainer, day: date, now: datetime) -> Iterator[Entry]:
    for slot in slots.ahead(trainer, day, now):
        yield Entry(slot.start, slot=slot, opening=slots.opening(slot, trainer))
