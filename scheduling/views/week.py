"""The week: a grid of hours and days with the sessions in their places."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling import week_layout
from scheduling.domain import availability, wall_clock
from scheduling.views.calendar import FIRST_DAY, in_bounds, jump, monday_of, sessions_of_days
from trainers.access import TrainerRequest, trainer_required
from trainers.models import Trainer

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Hour:
    """An hour of the grid that can be clicked; `start` is None when the clocks skip it."""

    row: int
    start: datetime | None
    label: str


@trainer_required
@require_safe
def week_now(request: TrainerRequest) -> HttpResponse:
    return jump(request, "week", timezone.now())


@trainer_required
@require_safe
def week(request: TrainerRequest, day: date) -> HttpResponse:
    """Any day answers with its week, whose own address is that of its Monday."""
    monday = monday_of(day)
    if day != monday and monday >= FIRST_DAY:
        return redirect("week", monday)
    return render(request, "scheduling/week.html", _context(request.trainer, monday, timezone.now()))


def _context(trainer: Trainer, monday: date, now: datetime) -> dict[str, object]:
    today = wall_clock.today(now, trainer.zone)
    week = _lay_out(trainer, monday, now)
    is_empty = not any(day.blocks for day in week.days)
    return {
        "section": "week",
        "week": week,
        "days": [(day, in_bounds(day.date), list(_hours(day.date, week, trainer))) for day in week.days],
        "first": monday,
        "last": monday + WEEK - timedelta(days=1),
        "previous": in_bounds(monday - WEEK) or (FIRST_DAY if monday > FIRST_DAY else None),
        "next": in_bounds(monday + WEEK),
        "today": today,
        "now": now,
        "now_row": week_layout.row_of(now, trainer.zone, week.first_hour),
        "is_this_week": monday <= today < monday + WEEK,
        "is_empty": is_empty,
        "has_clients": not is_empty or trainer.clients.exists(),
        "noon": wall_clock.or_next(datetime.combine(monday, time(12)), trainer.zone),
    }


def _lay_out(trainer: Trainer, monday: date, now: datetime) -> week_layout.Week:
    days = [monday + timedelta(days=n) for n in range(7)]
    prefetch_related_objects([trainer], "working_hours")  # one query, not one for each day
    start, end = wall_clock.day(days[0], trainer.zone)[0], wall_clock.day(days[-1], trainer.zone)[1]
    return week_layout.lay_out(
        sessions_of_days(trainer, days[0], days[-1], now),
        monday,
        trainer.zone,
        [hours for day in days for hours in availability.working_hours(trainer, day)],
        trainer.time_off.filter(start__lt=end, end__gt=start),
    )


def _hours(day: date, week: week_layout.Week, trainer: Trainer) -> Iterator[Hour]:
    for number, hour in enumerate(week.hours):
        wall = datetime.combine(day, time(hour))
        yield Hour(number * week_layout.ROWS_AN_HOUR + 1, _bookable(wall, trainer), f"{hour:02}:00")


def _bookable(wall: datetime, trainer: Trainer) -> datetime | None:
    try:
        return wall if in_bounds(wall.date()) and wall_clock.to_instant(wall, trainer.zone) else None
    except ValidationError:
        return None
