"""The month: its weeks, and on each day the first few sessions and how many there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.domain import availability, periods, wall_clock
from scheduling.rows import Row, rows_of
from scheduling.views import toolbar
from scheduling.views.calendar import (
    DAY,
    Shown,
    address,
    addresses,
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

MOST_A_DAY = 3


@dataclass(frozen=True)
class Cell:
    """A day of the month page; its `address` is None where the calendar ends, `booked` is what counts.

    `off` says why the trainer is away, on all of the day or on a part of it.
    """

    on: date
    address: str | None
    is_outside: bool
    every: list[Row]
    booked: list[Row]
    off: list[str]

    @property
    def sessions(self) -> list[Row]:
        """What there is room for."""
        return self.every[:MOST_A_DAY]

    @property
    def more(self) -> int:
        return len(self.every) - len(self.sessions)


@trainer_required
@require_safe
def month_now(request: TrainerRequest) -> HttpResponse:
    return jump(request, "month")


@trainer_required
@require_safe
def month(request: TrainerRequest, day: date) -> HttpResponse:
    """Any day answers with its month, whose own address is that of its first day."""
    trainer, now = request.trainer, timezone.now()
    if day.day != 1:
        return redirect(address("month", day.replace(day=1), request.GET.urlencode()))
    shown = Shown(
        view="month",
        first=day,
        last=periods.month(day).last,
        previous=first_of_previous(day),
        next=in_bounds(first_of_next(day)),
        filters=Filters.of(request),
        today=wall_clock.today(now, trainer.zone),
        now=now,
    )
    weeks = _weeks(trainer, shown)
    inside = [cell for week in weeks for cell in week if not cell.is_outside]
    booked = {session.pk for cell in inside for session in cell.booked}
    context = {
        "state": state_of(
            (session for week in weeks for cell in week for session in cell.every),
            now,
            [cell.off for week in weeks for cell in week],
        ),
        "weeks": weeks,
        "weekdays": [cell.on for cell in weeks[0]],
        "first": day,
        "booked": len(booked),
        "has_clients": any(cell.every for cell in inside) or trainer.clients.exists(),
    }
    return page(request, "scheduling/month.html", context | toolbar.context(request, shown))


def first_of_next(day: date) -> date:
    return periods.month(day).last + DAY


def first_of_previous(day: date) -> date | None:
    before = in_bounds(periods.month(day).first - DAY)
    return before and periods.month(before).first


def whole_weeks(first: date, last: date, trainer: Trainer) -> tuple[date, date]:
    """From the first day of the week of one day to the last of that of another."""
    starts_on = trainer.week_starts_on
    return periods.week(first, starts_on).first, periods.week(last, starts_on).last


def _weeks(trainer: Trainer, shown: Shown) -> list[list[Cell]]:
    first, last = whole_weeks(shown.first, shown.last, trainer)
    on = defaultdict(list)
    for session in rows_of(sessions_of_days(trainer, first, last, shown.now, shown.filters)):
        for day in days_of(session.scheduled_start, session.scheduled_end, trainer):
            on[day].append(session)
    away, address_of = _time_off(trainer, first, last), addresses("day")
    cells = [
        Cell(
            day,
            address_of(day) if in_bounds(day) else None,
            not shown.first <= day <= shown.last,
            on[day],
            shown.filters.booked(on[day]),
            away[day],
        )
        for day in days_between(first, last)
    ]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _time_off(trainer: Trainer, first: date, last: date) -> dict[date, list[str]]:
    start, end = wall_clock.day(first, trainer.zone)[0], wall_clock.day(last, trainer.zone)[1]
    away = defaultdict(list)
    for off in availability.time_off(trainer, start, end):
        for day in days_of(max(off.start, start), min(off.end, end), trainer):
            away[day].append(str(off))
    return away
