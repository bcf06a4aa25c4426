"""Rows of an export that have a uuid: what is missing here is stored just as it was, many at once.

Nothing is booked again: a series does not lay out what was deleted from it, a session keeps its status. Only
the guard in the database looks at each, as it does at every session that is stored.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model

from mectofitness.studio.kinds import Column, Kind
from mectofitness.studio.reading import Row
from mectofitness.studio.refusals import in_plain_words
from mectofitness.studio.report import Report, in_words
from mectofitness.studio.trainers import Trainers
from trainers.validators import check

ROWS_AT_ONCE = 500
# What is the matter with a row; anything else is the matter with the database, and ends it all.
REFUSALS = (IntegrityError, DataError)

# {uuid: (primary key here, primary key of the trainer)}
Found = dict[UUID, tuple[int, int]]


def settle(kind: Kind, rows: Iterable[Row], trainers: Trainers, report: Report) -> None:
    for batch in _batches(rows):
        _create(kind, _missing(kind, batch, trainers, report), report)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _missing(kind: Kind, batch: list[Row], trainers: Trainers, report: Report) -> list[tuple[Row, Any]]:
    """What is to be stored; of all others the report says what is with them."""
    uuids = [row.values["uuid"] for row in batch if "uuid" in row.values]
    stored = {each.uuid: each for each in _of(kind.model, uuids)}
    others = _others(kind, batch)
    made: list[tuple[Row, Any]] = []
    for row in batch:
        try:
            instance = _instance(kind, row, trainers, others)
            if here := stored.get(instance.uuid):
                _compare(kind, row, here, instance, report)
                continue
            check(instance, exclude={column.relation for column in _relations(kind)})
            made.append((row, instance))
        except ValidationError as error:
            report.refuse(kind, row.line, in_words(error))
    return made


def _of(model: Any, uuids: Iterable[UUID]) -> Any:
    return model._default_manager.filter(uuid__in=uuids)


def _relations(kind: Kind) -> list[Column]:
    return [column for column in kind.columns if column.relation]


def _others(kind: Kind, batch: list[Row]) -> dict[str, Found]:
    """What the rows name besides their trainer, by the column that names it."""
    found: dict[str, Found] = {}
    for column in _relations(kind):
        if column.name != "trainer":
            model = kind.model._meta.get_field(column.relation).related_model
            uuids = {row.values[column.name] for row in batch if row.values.get(column.name)}
            rows = _of(model, uuids).values_list("uuid", "pk", "trainer_id")
            found[column.name] = {uuid: (pk, trainer) for uuid, pk, trainer in rows}
    return found


def _instance(kind: Kind, row: Row, trainers: Trainers, others: dict[str, Found]) -> Any:
    """Raises ValidationError."""
    if row.wrong:
        raise ValidationError(row.wrong)
    trainer = trainers.get(row.values["trainer"])
    if trainer is None:
        raise ValidationError({"trainer": "is not in trainers.csv, or wrong there"})
    values = {**row.values, "trainer_id": trainer}
    del values["trainer"]
    for name, found in others.items():
        values[f"{name}_id"] = _key(name, values.pop(name), trainer, found)
    return kind.model(**values)


def _key(name: str, uuid: UUID | None, trainer: int, found: Found) -> int | None:
    if uuid is None:
        return None
    pk, owner = found.get(uuid, (None, None))
    if pk is None:
        raise ValidationError({name: "is neither here nor, without a fault, in its file"})
    # A session may be of another trainer's client or series; a series is on its own trainer's timeline.
    if name == "timeline" and owner != trainer:
        raise ValidationError({name: "belongs to another trainer"})
    return pk


def _compare(kind: Kind, row: Row, here: Any, instance: Any, report: Report) -> None:
    """Versions count the changes of each database."""
    odd = [
        column.name
        for column in kind.columns
        if column.name != "version" and _stored(here, column) != _stored(instance, column)
    ]
    if odd:
        report.differ(kind, row.line, odd)
    else:
        report.same[kind.name] += 1


def _stored(instance: Any, column: Column) -> Any:
    return getattr(instance, f"{column.relation}_id" if column.relation else column.name)


def _create(kind: Kind, made: list[tuple[Row, Any]], report: Report) -> None:
    """All at once, or, if one of them is refused, one after the other: so it is known which."""
    try:
        with transaction.atomic():
            _insert(kind.model, [instance for _, instance in made])
    except REFUSALS:
        for row, instance in made:
            _create_one(kind, row, instance, report)
    else:
        report.created[kind.name] += len(made)


def _create_one(kind: Kind, row: Row, instance: Any, report: Report) -> None:
    instance.pk, instance._state.adding = None, True
    try:
        with transaction.atomic():
            instance.validate_unique()
            instance.validate_constraints()
            _insert(kind.model, [instance])
    except ValidationError as error:
        report.refuse(kind, row.line, in_words(error))
    except REFUSALS as error:
        report.refuse(kind, row.line, [in_plain_words(error)])
    else:
        report.created[kind.name] += 1


def _insert(model: type[Model], instances: list[Any]) -> None:
    model._default_manager.bulk_create(instances, batch_size=ROWS_AT_ONCE)
