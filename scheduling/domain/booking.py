"""Book, revise, cancel and remove sessions: lock, check, write, in one transaction.

Times are aware datetimes, cut to the whole second. `values` and `changes` are {field of Session: value};
`errors` are what a door could not read, {field: message}: one answer then names everything that is wrong.
`now` is the clock, `seen` the version that a change was made on. All raise ValidationError by field,
SchedulingConflict when the time is taken, and Overtaken when another version than the one seen is stored.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clients.domain import ERASED, enrol, stored
from clients.models import Client
from scheduling.domain import horizon, wall_clock, whole
from scheduling.domain.conflicts import SchedulingConflict, first_in_the_way
from scheduling.domain.locking import lock_all
from scheduling.models import Series, Session, guard
from trainers.models import Trainer
from trainers.validators import check
from trainers.versions import match

Errors = Mapping[str, str]

# A change of these may need a time that is taken.
OCCUPYING = {"trainer", "client", "scheduled_start", "scheduled_end", "status"}
# {field of Session: field of Series}
TOLD = {
    "title": "title",
    "description": "description",
    "session_type": "session_type",
    "location": "location",
    "scheduled_start": "start",
    "scheduled_end": "end",
}
# No database takes any number of keys in one question.
MOST_AT_ONCE = 500
# Of a client, or of the client of a timeline; shown as gettext() has it.
INACTIVE = gettext_noop("This client is inactive; bring the client back before booking")


def book(
    trainer: Trainer,
    values: Mapping[str, Any],
    *,
    now: datetime,
    errors: Errors | None = None,
    newcomer: Mapping[str, Any] | None = None,
    stands_in: bool = False,
) -> Session:
    """A new session of the trainer with one of the trainer's active clients.

    Or with a `newcomer`, {field of Client: value}, who is enrolled with it: both are stored, or neither. Who
    `stands_in` has another trainer's client for once, who stays whose they are.
    """
    with _turn(trainer, now, *lenders(trainer, values.get("client"))) as trainer:
        session = Session(trainer=trainer, created_at=now, updated_at=now)
        _apply(session, values)
        wrong = dict(errors or {})
        if newcomer is not None:
            wrong = _enrol(session, newcomer) | wrong
        _check(session, wrong, new_client=True, of_any=stands_in)
        _write(session, now=now)
    return session


def revise(
    session: Session,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    errors: Errors | None = None,
    seen: int | None = None,
) -> Session:
    """Change the given fields of a session and no others; without a difference nothing is written.

    What takes its time again, having been cancelled or missed, is checked like a new one. With another
    `trainer` that one trains it; its client stays whose they are, and of a series it is this one only. Raises
    Session.DoesNotExist when it was removed, or given to another trainer, meanwhile.
    """
    others = [changes["trainer"]] if "trainer" in changes else []
    if not OCCUPYING.isdisjoint(changes):
        others += lenders(session.trainer, session.client)
    with _turn(session.trainer, now, *others) as trainer:
        session = whole.again(session)
        match(session, seen)
        if session.client and session.client.is_erased:
            raise ValidationError({"client": _(ERASED)})
        session.trainer, held_time = trainer, session.holds_time
        changed = _apply(session, _without_reason(session, changes))
        wrong = dict(errors or {})
        if "trainer" in changed:
            wrong = _wrong_trainer(session) | wrong
            # What the one trainer wrote is not for the other to read.
            changed += _apply(session, {"trainer_notes": None})
        # What is over takes no time: whether it took place may be put right whoever the client is now.
        end: datetime | None = session.scheduled_end  # none where the door says so, which is refused
        is_again = session.holds_time and not held_time and not (end and end <= now)
        _check(session, wrong, new_client="client" in changed, is_again=is_again)
        if changed:
            session.updated_at = now
            session.changed_by_hand = session.occurrence_on is not None
            _write(session, [*changed, "updated_at", "changed_by_hand"], now=now)
            _tell_series(session, changed)
    return session


def cancel(session: Session, *, now: datetime, reason: str | None = None, seen: int | None = None) -> Session:
    """Free the session's time and keep its record, and why; a second time changes nothing."""
    changes: dict[str, Any] = {"status": Session.Status.CANCELLED}
    if reason:
        changes["cancellation_reason"] = reason
    return revise(session, changes, now=now, seen=seen)


def completed_as_planned(session: Session) -> dict[str, Any]:
    """{field: value} of a session that took place, at its time unless another is known."""
    return {
        "status": Session.Status.COMPLETED,
        "actual_start": session.actual_start or session.scheduled_start,
        "actual_end": session.actual_end or session.scheduled_end,
    }


def scheduled_again(session: Session) -> dict[str, Any]:
    """{field: value} of a session put back: what was completed by mistake has no actual times either."""
    changes: dict[str, Any] = {"status": Session.Status.SCHEDULED}
    if session.status == Session.Status.COMPLETED:
        changes |= {"actual_start": None, "actual_end": None}
    return changes


def cancel_all(sessions: QuerySet[Session], *, now: datetime) -> list[Session]:
    """Cancel those that are not cancelled yet, of whatever trainers; returns them as they were."""
    with transaction.atomic():
        others = sessions.exclude(status=Session.Status.CANCELLED)
        lock_all(Trainer.objects.filter(sessions__in=others).distinct())
        found = list(others.order_by("trainer_id", "id"))
        for start in range(0, len(found), MOST_AT_ONCE):
            chosen = Session.objects.filter(pk__in=[each.pk for each in found[start : start + MOST_AT_ONCE]])
            cancelled = {"status": Session.Status.CANCELLED, "updated_at": now}
            chosen.filter(occurrence_on=None).rewrite(**cancelled)
            chosen.filter(occurrence_on__isnull=False).rewrite(**cancelled, changed_by_hand=True)
    return found


def remove(session: Session, *, now: datetime, seen: int | None = None) -> None:
    """Delete the session for good. A series does not make it again; without it, a one-time series is gone.

    Raises Session.DoesNotExist when it was removed, or given to another trainer, before.
    """
    with transaction.atomic():
        series = Series.objects.select_related("trainer").filter(sessions=session).first()
        lock_all([session.trainer, *([series.trainer] if series else [])])
        session = Session.objects.get(pk=session.pk, trainer=session.trainer_id)
        match(session, seen)
        series = Series.objects.get(pk=session.series_id) if session.series_id else None
        if series and session.occurrence_on:
            series.deleted_on = [*series.deleted_on, session.occurrence_on.isoformat()]
            series.save(update_fields=["deleted_on"])
        elif series and not series.repeats:
            series.removed_at = series.removed_at or now
            series.save(update_fields=["removed_at"])
        session.delete()


def why_closed(client: Client, trainer: Trainer | None) -> str:
    """Why nothing can be booked for the client; empty if it can be. Of that trainer, if one is given."""
    # The door has read the client before the lock: by now they may be erased, with another trainer, or gone.
    now = stored(client.pk)
    if now is None or (trainer and now.trainer_id != trainer.pk):
        return _("Client not found")
    if now.is_erased:
        return _(ERASED)
    return "" if now.is_active else _(INACTIVE)


class _Taken(Exception):
    """The guard refused the session's time."""


@contextmanager
def _turn(trainer: Trainer, now: datetime, *others: Trainer) -> Iterator[Trainer]:
    """One transaction, in which no one else writes for the trainer, nor for the others.

    Raises SchedulingConflict.
    """
    try:
        with transaction.atomic():
            yield lock_all([trainer, *others])[trainer.pk]
    except _Taken as taken:
        # Looked up after the refused write was taken back, so that what is in the way stays stored, be it
        # the session of a series that was laid out only now.
        session: Session = taken.args[0]
        _look(session, now)
        raise SchedulingConflict(session, first_in_the_way(session, now=now)) from taken


def lenders(trainer: Trainer, client: Client | None) -> list[Trainer]:
    """Whose client it is, where that is another trainer: their series may come to the same time.

    Only the key is known, which is enough to lock and to look.
    """
    return [Trainer(pk=client.trainer_id)] if client and client.trainer_id != trainer.pk else []


def _look(session: Session, now: datetime) -> None:
    """What series have in its time is stored, and so in its way; in the order of locks."""
    asked = [session.trainer, *lenders(session.trainer, session.client)]
    for trainer in sorted(asked, key=lambda each: each.pk):
        horizon.look(trainer, session.scheduled_start, session.scheduled_end, now=now)


def _without_reason(session: Session, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """The changes; why it was cancelled goes with being cancelled."""
    if changes.get("status", session.status) == Session.Status.CANCELLED:
        return changes
    return {**changes, "cancellation_reason": None}


def _apply(session: Session, values: Mapping[str, Any]) -> list[str]:
    """Set the fields; returns the names of those that differ from before."""
    changed = []
    for field, value in values.items():
        value = wall_clock.to_the_second(value)
        before = getattr(session, field, None)  # a new session has no client yet
        setattr(session, field, value)
        if value != before:
            changed.append(field)
    return changed


def _check(
    session: Session, errors: Errors, *, new_client: bool, of_any: bool = False, is_again: bool = False
) -> None:
    """Raise ValidationError for every field that is wrong."""
    wrong = dict(errors)
    if session.client is None:
        if session.series_id is None:
            wrong.setdefault("client", _("Client is required"))
    elif session.client.pk and (new_client or is_again):
        owner = session.trainer if new_client and not of_any else None
        if words := why_closed(session.client, owner):
            wrong.setdefault("client", words)
    check(session, exclude={"trainer", "client", "series"}, errors=wrong)


def _wrong_trainer(session: Session) -> dict[str, str]:
    """What keeps the trainer whom a session is given from it."""
    if session.status != Session.Status.SCHEDULED:
        return {"trainer": _("Only a session that is scheduled can go to another trainer")}
    if not session.trainer.user.is_active:
        return {"trainer": _("This trainer is inactive")}
    return {}


def _enrol(session: Session, newcomer: Mapping[str, Any]) -> dict[str, str]:
    """Give the session a new client; returns what is wrong with that, {field of Client: message}."""
    try:
        session.client = enrol(session.trainer, newcomer)
    except ValidationError as error:
        session.client = Client(trainer=session.trainer)
        return {field: messages[0] for field, messages in error.message_dict.items()}
    return {}


def _write(session: Session, fields: list[str] | None = None, *, now: datetime) -> None:
    """Save; the guard in the database decides whether the time is free, and we say what is in the way."""
    if session.holds_time and (fields is None or not OCCUPYING.isdisjoint(fields)):
        _look(session, now)
    try:
        # What is refused takes the whole turn back with it.
        session.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError as error:
        if guard.is_overlap(error):
            raise _Taken(session) from error
        raise


def _tell_series(session: Session, changed: list[str]) -> None:
    """What takes place only once is said of its series too."""
    if session.series_id is None or session.occurrence_on is not None:
        return
    told = {TOLD[field]: getattr(session, field) for field in changed if field in TOLD}
    if told:
        # Whoever stands in for its trainer changes the session, and not what it is of.
        once = Series.objects.filter(pk=session.series_id, cycle=None, trainer=session.trainer_id)
        # When the change was made on the series, it says so already.
        once.exclude(**told).rewrite(**told, updated_at=session.updated_at)
