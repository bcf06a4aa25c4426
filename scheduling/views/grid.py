"""Days drawn as a grid of hours: what its template, scheduling/_grid.html, shows of them."""

from collections.abc import Sequence
from datetime import date, datetime

from scheduling import week_layout
from scheduling.domain import availability, wall_clock
from scheduling.rows import Listed
from scheduling.views.calendar import in_bounds
from scheduling.week_layout import Stripe, Week
from trainers.models import Trainer


def lay_out(trainer: Trainer, dates: Sequence[date], sessions: Sequence[Listed]) -> Week:
    start, end = wall_clock.day(dates[0], trainer.zone)[0], wall_clock.day(dates[-1], trainer.zone)[1]
    return week_layout.lay_out(
        sessions,
        dates,
        trainer.zone,
        availability.working_hours(trainer, *dates),
        availability.time_off(trainer, start, end),
    )


def context(week: Week, trainer: Trainer, now: datetime) -> dict[str, object]:
    return {
        "week": week,
        "days": [(day, in_bounds(day.date)) for day in week.days],
        "now_row": week_layout.row_of(now, week, trainer.zone),
    }


def around(week: Week) -> list[tuple[list[Stripe], list[Stripe]]]:
    """What is drawn besides the sessions, for the state of the page."""
    return [(day.closed, day.off) for day in week.days]
