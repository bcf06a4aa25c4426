"""What would be booked of a series: its dates, what is odd about them, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import cast

from django.utils.translation import gettext as _

from scheduling.domain import horizon, recurrence
from scheduling.domain.plans import Plan
from scheduling.domain.recurrence import Occurrence, wall_of
from scheduling.models import Series, Session
from scheduling.views.clashes import Clashes
from scheduling.views.oddities import oddities
from trainers.models import Trainer
from trainers.validators import EARLIEST, LATEST

SHOWN = 12
# Of a series with an end that many are listed, also beyond what is stored now.
LISTED = 366


@dataclass(frozen=True)
class Date:
    """A session to come, and what a trainer may not expect of it."""

    session: Session
    odd: list[str]


@dataclass(frozen=True)
class Forecast:
    """`total` is None of a series without end; `later` is how many are not listed."""

    series: Series
    total: int | None
    first: list[Date]
    rest: list[Date]
    later: int
    clashes: Clashes

    @property
    def odd(self) -> int:
        """How many are odd beyond the first."""
        return sum(1 for date in self.rest if date.odd)


def forecast(trainer: Trainer, plan: Plan, now: datetime) -> Forecast:
    """Of a series that is drafted, so that it has a session at least."""
    series = cast(Series, plan.added[0].series)
    total = total_of(series)
    after = list(_after(series, plan.added[-1], SHOWN if total is None else None))
    more = max((SHOWN if total is None else LISTED) - len(plan.added), 0)
    unstored = [horizon.session_of(series, each, now) for each in after[:more]]
    dates = list(_dates(trainer, series, plan.added + unstored, now))
    return Forecast(
        series,
        total,
        dates[:SHOWN],
        dates[SHOWN:],
        0 if total is None else len(after) - len(unstored),
        Clashes.explain(trainer, plan.collisions),
    )


def total_of(series: Series) -> int | None:
    """How many sessions the rule has; None if it never ends."""
    if series.is_endless:
        return None
    return sum(1 for each in recurrence.of_series(series, EARLIEST, LATEST))


def _after(series: Series, last: Session, most: int | None) -> Iterator[Occurrence]:
    """What the rule has after what is stored now."""
    found = recurrence.of_series(series, last.scheduled_start, LATEST)
    return islice((each for each in found if each.start > last.scheduled_start), most)


def _dates(trainer: Trainer, series: Series, sessions: list[Session], now: datetime) -> Iterator[Date]:
    usual = recurrence.rule_of(series).start.time()
    for session, unusual in zip(sessions, oddities(trainer, sessions), strict=True):
        odd = {
            _("in the past"): session.scheduled_end <= now,
            _("moved by a change of clocks"): wall_of(session.scheduled_start, series.zone).time() != usual,
        }
        yield Date(session, [*(words for words, is_so in odd.items() if is_so), *unusual])
