"""Contract 002's lists: which ones, and in what order."""

# ruff: noqa: N815  # the contract's names

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import BigAutoField, F, UUIDField

from mectofitness.api.fields import ChoiceField, NameField
from mectofitness.api.paging import Parts
from mectofitness.api.references import parse_uuid
from mectofitness.api.timeline import rows
from mectofitness.api.timeline.pagination import PartQuery
from scheduling.models import Series, Timeline
from trainers.models import Trainer
from trainers.prepared import Given

# The columns of a part, and how many there are in all.
Part = tuple[list[Sequence[Any]], int]


class SessionQuery(PartQuery):
    timelineId = NameField(help_text="Only those on this timeline.")
    startDateTimeSortOrder = ChoiceField(
        ["ASC", "DESC"], default="DESC", help_text="Sort order by `startDateTime`."
    )


class TimelineQuery(PartQuery):
    clientId = NameField(help_text="Only those of this client.")


def sessions(trainer: Trainer, query: Mapping[str, Any]) -> Part:
    of = {"timeline__uuid": query["timelineId"]} if "timelineId" in query else {}
    return _part(_sessions(tuple(of), query["startDateTimeSortOrder"] == "DESC"), trainer, query, of)


def timelines(trainer: Trainer, query: Mapping[str, Any]) -> Part:
    of = {"client__uuid": query["clientId"]} if "clientId" in query else {}
    return _part(_timelines(tuple(of)), trainer, query, of)


def _part(asked: Parts, trainer: Trainer, query: Mapping[str, Any], of: Mapping[str, str]) -> Part:
    """Those of what is named by its uuid; none of what is not a uuid at all."""
    uuids = {name: parse_uuid(text) for name, text in of.items()}
    if None in uuids.values():
        return [], 0
    return asked(query["skip"], query["take"], trainer=trainer.pk, **uuids)


@cache
def _sessions(of: tuple[str, ...], descending: bool) -> Parts:
    """By start, those without one last in both orders; equals by id, so that parts never overlap."""
    start = F("start")
    first = start.desc(nulls_last=True) if descending else start.asc(nulls_last=True)
    return Parts(lambda: Series.objects.present().filter(**_given(of)).order_by(first, "id"), rows.SESSION)


@cache
def _timelines(of: tuple[str, ...]) -> Parts:
    return Parts(lambda: Timeline.objects.present().filter(**_given(of)).in_order(), rows.TIMELINE)


def _given(of: tuple[str, ...]) -> dict[str, Given]:
    trainer = Given("trainer", BigAutoField())
    return {"trainer_id": trainer, **{name: Given(name, UUIDField()) for name in of}}
