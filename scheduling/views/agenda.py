"""The agenda: a list of the next days that have anything, paged by date."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.domain import wall_clock
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from scheduling.views import toolbar
from scheduling.views.calendar import DAY, FIRST_DAY, LAST_DAY, Shown, in_bounds, jump, page, sessions_of_days
from scheduling.views.filters import Filters
from scheduling.views.live import state_of
from trainers.access import TrainerRequest, trainer_required
from trainers.models import Trainer

# How far a page looks, and how much it shows: when one is reached, until the end of that day.
AHEAD = timedelta(days=91)
MOST_SESSIONS, MOST_DAYS = 100, 14


@dataclass(frozen=True)
class AgendaDay:
    date: date
    sessions: list[Session]
    booked: list[Session]


@trainer_required
@require_safe
def agenda_now(request: TrainerRequest) -> HttpResponse:
    return jump(request, "agenda")


@trainer_required
@require_safe
def agenda(request: TrainerRequest, day: date) -> HttpResponse:
    trainer, now, filters = request.trainer, timezone.now(), Filters.of(request)
    end = in_bounds(day + AHEAD) or LAST_DAY
    sessions = sessions_of_days(trainer, day, end, now, filters)
    last = _last(sessions, trainer, day) or end
    shown = Shown(
        view="agenda",
        first=day,
        last=last,
        previous=_previous(trainer, day, filters),
        next=in_bounds(last + DAY),
        filters=filters,
        today=wall_clock.today(now, trainer.zone),
        now=now,
    )
    until_last = sessions.filter(scheduled_start__lt=wall_clock.day(last, trainer.zone)[1])
    grouped = groupby(until_last, lambda session: max(_day_of(session.scheduled_start, trainer), day))
    found = [(on, list(these)) for on, these in grouped]
    context = {
        "state": state_of((session for _, these in found for session in these), now),
        "days": [AgendaDay(on, these, filters.booked(these)) for on, these in found],
        "first": day,
        "last": last,
        "has_clients": bool(found) or trainer.clients.exists(),
    }
    return page(request, "scheduling/agenda.html", context | toolbar.context(request, shown))


def _last(sessions: SessionQuerySet, trainer: Trainer, first: date) -> date | None:
    """The last day of a page that is full; None if it has room for all."""
    starts = list(sessions.values_list("scheduled_start", flat=True)[:MOST_SESSIONS])
    days = sorted({max(_day_of(start, trainer), first) for start in starts})
    if len(days) > MOST_DAYS:
        return days[MOST_DAYS - 1]
    return days[-1] if len(starts) == MOST_SESSIONS else None


def _previous(trainer: Trainer, day: date, filters: Filters) -> date | None:
    """Where the page before begins; None if there is nothing before."""
    start = wall_clock.day(day, trainer.zone)[0]
    before = Session.objects.for_trainer(trainer).without_ended().filter(scheduled_start__lt=start)
    starts = filters.apply(before).order_by("-scheduled_start", "-id")
    found = starts.values_list("scheduled_start", flat=True)[:MOST_SESSIONS]
    days = sorted({_day_of(start, trainer) for start in found}, reverse=True)[:MOST_DAYS]
    return max(days[-1], FIRST_DAY) if days else None


def _day_of(instant: datetime, trainer: Trainer) -> date:
    return instant.astimezone(trainer.zone).date()
