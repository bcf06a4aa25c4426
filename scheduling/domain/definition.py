"""What a series is said to be: its fields are set, and checked as a whole."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scheduling.domain import recurrence, wall_clock
from scheduling.domain.booking import INACTIVE
from scheduling.domain.horizon import FURTHEST
from scheduling.models import Series, Timeline
from trainers.validators import check

Errors = Mapping[str, str]


def define(series: Series, values: Mapping[str, Any], errors: Errors, *, is_new: bool = False) -> list[str]:
    """Set the fields and check the whole; returns the names of those that differ from before."""
    changed = [name for name, value in values.items() if _set(series, name, value)]
    if series.start and series.end is None:
        series.end = series.start + timedelta(minutes=series.trainer.usual_session_minutes)
        changed.append("end")
    wrong = dict(errors)
    if is_new or "timeline" in changed:
        wrong |= _wrong_timeline(series, wrong)
    check(series, exclude={"trainer", "timeline"}, errors=wrong)
    if series.repeats:
        _take_first_of_two(series)
        _refuse_overlap_with_itself(series)
    return changed


def _set(series: Series, name: str, value: Any) -> bool:
    value = wall_clock.to_the_second(value)
    differs = bool(value != getattr(series, name, None))
    setattr(series, name, value)
    return differs


def _wrong_timeline(series: Series, errors: Errors) -> dict[str, str]:
    if "timeline" in errors:
        return {}
    if series.timeline_id is None:
        return {"timeline": _("Timeline is required")}
    # As it is now that nobody else writes: it may have been removed since the door has read it.
    timelines = Timeline.objects.present().for_trainer(series.trainer).select_related("client")
    timeline = timelines.filter(pk=series.timeline_id).first()
    if timeline is None:
        return {"timeline": _("Timeline not found")}
    series.timeline = timeline
    if timeline.client and not timeline.client.is_active:
        return {"timeline": _(INACTIVE)}
    return {}


def _take_first_of_two(series: Series) -> None:
    """Where the clocks show the start twice, what repeats takes the first, as on its other days."""
    start, end = cast(datetime, series.start), cast(datetime, series.end)
    series.start = wall_clock.or_next(recurrence.wall_of(start, series.zone), series.zone)
    series.end = series.start + (end - start)


def _refuse_overlap_with_itself(series: Series) -> None:
    start = cast(datetime, series.start)
    for one, following in pairwise(recurrence.of_series(series, start, start + FURTHEST)):
        if one.end > following.start:
            day = recurrence.wall_of(one.start, series.zone)
            message = _("The session on %(day)s would not be over when the next one starts")
            raise ValidationError({"end": message % {"day": f"{day:%Y-%m-%d}"}})
