"""Series on a timeline: created, revised, removed. Each is one transaction: all of it happens, or nothing.

A series that repeats is laid out by scheduling.domain.layout; one that takes place once is one session,
written as any other. `values` and `changes` are {field of Series: value}; `errors` are what a door could
not read, {field: message}; `seen` is the version that a change was made on. All raise ValidationError by
field, SchedulingConflict when a time is taken, and Overtaken when another version than that is stored.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scheduling.domain import booking, horizon, layout, recurrence
from scheduling.domain.booking import TOLD
from scheduling.domain.definition import define
from scheduling.domain.horizon import FURTHEST
from scheduling.domain.locking import lock
from scheduling.domain.plans import Plan, is_free, is_to_come
from scheduling.domain.settling import settle
from scheduling.models import Series, Session
from trainers.models import Trainer
from trainers.versions import match

Errors = Mapping[str, str]


def create(
    trainer: Trainer, values: Mapping[str, Any], *, now: datetime, errors: Errors | None = None
) -> Series:
    """A new series on one of the trainer's timelines, with its sessions."""
    with transaction.atomic():
        series, planned = _drafted(trainer, values, now, errors)
        store(series, planned, now=now)
        if series.start and not series.repeats:
            _book(series, now)
    return series


def draft(
    trainer: Trainer, values: Mapping[str, Any], *, now: datetime, errors: Errors | None = None
) -> Plan:
    """What create() would store of what repeats; it lists all that collides. Raises ValidationError."""
    with transaction.atomic():
        return _drafted(trainer, values, now, errors)[1]


def revise(
    series: Series,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    errors: Errors | None = None,
    seen: int | None = None,
) -> Series:
    """Change the given fields of a series, and its sessions that are still to come with it.

    Raises Series.DoesNotExist when it was removed meanwhile.
    """
    with transaction.atomic():
        series = locked(series, seen)
        repeated, placed = series.repeats, series.start is not None
        changed = define(series, changes, errors or {})
        if not changed:
            return series
        series.updated_at = now
        if series.repeats:
            _continue(series, now, since=now if placed else _beginning(series, now))
        else:
            _once(series, changed, now, since_repeated=repeated)
    return series


def remove(series: Series, *, now: datetime, seen: int | None = None) -> Series:
    """Remove a series: its sessions that are still to come are cancelled, those moved by hand too.

    Raises Series.DoesNotExist when it was removed before.
    """
    with transaction.atomic():
        series = locked(series, seen)
        series.sessions.to_come(now).rewrite(status=Session.Status.CANCELLED, updated_at=now)
        series.removed_at = series.updated_at = now
        series.save(update_fields=["removed_at", "updated_at"])
    return series


def follow_timeline(series: Series, *, now: datetime) -> None:
    """What is to come of the series is its timeline's client's from now on."""
    with transaction.atomic():
        series = locked(series)
        if series.repeats:
            _continue(series, now, since=now)
            return
        for session in series.sessions.filter(occurrence_on=None, trainer=series.trainer):
            if is_to_come(session, now):
                booking.revise(session, {"client": series.timeline.client}, now=now)


def locked(series: Series, seen: int | None = None) -> Series:
    """The series as it is now, for its trainer's turn to write. Raises Series.DoesNotExist, Overtaken.

    One that went to another trainer meanwhile is none of this one's any more.
    """
    trainer = lock(series.trainer)
    present = Series.objects.present().select_related("timeline__client")
    series = present.get(pk=series.pk, trainer=trainer)
    match(series, seen)
    series.trainer = trainer
    return series


def store(series: Series, planned: Plan, *, now: datetime) -> None:
    """Store a series with what is planned for its sessions. Raises SchedulingConflict."""
    # For a client who is inactive nothing is added; what is missing is as soon as the client is back.
    until = horizon.end_of(series, now) if layout.is_open(series) else now
    series.laid_out_until = horizon.laid_out(series, until) if series.repeats else None
    series.save()
    settle(planned, now=now)


def _drafted(
    trainer: Trainer, values: Mapping[str, Any], now: datetime, errors: Errors | None
) -> tuple[Series, Plan]:
    series = Series(trainer=lock(trainer), timezone=trainer.timezone, created_at=now, updated_at=now)
    define(series, values, errors or {}, is_new=True)
    if not series.repeats:
        return series, Plan()
    return series, layout.plan(series, [], since=_beginning(series, now), now=now)


def _beginning(series: Series, now: datetime) -> datetime:
    """From when on a new series has its sessions: it may have started before it was written down."""
    return max(cast(datetime, series.start), now - FURTHEST)


def _continue(series: Series, now: datetime, *, since: datetime) -> None:
    """Of a series that repeats (from now on): its sessions become those of its rule."""
    sessions = list(series.sessions.select_related("client"))
    stood_for = {session.occurrence_on for session in sessions}
    for session in sessions:
        day = recurrence.wall_of(session.scheduled_start, series.zone).date()
        if session.occurrence_on is None and day not in stood_for:  # it took place once until now
            session.occurrence_on = day
            session.save(update_fields=["occurrence_on"])
    store(series, layout.plan(series, sessions, since=since, now=now), now=now)


def _once(series: Series, changed: list[str], now: datetime, *, since_repeated: bool) -> None:
    """Of a series that takes place once (from now on), or has no time."""
    if since_repeated:
        session = _left_over(series, changed)
        free = [each for each in series.sessions.all() if is_free(each, now) and is_to_come(each, now)]
        series.sessions.filter(pk__in=[each.pk for each in free if each != session]).delete()
    else:
        session = series.sessions.filter(occurrence_on=None).first()
    series.laid_out_until = None
    series.save()
    if session is None:
        if series.start:
            _book(series, now)
    elif series.start:
        _follow(session, series, changed, now)
    elif is_to_come(session, now):
        session.delete()
    else:
        raise ValidationError({"start": _("It is past or was cancelled, and keeps its times")})


def _left_over(series: Series, changed: list[str]) -> Session | None:
    """The session that is left when a series no longer repeats: its first. From now on they say the same."""
    if series.start is None:
        return None
    day = recurrence.wall_of(series.start, series.zone).date()
    from_then = series.sessions.filter(occurrence_on__gte=day).order_by("occurrence_on")
    session = from_then.first()
    if {"start", "end"} & set(changed):
        session = session if session and session.occurrence_on == day else None
    elif session is None:  # all were deleted for good
        series.start = series.end = None
    if session:
        session.occurrence_on, session.changed_by_hand = None, False
        session.save(update_fields=["occurrence_on", "changed_by_hand"])
        times = {"start", "end"} if {"start", "end"} & set(changed) else set()
        for name, told in TOLD.items():
            if told not in {*changed, *times}:
                setattr(series, told, getattr(session, name))
    return session


def _follow(session: Session, series: Series, changed: list[str], now: datetime) -> None:
    if session.trainer_id != series.trainer_id:
        return  # somebody stands in, and has it as it is
    values = {name: getattr(series, told) for name, told in TOLD.items() if told in changed}
    if "timeline" in changed:
        values["client"] = series.timeline.client
    booking.revise(session, values, now=now)


def _book(series: Series, now: datetime) -> None:
    values = {name: getattr(series, told) for name, told in TOLD.items()}
    booking.book(series.trainer, values | {"client": series.timeline.client, "series": series}, now=now)
