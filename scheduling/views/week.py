"""The week and the work week: a grid of hours and days with the sessions in their places."""

from datetime import date, datetime, time, timedelta

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.clock_rows import Ruler
from scheduling.domain import periods, wall_clock
from scheduling.rows import Row, rows_of
from scheduling.views import grid, toolbar
from scheduling.views.calendar import (
    FIRST_DAY,
    WEEK,
    Shown,
    address,
    days_between,
    days_of,
    in_bounds,
    jump,
    page,
    sessions_of_days,
)
from scheduling.views.filters import Filters
from scheduling.views.live import state_of
from trainers.access import TrainerRequest, trainer_required
from trainers.models import Trainer

MONDAY_TO_FRIDAY = range(5)


@trainer_required
@require_safe
def week_now(request: TrainerRequest) -> HttpResponse:
    return jump(request, "week")


@trainer_required
@require_safe
def work_week_now(request: TrainerRequest) -> HttpResponse:
    return jump(request, "work-week")


@trainer_required
@require_safe
def week(request: TrainerRequest, day: date) -> HttpResponse:
    return _answer(request, "week", day)


@trainer_required
@require_safe
def work_week(request: TrainerRequest, day: date) -> HttpResponse:
    return _answer(request, "work-week", day)


def _answer(request: TrainerRequest, view: str, day: date) -> HttpResponse:
    """Any day answers with its week, whose own address is that of its first day."""
    trainer, now = request.trainer, timezone.now()
    first = periods.week(day, trainer.week_starts_on).first
    if day != first and first >= FIRST_DAY:
        return redirect(address(view, first, request.GET.urlencode()))
    shown = Shown(
        view=view,
        first=first,
        last=first + WEEK - timedelta(days=1),
        previous=in_bounds(first - WEEK) or (FIRST_DAY if first > FIRST_DAY else None),
        next=in_bounds(first + WEEK),
        filters=Filters.of(request),
        today=wall_clock.today(now, trainer.zone),
        now=now,
    )
    return page(request, "scheduling/week.html", _context(trainer, shown) | toolbar.context(request, shown))


def _context(trainer: Trainer, shown: Shown) -> dict[str, object]:
    every = list(days_between(shown.first, shown.last))
    dates = _work_days(every, trainer) if shown.view == "work-week" else every
    sessions = rows_of(sessions_of_days(trainer, shown.first, shown.last, shown.now, shown.filters))
    week = grid.lay_out(trainer, dates, sessions)
    return grid.context(week, trainer, shown.now) | {
        "state": state_of(sessions, shown.now, grid.around(week)),
        "first": dates[0],
        "last": dates[-1],
        "changes": sorted(Ruler(dates, trainer.zone).changes),
        "elsewhere": _elsewhere(sessions, dates, trainer),
        "week_address": address("week", max(shown.first, FIRST_DAY), shown.filters.query),
        "is_empty": not sessions,
        "has_clients": bool(sessions) or trainer.clients.exists(),
        "noon": wall_clock.or_next(datetime.combine(shown.first, time(12)), trainer.zone),
    }


def _work_days(days: list[date], trainer: Trainer) -> list[date]:
    """Those with working hours; Monday to Friday until there are any."""
    prefetch_related_objects([trainer], "working_hours")  # for the hours of the grid, too
    worked = {hours.weekday for hours in trainer.working_hours.all()} or set(MONDAY_TO_FRIDAY)
    return [day for day in days if day.weekday() in worked]


def _elsewhere(sessions: list[Row], dates: list[date], trainer: Trainer) -> int:
    """How many sessions of the week are on none of the days shown."""
    if len(dates) == WEEK.days:
        return 0
    shown = set(dates)
    spans = ((session.scheduled_start, session.scheduled_end) for session in sessions)
    return sum(shown.isdisjoint(days_of(start, end, trainer)) for start, end in spans)
