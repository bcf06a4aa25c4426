"""Why a time is not free: which session stands in the way."""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError

from scheduling.models import Session
from scheduling.models.guard import CLIENT_OVERLAP, TRAINER_OVERLAP
from scheduling.models.session import SessionQuerySet


class SchedulingConflict(Exception):
    """A session cannot have the time it was given. `str()` says why, in words for its trainer.

    `in_the_way` is the earliest session that holds the time, None when it is gone again by now.
    """

    def __init__(self, session: Session, in_the_way: Session | None) -> None:
        self.in_the_way = in_the_way
        if in_the_way is None:
            super().__init__("Scheduling conflict detected")
            return
        # What another trainer has booked with this client is not for this trainer to read.
        own = in_the_way.trainer_id == session.trainer_id
        what = f'session "{in_the_way.title}"' if own else "another session of this client"
        start = in_the_way.scheduled_start.astimezone(session.trainer.zone)
        super().__init__(f"Scheduling conflict detected with {what} at {start:%Y-%m-%dT%H:%M:%S}")


def is_overlap(error: IntegrityError) -> bool:
    """Whether the guard in the database refused the write, and not another constraint."""
    return TRAINER_OVERLAP in str(error) or CLIENT_OVERLAP in str(error)


def first_in_the_way(session: Session) -> Session | None:
    """The earliest session that keeps this one from its time."""
    in_the_way = [*_of_the_client(session), *_of_the_trainer(session)]
    return min(in_the_way, key=lambda other: (other.scheduled_start, other.pk), default=None)


def _of_the_client(session: Session) -> Iterator[Session]:
    yield from _others(session).filter(client=session.client_id)


def _of_the_trainer(session: Session) -> Iterator[Session]:
    """Those that take part in an instant at which the trainer has no place left."""
    others = list(_others(session).for_trainer(session.trainer))
    instants = {max(other.scheduled_start, session.scheduled_start) for other in others}
    full = [
        instant
        for instant in instants
        if sum(_covers(other, instant) for other in others) >= session.trainer.parallel_sessions
    ]
    return (other for other in others if any(_covers(other, instant) for instant in full))


def _others(session: Session) -> SessionQuerySet:
    return (
        Session.objects.holding_time()
        .between(session.scheduled_start, session.scheduled_end)
        .exclude(pk=session.pk)
    )


def _covers(session: Session, instant: datetime) -> bool:
    return session.scheduled_start <= instant < session.scheduled_end
