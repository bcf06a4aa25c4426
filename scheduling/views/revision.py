"""What a change of a whole series does to its sessions, told by what it stores, and taken back again."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from scheduling.domain import series as domain
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.layout import Change, Plan, is_free
from scheduling.models import Series, Session
from scheduling.series_forms import SeriesForm
from scheduling.views.reach import Step, answer, told
from scheduling.wording import rule
from trainers.access import TrainerRequest


def revise(request: TrainerRequest, series: Series, form: SeriesForm, now: datetime) -> HttpResponse:
    """Raises ValidationError by field of Series, SchedulingConflict of one session, Series.DoesNotExist."""
    step = Step(
        "Change this series?",
        "Save",
        "Saved",
        partial(_revised, series, form.changes, now=now, errors=form.series_errors),
        series,
        ("timeline", series.timeline.uuid),
        [*told(form), *_new_rule(series, form.changes)],
    )
    return answer(request, step, now)


def _revised(
    series: Series,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    errors: Mapping[str, str],
    preview: bool = False,
) -> Plan:
    with transaction.atomic():
        before = _stored(series)
        try:
            domain.revise(series, changes, now=now, errors=errors)
        except SchedulingConflict as conflict:
            if not preview or not conflict.of_series:
                raise
            return Plan(collisions=list(conflict.of_series))
        plan = _between(before, _stored(series), now)
        transaction.set_rollback(preview)
    return plan


def _stored(series: Series) -> dict[int, Session]:
    sessions = Session.objects.filter(series=series).select_related("client")
    return {session.pk: session for session in sessions.in_order()}


def _between(before: dict[int, Session], after: dict[int, Session], now: datetime) -> Plan:
    both = [Change(before[pk], after[pk]) for pk in before if pk in after]
    return Plan(
        changed=[change for change in both if change.differs],
        added=[session for pk, session in after.items() if pk not in before],
        dropped=[session for pk, session in before.items() if pk not in after],
        kept=[each.session for each in both if not each.differs and not is_free(each.session, now)],
    )


def _new_rule(series: Series, changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of when it takes place from now on, if that is another."""
    example = copy(series)
    for name, value in changes.items():
        setattr(example, name, value)
    return [("When", rule(example))] if rule(example) != rule(series) else []
