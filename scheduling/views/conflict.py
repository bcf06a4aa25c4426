"""Why a time was refused, for a page: what stands in the way, and what is free instead."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils import timezone

from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session
from scheduling.views import slots
from scheduling.views.slots import NotFreeTimes
from trainers.models import Trainer


@dataclass(frozen=True)
class Conflict:
    """`own` is the session in the way if it is the trainer's; of another trainer's only the time is said."""

    in_the_way: Session | None
    own: Session | None
    day: date
    wanted: Span
    offers: list[Span]
    not_free: NotFreeTimes

    @classmethod
    def explain(cls, trainer: Trainer, wanted: Span, conflict: SchedulingConflict, now: datetime) -> Self:
        """Of a session that is to be moved the own time is free."""
        other = conflict.in_the_way
        day = timezone.localtime(wanted.start).date()
        length = wanted.end - wanted.start
        not_free = slots.not_free(trainer, day, now, apart_from=conflict.session)
        return cls(
            in_the_way=other,
            own=other if other and other.trainer_id == trainer.pk else None,
            day=day,
            wanted=wanted,
            offers=[
                Span(slot.start, slot.start + length)
                for slot in slots.between(trainer, day, not_free.stretches, now, length)
            ],
            not_free=not_free,
        )
