"""A change of one session of a series, and how far it reaches: this one, all that follow, all to come.

Each function is one transaction and answers with what becomes of the sessions. With `preview` nothing is
stored, and what collides is listed instead of raised. `seen` is the version of the session that the change
was made on; with another one stored Overtaken is raised.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduling.domain import booking, layout, splitting, wall_clock
from scheduling.domain import series as whole
from scheduling.domain.booking import TOLD
from scheduling.domain.conflicts import Collision, SchedulingConflict, Taken
from scheduling.domain.definition import define
from scheduling.domain.plans import Change, Plan, is_to_come
from scheduling.domain.recurrence import Occurrence, period
from scheduling.models import Series, Session
from trainers.validators import check
from trainers.versions import match

Errors = Mapping[str, str]

TIMES = {"scheduled_start", "scheduled_end"}
ONE_ONLY = gettext_noop("This belongs to one session only: change just this one, or leave it as it is")
NO_SERIES = gettext_noop("This session is not part of a series that goes on")


class Scope(TextChoices):
    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def revise(
    session: Session,
    changes: Mapping[str, Any],
    scope: Scope,
    *,
    now: datetime,
    errors: Errors | None = None,
    seen: int | None = None,
    preview: bool = False,
) -> Plan:
    """Change fields of a session, and of those of its series that follow or are to come.

    Of a series, each session then takes place when this one does in its day, week, month or year. Raises
    ValidationError by field of Session, SchedulingConflict, and Session.DoesNotExist.
    """
    if scope is Scope.THIS and not preview:
        return Plan(session=booking.revise(session, changes, now=now, errors=errors, seen=seen))
    with transaction.atomic():
        if scope is Scope.THIS:
            plan = _preview_this(session, changes, errors, now, seen)
        else:
            both = _both(session, seen)
            plan = _revise_series(*both, changes, scope, errors or {}, now, preview)
        transaction.set_rollback(preview)
    return plan


def cancel(
    session: Session,
    scope: Scope,
    *,
    now: datetime,
    seen: int | None = None,
    permanent: bool = False,
    preview: bool = False,
    reason: str | None = None,
) -> Plan:
    """Cancel a session, and those of its series that follow or are to come; `permanent` deletes them.

    Of the series, what is past or took place is kept. Raises ValidationError.
    """
    if scope is Scope.THIS and not preview:
        return _cancel_this(session, permanent, now, seen, reason)
    with transaction.atomic():
        if scope is Scope.THIS:
            plan = _cancel_this(session, permanent, now, seen, reason)
        else:
            plan = _end(*_both(session, seen), scope, permanent, now, reason)
        transaction.set_rollback(preview)
    return plan


def _preview_this(
    session: Session, changes: Mapping[str, Any], errors: Errors | None, now: datetime, seen: int | None
) -> Plan:
    try:
        after = booking.revise(session, changes, now=now, errors=errors, seen=seen)
    except SchedulingConflict as conflict:
        if conflict.in_the_way is None:
            raise
        return Plan(collisions=[Collision(conflict.session, Taken.by(conflict.in_the_way))])
    change = Change(session, after)
    return Plan([change] if change.differs else [])


def _cancel_this(
    session: Session, permanent: bool, now: datetime, seen: int | None, reason: str | None
) -> Plan:
    if permanent:
        booking.remove(session, now=now, seen=seen)
        return Plan(dropped=[session])
    return Plan(dropped=[session], session=booking.cancel(session, now=now, reason=reason, seen=seen))


def _revise_series(
    series: Series,
    session: Session,
    changes: Mapping[str, Any],
    scope: Scope,
    errors: Errors,
    now: datetime,
    preview: bool,
) -> Plan:
    wanted, wrong = _differing(session, changes, errors)
    if not wanted and not wrong:
        return Plan(session=session)
    asked = _asked(session, wanted, wrong)
    at = _occurrence(series, session)
    values = {TOLD[name]: value for name, value in wanted.items() if name not in TIMES}
    times = None if TIMES.isdisjoint(wanted) else (asked.scheduled_start, asked.scheduled_end)
    if scope is Scope.FOLLOWING and not splitting.is_first(series, at):
        series = splitting.split(series, session, at, times, now=now)
    elif times:
        values |= splitting.shifted(series, at, *times)
    _define(series, values)
    sessions = series.sessions.select_related("client")
    pinned = Change(session, asked if is_to_come(session, now) else copy(session))
    plan = layout.plan(series, sessions, since=now, now=now, pinned=pinned)
    if preview:
        return plan
    series.updated_at = now
    whole.store(series, plan, now=now)
    return replace(plan, session=_again(session))


def _asked(session: Session, wanted: Mapping[str, Any], wrong: Errors) -> Session:
    """The session as it was asked to be. Raises ValidationError by field."""
    asked = copy(session)
    for name, value in wanted.items():
        setattr(asked, name, value)
    check(asked, exclude={"trainer", "client", "series"}, errors=wrong)
    return asked


def _again(session: Session) -> Session:
    """As it is stored now."""
    return Session.objects.select_related("client", "trainer").get(pk=session.pk)


def _both(session: Session, seen: int | None) -> tuple[Series, Session]:
    """The series and the session as they are now. Raises ValidationError, Session.DoesNotExist, Overtaken."""
    try:
        series = whole.locked(cast(Series, session.series))
    except (AttributeError, Series.DoesNotExist):
        raise ValidationError({"scope": _(NO_SERIES)}) from None
    session = series.sessions.select_related("client").get(pk=session.pk)
    match(session, seen)
    # Another trainer's for once: the series is not theirs to change.
    is_lent = session.trainer_id != series.trainer_id
    session.trainer = series.trainer
    if session.occurrence_on is None or is_lent:
        raise ValidationError({"scope": _(NO_SERIES)})
    return series, session


def _differing(
    session: Session, changes: Mapping[str, Any], errors: Errors
) -> tuple[dict[str, Any], dict[str, str]]:
    """({field: value} of what is another for the session, {field: what is wrong with it})."""
    exact = {name: wall_clock.to_the_second(value) for name, value in changes.items()}
    wanted = {name: value for name, value in exact.items() if value != getattr(session, name)}
    own = {name: _(ONE_ONLY) for name in wanted if name not in TOLD}
    return {name: value for name, value in wanted.items() if name in TOLD}, own | dict(errors)


def _occurrence(series: Series, session: Session) -> Occurrence:
    at = splitting.occurrence_of(series, session) if series.repeats else None
    if at is None:
        raise ValidationError({"scope": _(NO_SERIES)})
    return at


def _define(series: Series, values: Mapping[str, Any]) -> None:
    """define(), which speaks of a series, in the words of its sessions."""
    try:
        define(series, values, {})
    except ValidationError as error:
        names = {told: name for name, told in TOLD.items()}
        raise ValidationError(
            {names.get(name, name): messages for name, messages in error.message_dict.items()}
        ) from None


def _end(
    series: Series, session: Session, scope: Scope, permanent: bool, now: datetime, reason: str | None
) -> Plan:
    sessions = list(series.sessions.select_related("client").order_by("scheduled_start"))
    at = splitting.occurrence_of(series, session) if series.repeats else None
    is_all = scope is Scope.ALL or (at is not None and splitting.is_first(series, at))
    if not is_all:
        first = period(series.cycle, cast(date, session.occurrence_on))
        sessions = [each for each in sessions if each.occurrence_on and each.occurrence_on >= first]
    to_come = [each for each in sessions if is_to_come(each, now)]
    plan = Plan(dropped=to_come, kept=[each for each in sessions if each not in to_come])
    _take_away(plan, permanent, now, reason)
    if is_all:
        whole.remove(series, now=now)
    elif at:
        splitting.cut(series, at)
        series.updated_at = now
        series.save()
    return plan if permanent else replace(plan, session=_again(session))


def _take_away(plan: Plan, permanent: bool, now: datetime, reason: str | None) -> None:
    sessions = Session.objects.filter(pk__in=[session.pk for session in plan.dropped])
    if permanent:
        sessions.delete()
    else:
        sessions.rewrite(status=Session.Status.CANCELLED, cancellation_reason=reason or None, updated_at=now)
