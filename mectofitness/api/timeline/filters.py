"""Contract 002's lists: which ones, and in what order."""

# ruff: noqa: N815  # the contract's names

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from mectofitness.api.fields import ChoiceField, NameField
from mectofitness.api.references import parse_uuid
from mectofitness.api.timeline.pagination import PartQuery
from scheduling.models import Series, Timeline
from scheduling.models.series import SeriesQuerySet
from scheduling.models.timeline import TimelineQuerySet
from trainers.models import Trainer


class SessionQuery(PartQuery):
    timelineId = NameField(help_text="Only those on this timeline.")
    startDateTimeSortOrder = ChoiceField(
        ["ASC", "DESC"], default="DESC", help_text="Sort order by `startDateTime`."
    )


class TimelineQuery(PartQuery):
    clientId = NameField(help_text="Only those of this client.")


def sessions(trainer: Trainer, query: Mapping[str, Any]) -> SeriesQuerySet:
    """By start, those without one last in both orders; equals by id, so that parts never overlap."""
    found = Series.objects.for_trainer(trainer).present().select_related("timeline")
    if "timelineId" in query:
        found = _of(found, timeline__uuid=query["timelineId"])
    start = F("start")
    descending = query["startDateTimeSortOrder"] == "DESC"
    return found.order_by(start.desc(nulls_last=True) if descending else start.asc(nulls_last=True), "id")


def timelines(trainer: Trainer, query: Mapping[str, Any]) -> TimelineQuerySet:
    found = Timeline.objects.for_trainer(trainer).present().select_related("client")
    if "clientId" in query:
        found = _of(found, client__uuid=query["clientId"])
    return found.in_order()


def _of(objects: Any, **named: str) -> Any:
    """Those of what is named by its uuid; none of what is not a uuid at all."""
    uuids = {field: parse_uuid(text) for field, text in named.items()}
    return objects.none() if None in uuids.values() else objects.filter(**uuids)
