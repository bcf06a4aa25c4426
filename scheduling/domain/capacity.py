"""Whether a trainer can hold fewer sessions at the same time than before: what is booked must fit."""

from datetime import datetime
from heapq import heappop, heappush

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scheduling.domain import conflicts
from scheduling.domain.locking import lock
from trainers import domain
from trainers.clocks import say
from trainers.domain import Errors, Values
from trainers.models import Trainer


@transaction.atomic
def revise(
    trainer: Trainer,
    account: Values,
    values: Values,
    errors: Errors | None = None,
    *,
    now: datetime,
    seen: int | None = None,
) -> Trainer:
    """trainers.domain.revise(), where fewer parallel sessions must fit what is booked."""
    trainer = domain.revise(trainer, account, values, errors, seen=seen)
    if "parallel_sessions" in values:
        check(trainer, trainer.parallel_sessions, now=now)
    return trainer


def check(trainer: Trainer, allowed: int, *, now: datetime) -> None:
    """Raise ValidationError for `parallel_sessions` if from now on more than `allowed` are booked at once.

    Call it in the transaction that writes the number: it locks the trainer as a booking does, so that
    nobody books between the check and the write. What is over by now does not matter.
    """
    lock(trainer)
    start = _first_too_many(trainer, allowed, now)
    if start is not None:
        wall = start.astimezone(trainer.zone)
        message = _(
            "On %(day)s at %(time)s (%(zone)s) more than %(allowed)s at the same time are booked already; "
            "move or cancel them first."
        )
        where = {"day": f"{wall:%Y-%m-%d}", "time": say(wall), "zone": trainer.timezone}
        raise ValidationError({"parallel_sessions": message % {**where, "allowed": allowed}})


def _first_too_many(trainer: Trainer, allowed: int, now: datetime) -> datetime | None:
    """The first instant at which more than `allowed` sessions hold time, None if there is none."""
    ends: list[datetime] = []
    for taken in conflicts.taken_by(trainer, now=now):
        while ends and ends[0] <= taken.start:
            heappop(ends)
        heappush(ends, taken.end)
        if len(ends) > allowed:
            return taken.start
    return None
