"""What is held about a client: rows, and the records of what they said while they were the client's.

A session or a timeline may have been another client's before, or be by now. Its records say whose it was at
the time; those of a series do not, and are told by when its timeline was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import Q

from clients.models import Client
from scheduling.models import Series, Session, Timeline
from trainers.models import Trainer
from trainers.recording import RecordedQuerySet


@dataclass(frozen=True)
class Belonging:
    """Of one model; `rows` are the client's now."""

    client: Client
    model: type[models.Model]
    rows: RecordedQuerySet[Any]
    records: models.QuerySet[Any]


def of_client(client: Client) -> list[Belonging]:
    """All of it, the client first, whoever trained them."""
    theirs: dict[str, Any] = {"client": client.pk}
    timelines = Timeline.objects.filter(**theirs)
    rows: list[RecordedQuerySet[Any]] = [
        Client.objects.filter(pk=client.pk),
        timelines,
        Series.objects.filter(timeline__in=timelines),
        Session.objects.filter(**theirs),
    ]
    records = [
        Client.history.filter(id=client.pk),
        Timeline.history.filter(**theirs),
        Series.history.filter(_while_theirs(client)),
        Session.history.filter(**theirs),
    ]
    return [Belonging(client, each.model, each, told) for each, told in zip(rows, records, strict=True)]


def on_their_timelines(client: Client) -> Q:
    """The sessions on timelines of the client's that are nobody's: their texts may be about the client."""
    return Q(client=None, series__timeline__client=client)


def trainers_of(client: Client) -> models.QuerySet[Trainer]:
    """Who has, or had, anything of the client's; always in the same order."""
    found = Q(pk=client.trainer_id)
    for belonging in of_client(client):
        found |= Q(pk__in=belonging.rows.order_by().values("trainer"))
        found |= Q(pk__in=belonging.records.order_by().values("trainer"))
    return Trainer.objects.filter(found).order_by("pk")


def _while_theirs(client: Client) -> Q:
    """The records of series that were made while their timeline was the client's."""
    found = Q(pk__in=())
    for timeline, since, until in _spans(client):
        within = Q(timeline=timeline)
        within &= Q(history_date__gte=since) if since else Q()
        within &= Q(history_date__lt=until) if until else Q()
        found |= within
    return found


def _spans(client: Client) -> Iterator[tuple[int, datetime | None, datetime | None]]:
    """(timeline, since when it was the client's, until when); None where there is no such time."""
    own = Timeline.objects.filter(client=client).values_list("pk", flat=True)
    once = Timeline.history.filter(client=client.pk).values_list("id", flat=True)
    for pk in sorted({*own, *once}):
        records: list[Any] = list(Timeline.history.filter(id=pk).order_by("history_id"))
        if not records:  # nobody has changed it since the history began
            yield pk, None, None
        for record, following in pairwise([*records, None]):
            if record.client_id == client.pk:
                is_first = record is records[0]
                yield (
                    pk,
                    None if is_first else record.history_date,
                    following.history_date if following else None,
                )
