"""Somebody stands in for a trainer: what is booked in a span, who could have it, and that they have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from scheduling.domain import booking, conflicts, horizon
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import Taken
from scheduling.domain.locking import lock_all
from scheduling.models import Session
from trainers.models import Trainer


@dataclass(frozen=True)
class Standing:
    """A session, and what keeps the trainer who was asked about from it, if anything does."""

    session: Session
    taken: Taken | None = None


def booked(
    trainer: Trainer, by: Trainer | None, start: datetime, end: datetime, *, now: datetime
) -> list[Standing]:
    """What of the trainer's is scheduled in [start, end), in order, each with what `by` has then."""
    horizon.look(trainer, start, end, now=now)
    scheduled = Session.objects.for_trainer(trainer).filter(status=Session.Status.SCHEDULED)
    found = list(scheduled.between(start, end).select_related("client").in_order())
    for session in found:
        session.trainer = trainer
    # Their clients have no other session at these times: they are in these.
    spans = [Span(session.scheduled_start, session.scheduled_end) for session in found]
    taken = dict(conflicts.refused(by, None, spans, now=now)) if by else {}
    return [Standing(session, taken.get(span)) for session, span in zip(found, spans, strict=True)]


def give(sessions: Sequence[Session], by: Trainer, seen: Mapping[UUID, int], *, now: datetime) -> None:
    """All of them to that trainer, or none. Raises ValidationError, SchedulingConflict and Overtaken."""
    with transaction.atomic():
        lenders = {lender for each in sessions for lender in booking.lenders(each.trainer, each.client)}
        lock_all([*{session.trainer for session in sessions}, *lenders, by])
        for session in sessions:
            booking.revise(session, {"trainer": by}, now=now, seen=seen.get(session.uuid))
