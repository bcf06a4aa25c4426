"""A plan for the sessions of a series is stored, as a whole."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.plans import WHAT, WHEN, Change, Plan
from scheduling.models import Session, guard
from trainers.recording import record_changes


def settle(plan: Plan, *, now: datetime) -> None:
    """Store what was planned. Raises SchedulingConflict, and has stored nothing then."""
    if plan.collisions:
        raise SchedulingConflict.of(plan.collisions)
    try:
        with transaction.atomic():
            _write(plan, now)
    except IntegrityError as error:
        if guard.is_overlap(error):  # another trainer of this client was quicker
            raise SchedulingConflict(_first(plan), None) from error
        raise


def _write(plan: Plan, now: datetime) -> None:
    Session.objects.filter(pk__in=[session.pk for session in plan.dropped]).delete()
    _move([change for change in plan.changed if change.moves])
    for values, changes in _alike(plan.changed):
        _stored(changes).rewrite(**dict(zip(WHAT, values, strict=True)), updated_at=now)
    record_changes((change.session, _become(change, WHAT + WHEN)) for change in plan.changed)
    Session.objects.bulk_create(plan.added, batch_size=500)


def _move(changes: list[Change]) -> None:
    """Give the sessions their times, and leave them cancelled: what follows says what they are."""
    # They make room first: of two that change places, the one would be in the way of the other.
    _stored(changes).update(status=Session.Status.CANCELLED)
    moved = [_become(change, WHEN) for change in changes]
    Session.objects.silent().bulk_update(moved, WHEN)


def _become(change: Change, names: Iterable[str]) -> Session:
    session = copy(change.session)  # the plan still tells what was there before
    for name in names:
        setattr(session, name, getattr(change.to, name))
    return session


def _alike(changes: list[Change]) -> Iterable[tuple[tuple[Any, ...], list[Change]]]:
    """(values, changes) of those that become the same, but for their times."""
    found: dict[tuple[Any, ...], list[Change]] = {}
    for change in changes:
        found.setdefault(tuple(getattr(change.to, name) for name in WHAT), []).append(change)
    return found.items()


def _stored(changes: list[Change]) -> Any:
    """The sessions, to be written in steps: what comes of it is recorded once, at the end."""
    return Session.objects.filter(pk__in=[change.session.pk for change in changes]).silent()


def _first(plan: Plan) -> Session:
    return min([*(change.to for change in plan.changed), *plan.added], key=lambda each: each.scheduled_start)
