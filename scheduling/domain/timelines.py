"""Timelines: created, revised, removed, each with what takes place on them, in one transaction.

`values` and `changes` are {field of Timeline: value}; `errors` are what a door could not read; `seen` is the
version that a change was made on. All raise ValidationError by field, and Overtaken when another is stored.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clients.models import Client
from scheduling.domain import series
from scheduling.domain.booking import why_closed
from scheduling.domain.locking import lock
from scheduling.models import Timeline
from trainers.models import Trainer
from trainers.validators import check
from trainers.versions import match

Errors = Mapping[str, str]

FIRST = gettext_noop("Regular sessions")


def create(
    trainer: Trainer, values: Mapping[str, Any], *, now: datetime, errors: Errors | None = None
) -> Timeline:
    """A new timeline, of one of the trainer's active clients or of none."""
    with transaction.atomic():
        timeline = Timeline(trainer=lock(trainer), created_at=now, updated_at=now)
        _set(timeline, values)
        _check(timeline, errors or {}, new_client=True)
        timeline.save(force_insert=True)
    return timeline


def first_of(trainer: Trainer, client: Client, *, now: datetime) -> Timeline:
    """The first timeline of a client of the trainer; a new one if there is none."""
    own = Timeline.objects.for_trainer(trainer).present().filter(client=client)
    ordered = own.select_related("client").order_by("id")
    if first := ordered.first():
        return first
    with transaction.atomic():
        lock(trainer)  # who was quicker has made it
        return ordered.first() or create(trainer, {"name": _(FIRST), "client": client}, now=now)


def revise(
    timeline: Timeline,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    errors: Errors | None = None,
    seen: int | None = None,
) -> Timeline:
    """Change the given fields. Another client has all that is still to come on the timeline.

    Raises SchedulingConflict when that client has no time, and Timeline.DoesNotExist when it was removed.
    """
    with transaction.atomic():
        timeline = _locked(timeline, seen)
        changed = _set(timeline, changes)
        _check(timeline, errors or {}, new_client="client" in changed)
        if changed:
            timeline.updated_at = now
            timeline.save()
        if "client" in changed:
            for each in timeline.series.present().order_by("id"):
                series.follow_timeline(each, now=now)
    return timeline


def remove(timeline: Timeline, *, now: datetime, seen: int | None = None) -> Timeline:
    """Remove a timeline and the series on it. Raises Timeline.DoesNotExist when it was removed before."""
    with transaction.atomic():
        timeline = _locked(timeline, seen)
        for each in timeline.series.present().order_by("id"):
            series.remove(each, now=now)
        timeline.removed_at = timeline.updated_at = now
        timeline.save(update_fields=["removed_at", "updated_at"])
    return timeline


def _locked(timeline: Timeline, seen: int | None) -> Timeline:
    """As it is now. Raises Timeline.DoesNotExist, also when it went to another trainer; and Overtaken."""
    trainer = lock(timeline.trainer)
    present = Timeline.objects.present().select_related("client", "trainer")
    timeline = present.get(pk=timeline.pk, trainer=trainer)
    match(timeline, seen)
    return timeline


def _set(timeline: Timeline, values: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if value != getattr(timeline, name)]
    for name, value in values.items():
        setattr(timeline, name, value)
    return changed


def _check(timeline: Timeline, errors: Errors, *, new_client: bool) -> None:
    wrong = dict(errors)
    if timeline.client and new_client and (words := why_closed(timeline.client, timeline.trainer)):
        wrong.setdefault("client", words)
    check(timeline, exclude={"trainer", "client"}, errors=wrong)
