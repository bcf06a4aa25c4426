"""Which sessions of a series cannot have their time, and what is in the way of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from scheduling.domain.availability import Span
from scheduling.domain.conflicts import Collision, Taken
from scheduling.models import Session
from trainers.models import Trainer

SHOWN = 12


@dataclass(frozen=True)
class Clash:
    """`own` is the session in the way, if it is stored and the trainer's; `title` of the trainer's only."""

    wanted: Span
    taken: Span
    own: Session | None
    title: str


@dataclass(frozen=True)
class Clashes:
    """The first of them, in order; `first` is when."""

    total: int
    shown: list[Clash]
    first: datetime | None

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    @classmethod
    def explain(cls, trainer: Trainer, collisions: Collection[Collision]) -> Self:
        """Of another trainer's session only the time is said."""
        first = sorted(collisions, key=lambda each: each.session.scheduled_start)[:SHOWN]
        own = {each.taken.pk for each in first if _is_own(each.taken, trainer)}
        stored = Session.objects.for_trainer(trainer).select_related("client").in_bulk(own - {None})
        shown = [_explain(each, stored, trainer) for each in first]
        return cls(len(collisions), shown, shown[0].wanted.start if shown else None)

    def __bool__(self) -> bool:
        return self.total > 0


def _explain(collision: Collision, stored: dict[int, Session], trainer: Trainer) -> Clash:
    session, taken = collision.session, collision.taken
    return Clash(
        Span(session.scheduled_start, session.scheduled_end),
        Span(taken.start, taken.end),
        stored.get(taken.pk) if taken.pk else None,
        taken.title if _is_own(taken, trainer) else "",
    )


def _is_own(taken: Taken, trainer: Trainer) -> bool:
    return taken.trainer_id == trainer.pk
