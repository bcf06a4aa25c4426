"""A change of a whole series: first what it would do to its sessions, then it is done."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from scheduling.domain import previews
from scheduling.models import Series
from scheduling.series_forms import SeriesForm
from scheduling.views.reach import SAVE, Step, answer, told
from scheduling.wording import rule
from trainers.access import TrainerRequest


def revise(request: TrainerRequest, series: Series, form: SeriesForm, now: datetime) -> HttpResponse:
    """Raises ValidationError by field of Series, SchedulingConflict of one session, Series.DoesNotExist."""
    after = _after(series, form.changes)
    step = Step(
        _("Change this series?"),
        SAVE,
        partial(previews.revise, series, form.changes, now=now, errors=form.series_errors, seen=form.seen),
        series,
        ("timeline", series.timeline.uuid),
        [*told(form), *_new_rule(series, after)],
        is_endless=after.is_endless,
    )
    return answer(request, step, now)


def _after(series: Series, changes: Mapping[str, Any]) -> Series:
    """The series as it would be; nothing is stored."""
    example = copy(series)
    for name, value in changes.items():
        setattr(example, name, value)
    return example


def _new_rule(series: Series, after: Series) -> list[tuple[str, str]]:
    """(label, value) of when it takes place from now on, if that is another."""
    return [(_("When"), rule(after))] if rule(after) != rule(series) else []
