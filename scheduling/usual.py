"""What is usual with a client: what most of their last sessions were."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from clients.models import Client
from scheduling.domain import wall_clock
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import refused
from scheduling.domain.recurrence import wall_of
from scheduling.models import Session
from trainers.models import Trainer

T = TypeVar("T")

LOOKED_AT = 5
# How far a time is looked for that is free again.
WEEKS = 12
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


def weekly(session: Session, now: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """The session's time in each week that is still to come.

    On the wall clock of `zone`: ten o'clock stays ten o'clock, also over a change of clocks.
    """
    wall, length = wall_of(session.scheduled_start, zone), session.scheduled_end - session.scheduled_start
    while True:
        wall += WEEK
        start = wall_clock.or_next(wall, zone)
        if start > now:
            yield Span(start, start + length)


def free_again(trainer: Trainer, session: Session, now: datetime) -> Span | None:
    """The first of these times that the trainer and the client can have, outside of time off."""
    spans = list(islice(weekly(session, now, trainer.zone), WEEKS))
    taken = {span for span, _ in refused(trainer, session.client_id, spans, now=now)}
    off = list(trainer.time_off.filter(start__lt=spans[-1].end, end__gt=spans[0].start))
    away = {span for span in spans if any(it.start < span.end and span.start < it.end for it in off)}
    return next((span for span in spans if span not in taken | away), None)
