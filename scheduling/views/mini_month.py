"""The small month beside the calendar: how many sessions each day has, and the way there."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from scheduling.models import Session
from scheduling.views.calendar import (
    FIRST_DAY,
    LAST_DAY,
    Shown,
    addresses,
    day_of,
    days_between,
    days_of,
    in_bounds,
    look,
)
from scheduling.views.month import first_of_next, first_of_previous, whole_weeks
from trainers.access import TrainerRequest
from trainers.models import Trainer


@dataclass(frozen=True)
class MiniDay:
    date: date
    address: str | None
    count: int
    is_outside: bool
    is_shown: bool


@dataclass(frozen=True)
class MiniMonth:
    """`previous` and `next` are months to step to, in words of an address (2027-06)."""

    first: date
    weeks: list[list[MiniDay]]
    previous: str | None
    next: str | None


def of(request: TrainerRequest, shown: Shown) -> MiniMonth:
    """Of the month that was asked for (`?mini=2027-06`), else of the day that is shown."""
    asked = day_of(f"{request.GET.get('mini', '')}-01")
    first = asked or shown.day.replace(day=1)
    begin, end = whole_weeks(first, first_of_next(first), request.trainer)
    address_of = addresses(shown.view, shown.filters.query)
    counts = _counts(request.trainer, max(begin, FIRST_DAY), min(end, LAST_DAY), shown)
    days = [
        MiniDay(
            day,
            address_of(day) if in_bounds(day) else None,
            counts[day],
            day.month != first.month,
            shown.first <= day <= shown.last,
        )
        for day in days_between(begin, end)
    ]
    weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
    return MiniMonth(
        first,
        [week for week in weeks if any(not day.is_outside for day in week)],
        _said(first_of_previous(first)),
        _said(in_bounds(first_of_next(first))),
    )


def _said(first: date | None) -> str | None:
    return f"{first:%Y-%m}" if first else None


def _counts(trainer: Trainer, first: date, last: date, shown: Shown) -> Counter[date]:
    """Of what is filtered by; of what takes time, unless a status was chosen."""
    start, end = look(trainer, first, last, shown.now)
    sessions = Session.objects.for_trainer(trainer).without_ended().between(start, end)
    if not shown.filters.statuses:
        sessions = sessions.holding_time()
    spans = shown.filters.apply(sessions).values_list("scheduled_start", "scheduled_end")
    return Counter(day for span in spans for day in days_of(*span, trainer))
