"""A step: all that a trainer changes at once on a page, with the way back (docs/decisions/0007-undo.md).

A way back has a Part for each object that was touched: how it was before, and a digest of how it was left. So
whether somebody has changed it since is seen in the object itself, whatever door they came through.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models, transaction
from django.db.models import Max, Q

from clients.models import Client
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Series, Session, Timeline
from trainers.models import Step, TimeOff, Trainer, User
from trainers.news import KEPT_OF_OTHERS, note
from trainers.noticing import Noticed, noticing
from trainers.versions import Overtaken

# Whatever refers to another stands after it.
MODELS: tuple[type[models.Model], ...] = (Client, TimeOff, Timeline, Series, Session)
OFFERED, KEPT = timedelta(hours=24), timedelta(hours=48)
BY_OTHERS = Q(by__isnull=False) | Q(undone_by__isnull=False)
# How long a text may be typed as one step.
MOMENT = timedelta(minutes=10)
# Counted and noted with every write: no difference by themselves.
COUNTED = {"version", "updated_at"}
# Nobody's doing: the calendar lays out further, and other calendars are told.
NOBODYS = {"laid_out_until", "google_event_id", "outlook_event_id"}

Values = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """`before` is {column: value of JSON}, None if it was not there; `left` a digest, None if it was gone."""

    kind: str
    pk: int
    before: Values | None
    left: str | None

    @property
    def model(self) -> Any:
        return apps.get_model(self.kind)

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.pk


@dataclass(frozen=True)
class WayBack:
    """`newest` is the last session there was: what series were laid out with since has greater keys.

    `inactive` are the clients who are gone back to though they were inactive already. What was touched since
    an import does not keep the rest of it from being taken back; `stayed` is what was left then.
    """

    parts: list[Part]
    newest: int = 0
    inactive: list[int] = field(default_factory=list)
    is_import: bool = False
    stayed: list[Part] = field(default_factory=list)

    @classmethod
    def read(cls, step: Step) -> "WayBack":
        told = step.way_back
        parts = {name: [Part(*each) for each in told.get(name, [])] for name in ("parts", "stayed")}
        return cls(**told | parts)

    def as_json(self) -> dict[str, Any]:
        parts = {name: [astuple(part) for part in getattr(self, name)] for name in ("parts", "stayed")}
        return vars(self) | parts

    def of(self, model: type[models.Model]) -> list[Part]:
        return [part for part in self.parts if part.kind == model._meta.label]

    def __bool__(self) -> bool:
        return bool(self.parts)


@contextmanager
def taking(
    trainer: Trainer,
    now: datetime,
    *,
    goes_on: bool = False,
    by: User | None = None,
    to: Trainer | None = None,
    uuid: UUID | None = None,
) -> Iterator[Step]:
    """What is written inside is one step of the trainer; whoever takes it says `words` of it.

    `by` is who of the staff takes it for the trainer, `to` who has something of it from then on.

    One that `goes_on` with the last, as with a text that is saved while it is typed, takes its place; so does
    one with the `uuid` of another, as with a list that is imported in portions.
    One transaction. Where nothing was changed, nothing is kept, and the step has no primary key.
    """
    step = Step(trainer=trainer, at=now, by=by, to=to, uuid=uuid or uuid4())
    refused: Exception | None = None
    with transaction.atomic():
        with noticing() as noticed:
            try:
                yield step
            except (SchedulingConflict, Overtaken) as refusal:
                # Nothing was written but what is in the way, be it laid out only now: that stays stored.
                refused = refusal
        if refused is None and (found := way_back(noticed)):
            if goes_on:
                found = _joined(found, step)
            elif uuid:
                found = replace(_beyond_begun(found, step), is_import=True)
            step.way_back = found.as_json()
            note(step)
            step.save(force_insert=True)
            forget([trainer], now)
    if refused is not None:
        raise refused


def forget(trainers: Iterable[Trainer], now: datetime) -> None:
    """What is too old of theirs."""
    own = Q(at__lte=now - KEPT) & ~BY_OTHERS
    Step.objects.filter(own | Q(at__lte=now - KEPT_OF_OTHERS), trainer__in=trainers).delete()


def _joined(found: WayBack, step: Step) -> WayBack:
    """The way back beyond the last step too, if that was the same a moment ago, and nothing else since."""
    last = Step.objects.filter(trainer=step.trainer).first()
    if not last or last.is_undone or last.at <= step.at - MOMENT:
        return found
    if (last.words, last.by_id) != (step.words, step.by_id):
        return found
    earlier = {part.key: part for part in WayBack.read(last).parts}
    parts = []
    for part in found.parts:
        before = earlier.pop(part.key, None)
        if before is None or before.left != digest(instance_of(part)):
            return found
        parts.append(replace(before, left=part.left))
    if earlier:
        return found
    last.delete()
    return replace(found, parts=parts)


def _beyond_begun(found: WayBack, step: Step) -> WayBack:
    """The way back beyond all that was done under the same uuid before; who of the staff did some stays."""
    begun = Step.objects.filter(trainer=step.trainer, uuid=step.uuid).first()
    if begun is None:
        return found
    step.by = begun.by or step.by
    earlier = WayBack.read(begun)
    parts = {part.key: part for part in earlier.parts}
    for part in found.parts:
        before = parts.get(part.key)
        parts[part.key] = replace(before, left=part.left) if before else part
    begun.delete()
    inactive = sorted({*earlier.inactive, *found.inactive})
    newest = max(earlier.newest, found.newest)
    return replace(earlier, parts=list(parts.values()), newest=newest, inactive=inactive)


def way_back(noticed: Noticed) -> WayBack:
    """From what is stored now to what it was before."""
    parts = [part for model in MODELS for part in _parts(model, noticed)]
    return WayBack(parts, _newest(parts), _inactive(parts))


def stored(model: Any, pks: Iterable[int], *, locked: bool = False) -> dict[int, Any]:
    """{primary key: object} of those that are there."""
    rows = model._default_manager.order_by("pk")
    return dict((rows.select_for_update(no_key=True) if locked else rows).in_bulk(list(pks)))


def is_as_left(part: Part, instance: models.Model | None) -> bool:
    return part.left == (digest(instance) if instance else None)


def digest(instance: models.Model) -> str:
    """The same for what does not differ in anything that somebody may change."""
    told = {name: value for name, value in values_of(instance).items() if name not in COUNTED | NOBODYS}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def values_of(instance: models.Model) -> Values:
    """{column: value of JSON} of all its columns."""
    return {it.attname: _to_json(getattr(instance, it.attname)) for it in instance._meta.concrete_fields}


def instance_of(part: Part) -> Any:
    """As it was before, not stored yet."""
    columns = {field.attname: field for field in part.model._meta.concrete_fields}
    before: Mapping[str, Any] = part.before or {}
    # What came with a later version of the product is as it is for something new.
    return part.model(**{name: columns[name].to_python(value) for name, value in before.items()})


def _parts(model: Any, noticed: Noticed) -> Iterator[Part]:
    befores = {pk: before for (kind, pk), before in noticed.items() if kind is model}
    afters = stored(model, befores) if befores else {}
    for pk, before in befores.items():
        was, after = values_of(before) if before else None, afters.get(pk)
        if _told(was) != _told(values_of(after) if after else None):
            yield Part(model._meta.label, pk, was, digest(after) if after else None)


def _newest(parts: list[Part]) -> int:
    if not any(part.kind == Series._meta.label for part in parts):
        return 0
    return Session.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _inactive(parts: list[Part]) -> list[int]:
    clients = {part.before["client_id"] for part in parts if part.before and part.before.get("client_id")}
    timelines = {part.before["timeline_id"] for part in parts if part.before and "timeline_id" in part.before}
    if not clients and not timelines:
        return []
    found = Client.objects.filter(Q(pk__in=clients) | Q(timelines__in=timelines))
    return list(
        found.filter(status=Client.Status.INACTIVE).order_by("pk").values_list("pk", flat=True).distinct()
    )


def _told(values: Values | None) -> Values | None:
    return values and {name: value for name, value in values.items() if name not in COUNTED}


def _to_json(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    return value
