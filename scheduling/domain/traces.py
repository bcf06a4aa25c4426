"""What tells of a client outside the rows and their histories: in logs, steps, receipts and uploads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from clients.importing import uploads
from clients.models import Client
from scheduling.domain.belongings import of_client, on_their_timelines, trainers_of
from scheduling.domain.booking import MOST_AT_ONCE
from scheduling.domain.steps import Part, WayBack
from scheduling.models import SavedView, Series, Session, Timeline
from trainers import receipts
from trainers.models import Step, Trainer, User


@dataclass(frozen=True)
class Traces:
    """What is known as long as nothing is erased; `keys` are those of all that is or was the client's."""

    client: Client
    trainers: list[Trainer]
    keys: dict[Any, set[int]]
    emails: set[str]
    names: set[tuple[str, str]]
    places: set[str]


def find(client: Client) -> Traces:
    belongings = of_client(client)
    keys = {
        each.model: {*each.rows.values_list("pk", flat=True), *each.records.values_list("id", flat=True)}
        for each in belongings
    }
    keys[Session] |= set(Session.objects.filter(on_their_timelines(client)).values_list("pk", flat=True))
    of = [*Client.history.filter(id=client.pk), client]
    places = [
        found.exclude(location=None).order_by().values_list("location", flat=True).distinct()
        for each in belongings
        if each.model in {Series, Session}
        for found in (each.rows, each.records)
    ]
    return Traces(
        client,
        list(trainers_of(client)),
        keys,
        {each.email for each in of},
        {(each.first_name, each.last_name) for each in of},
        {place for found in places for place in found},
    )


def remove(traces: Traces) -> None:
    """After all that is theirs is emptied."""
    for model, keys in traces.keys.items():
        _clear_log(model, sorted(keys))
    # Staff are answered about any trainer.
    receipts.forget(User.objects.filter(Q(trainer__in=traces.trainers) | Q(is_staff=True)))
    uploads.forget(traces.trainers, traces.emails, traces.names)
    steps = Step.objects.filter(trainer__in=traces.trainers)
    touching = [
        step.pk for step in steps if any(_is_theirs(part, traces) for part in WayBack.read(step).parts)
    ]
    Step.objects.filter(pk__in=touching).delete()
    _remove_views(traces)


def _clear_log(model: type[models.Model], keys: list[int]) -> None:
    """Who did something in the admin, and when, stays."""
    kind, name = ContentType.objects.get_for_model(model), capfirst(str(model._meta.verbose_name))
    for start in range(0, len(keys), MOST_AT_ONCE):
        chosen = map(str, keys[start : start + MOST_AT_ONCE])
        entries = LogEntry.objects.filter(content_type=kind, object_id__in=chosen)
        entries.update(object_repr=name, change_message="")


def _is_theirs(part: Part, traces: Traces) -> bool:
    before = part.before or {}
    return (
        part.pk in traces.keys.get(part.model, ())
        or before.get("client_id") == traces.client.pk
        or before.get("timeline_id") in traces.keys[Timeline]
    )


def _remove_views(traces: Traces) -> None:
    """Saved views of the client, and of places where nobody else trains; their names may tell of whom."""
    views = SavedView.objects.filter(trainer__in=traces.trainers)
    views.filter(pk__in=_telling(views, traces)).delete()
    records = SavedView.history.filter(trainer__in=[trainer.pk for trainer in traces.trainers])
    records.filter(pk__in=_telling(records, traces)).update(name="", query="")


def _telling(views: Iterable[Any], traces: Traces) -> list[int]:
    found = []
    for view in views:
        asked = dict(parse_qsl(view.query))
        place = asked.get("place")
        is_of_client = asked.get("client") == str(traces.client.uuid)
        others = Session.objects.filter(trainer=view.trainer_id, location=place)
        if is_of_client or (place in traces.places and not others.exists()):
            found.append(view.pk)
    return found
