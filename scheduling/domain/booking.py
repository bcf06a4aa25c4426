"""Book, revise, cancel and remove sessions: lock, check, write, in one transaction.

Times are aware datetimes, cut to the whole second. `values` and `changes` are {field of Session: value};
`errors` are what a door could not read, {field: message}: one answer then names everything that is wrong.
`now` is the clock. All raise ValidationError by field, and SchedulingConflict when the time is taken.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from scheduling.domain.conflicts import SchedulingConflict, first_in_the_way, is_overlap
from scheduling.models import Session
from trainers.models import Trainer
from trainers.validators import check

Errors = Mapping[str, str]

INACTIVE = "This client is inactive; bring the client back before booking"


def book(
    trainer: Trainer, values: Mapping[str, Any], *, now: datetime, errors: Errors | None = None
) -> Session:
    """A new session of the trainer with one of the trainer's active clients."""
    with transaction.atomic():
        session = Session(trainer=lock(trainer), created_at=now, updated_at=now)
        _apply(session, values)
        _check(session, errors or {}, new_client=True)
        _write(session)
    return session


def revise(
    session: Session, changes: Mapping[str, Any], *, now: datetime, errors: Errors | None = None
) -> Session:
    """Change the given fields of a session and no others; without a difference nothing is written.

    Raises Session.DoesNotExist when it was removed meanwhile.
    """
    with transaction.atomic():
        trainer = lock(session.trainer)
        session = Session.objects.select_related("client").get(pk=session.pk)
        session.trainer = trainer
        changed = _apply(session, changes)
        _check(session, errors or {}, new_client="client" in changed)
        if changed:
            session.updated_at = now
            _write(session, [*changed, "updated_at"])
    return session


def cancel(session: Session, *, now: datetime) -> Session:
    """Free the session's time and keep its record; a second time changes nothing."""
    return revise(session, {"status": Session.Status.CANCELLED}, now=now)


def remove(session: Session) -> None:
    """Delete the session for good."""
    session.delete()


def lock(trainer: Trainer) -> Trainer:
    """Wait until no one else writes sessions of this trainer; SQLite's one writer has waited already."""
    return Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)


def _apply(session: Session, values: Mapping[str, Any]) -> list[str]:
    """Set the fields; returns the names of those that differ from before."""
    changed = []
    for field, value in values.items():
        if isinstance(value, datetime):
            value = value.replace(microsecond=0)
        before = getattr(session, field, None)  # a new session has no client yet
        setattr(session, field, value)
        if value != before:
            changed.append(field)
    return changed


def _check(session: Session, errors: Errors, *, new_client: bool) -> None:
    """Raise ValidationError for every field that is wrong."""
    wrong = dict(errors)
    if session.client is None:
        if session.series_id is None:
            wrong.setdefault("client", "Client is required")
    elif session.client.trainer_id != session.trainer_id:
        wrong.setdefault("client", "Client not found")
    elif new_client and not session.client.is_active:
        wrong.setdefault("client", INACTIVE)
    check(session, exclude={"trainer", "client"}, errors=wrong)


def _write(session: Session, fields: list[str] | None = None) -> None:
    """Save; the guard in the database decides whether the time is free, and we say what is in the way."""
    try:
        with transaction.atomic():
            session.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError as error:
        if is_overlap(error):
            raise SchedulingConflict(session, first_in_the_way(session)) from error
        raise
