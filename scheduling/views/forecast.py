"""What would be booked of a series: its first dates, what is odd about them, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import prefetch_related_objects

from scheduling.domain import availability, recurrence
from scheduling.domain.plans import Plan
from scheduling.domain.recurrence import wall_of
from scheduling.models import Series, Session
from scheduling.views.clashes import Clashes
from trainers.models import Trainer
from trainers.validators import EARLIEST, LATEST

SHOWN = 12


@dataclass(frozen=True)
class Date:
    """A session to come, and what a trainer may not expect of it."""

    session: Session
    odd: list[str]


@dataclass(frozen=True)
class Forecast:
    """`total` is None of a series without end; `odd` are the odd ones beyond the first."""

    series: Series
    total: int | None
    laid_out: int
    first: list[Date]
    odd: list[Date]
    odd_total: int
    clashes: Clashes

    @property
    def more(self) -> int:
        return (self.total or self.laid_out) - len(self.first)

    @property
    def odd_more(self) -> int:
        return self.odd_total - len(self.odd)


def forecast(trainer: Trainer, plan: Plan, now: datetime) -> Forecast:
    """Of a series that is drafted, so that it has a session at least."""
    series = cast(Series, plan.added[0].series)
    dates = list(_dates(trainer, series, plan.added, now))
    odd = [date for date in dates[SHOWN:] if date.odd]
    return Forecast(
        series,
        total_of(series),
        len(dates),
        dates[:SHOWN],
        odd[:SHOWN],
        len(odd),
        Clashes.explain(trainer, plan.collisions),
    )


def total_of(series: Series) -> int | None:
    """How many sessions the rule has; None if it never ends."""
    if series.until is None and series.count is None:
        return None
    return sum(1 for _ in recurrence.of_series(series, EARLIEST, LATEST))


def _dates(trainer: Trainer, series: Series, sessions: list[Session], now: datetime) -> Iterator[Date]:
    prefetch_related_objects([trainer], "working_hours")  # one query, not one for each date
    first, last = sessions[0].scheduled_start, sessions[-1].scheduled_end
    time_off = list(trainer.time_off.filter(start__lt=last, end__gt=first))
    usual = recurrence.rule_of(series).start.time()
    for session in sessions:
        start, end = session.scheduled_start, session.scheduled_end
        hours = availability.working_hours(trainer, start.astimezone(trainer.zone).date())
        odd = {
            "in the past": end <= now,
            "moved by a change of clocks": wall_of(start, series.zone).time() != usual,
            "outside your working hours": not any(on.start <= start and end <= on.end for on in hours),
            "in your time off": any(off.start < end and start < off.end for off in time_off),
        }
        yield Date(session, [words for words, is_so in odd.items() if is_so])
