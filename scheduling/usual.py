"""What is usual with a client: what most of their last sessions were."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from clients.models import Client
from scheduling.domain import wall_clock
from scheduling.domain.availability import Span
from scheduling.domain.recurrence import wall_of
from scheduling.models import Session
from trainers.models import Trainer

T = TypeVar("T")

LOOKED_AT = 5
WEEK = timedelta(weeks=1)
FIELDS = ("title", "session_type", "location", "scheduled_start", "scheduled_end")


@dataclass(frozen=True)
class Usual:
    title: str
    session_type: str
    location: str
    length: timedelta

    @property
    def minutes(self) -> int:
        return int(self.length.total_seconds()) // 60


def usual_of(trainer: Trainer, client: Client) -> Usual | None:
    """Each by itself, of equals the latest; None before the first session."""
    own = Session.objects.for_trainer(trainer).filter(client=client).without_ended()
    last = list(own.order_by("-scheduled_start", "-id").values_list(*FIELDS)[:LOOKED_AT])
    if not last:
        return None
    titles, types, locations, starts, ends = zip(*last, strict=True)
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    return Usual(_most(titles), _most(types), _most(locations) or "", _most(lengths))


def _most(values: Sequence[T]) -> T:
    return Counter(values).most_common(1)[0][0]


def same_time(session: Session, now: datetime, zone: ZoneInfo) -> Span:
    """The session's time in the next week that is still to come.

    On the wall clock of `zone`: ten o'clock stays ten o'clock, also over a change of clocks.
    """
    wall = wall_of(session.scheduled_start, zone) + WEEK
    while (start := wall_clock.or_next(wall, zone)) <= now:
        wall += WEEK
    return Span(start, start + (session.scheduled_end - session.scheduled_start))
