"""Every change is recorded: who made it, when, through which door, and what it left.

A model says `history = History(...)`. Its QuerySets are RecordedQuerySets, so that what is written in bulk,
which sends no signals, is recorded as well (docs/decisions/0006-history.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from inspect import getattr_static
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from trainers import columns
from trainers.noticing import is_noticing, notice

CREATED, CHANGED, DELETED = "+", "~", "-"
# The doors that a change comes through, as `history_change_reason`; or that nobody made it.
API, ADMIN, PAGE, COMMAND, LAID_OUT = "api", "admin", "page", "command", "laid out"
UNDO, REDO = "undo", "redo"
# One of the staff, on a trainer's pages; "support undo" is what they have undone there.
SUPPORT = "support"

M = TypeVar("M", bound=models.Model)

_gathered_rows: ContextVar[list[Any] | None] = ContextVar("gathered_rows", default=None)
_told_door: ContextVar[str] = ContextVar("told_door", default="")


class History(HistoricalRecords):
    """The records of one model, without the fields that are the product's own bookkeeping."""

    def __init__(self, *, without: Sequence[str] = (), unindexed: Sequence[str] = ()) -> None:
        super().__init__(
            excluded_fields=list(without),
            no_db_index=list(unindexed),
            history_id_field=models.BigAutoField(),
            # Whoever deletes the own account is the author of a record that outlives it.
            user_db_constraint=False,
        )

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if sender is self.cls:  # it is told of every model that is prepared, and migrations prepare many
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def pre_save(self, instance: Any, raw: bool = False, **kwargs: Any) -> None:
        if not raw and is_noticing() and instance.pk is not None:
            before = type(instance)._default_manager.filter(pk=instance.pk).first()
            if before is not None:
                notice(instance, before)

    def post_save(
        self, instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any
    ) -> None:
        if not raw and (created or _differs(instance, update_fields)):
            _keep(row_of(instance, CREATED if created else CHANGED))
        if created and not raw:
            notice(instance, None)

    def post_delete(self, instance: Any, using: str | None = None, **kwargs: Any) -> None:
        notice(instance, copy(instance))
        _keep(row_of(instance, DELETED))


class RecordedQuerySet(models.QuerySet[M]):
    """Records what is written in bulk, as long as it is not told to be silent."""

    _is_silent = False

    def silent(self) -> "RecordedQuerySet[M]":
        """For steps of a change that is recorded as a whole: see record_changes()."""
        quiet = self._chain()  # type: ignore[attr-defined]
        quiet._is_silent = True
        return quiet

    def update(self, **values: Any) -> int:
        told = {name: value for name, value in values.items() if name in _names(self.model)}
        if self._is_silent or not (told or is_noticing()):
            return super().update(**values)
        is_computed = any(hasattr(value, "resolve_expression") for value in told.values())
        with transaction.atomic(using=self.db, savepoint=False):
            before = list(self)
            count = super().update(**values)
            after = self._again(before) if is_computed else [_with(each, told) for each in before]
            record_changes(zip(before, after, strict=True))
        return count

    def _again(self, rows: list[M]) -> list[M]:
        """The rows as they are stored now."""
        found = self.model._default_manager.using(self.db).in_bulk([row.pk for row in rows])
        return [found[row.pk] for row in rows]

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, *args, **options)
            _store([row_of(each, CREATED) for each in created])
        for each in created:
            if not _is_nobodys(each):
                notice(each, None)
        return created

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        """In one go, whatever the `batch_size`, which only Django's own way needs."""
        given, names = {each.pk: each for each in objs}, list(fields)
        told = [name for name in names if name in _names(self.model)]
        is_recorded = not self._is_silent and (told or is_noticing())
        with transaction.atomic(using=self.db, savepoint=False):
            before = self.in_bulk(list(given)) if is_recorded else {}
            columns.write(list(given.values()), names, self.db)
            record_changes(
                (each, _with(each, {name: getattr(given[pk], name) for name in told}))
                for pk, each in before.items()
            )
        return len(given)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db, savepoint=False), in_one_go():
            return super().delete()

    # As Django has it: not for managers, where it would mean all that there is, nor for templates.
    delete.queryset_only = delete.alters_data = True  # type: ignore[attr-defined]
    update.alters_data = bulk_create.alters_data = bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _clone(self) -> "RecordedQuerySet[M]":
        clone = super()._clone()  # type: ignore[misc]
        clone._is_silent = self._is_silent
        return clone


def record_changes(pairs: Iterable[tuple[M, M]]) -> None:
    """Record for each (before, after) what it has become, if that differs."""
    pairs = list(pairs)
    for before, after in pairs:
        notice(after, before)
    _store([row_of(after, CHANGED) for before, after in pairs if _values(before) != _values(after)])


def by_nobody(instance: models.Model, why: str) -> None:
    """What is recorded of the instance is nobody's doing, whoever's request it is."""
    told: Any = instance
    told._history_user, told._change_reason = None, why


@contextmanager
def through(door: str) -> Iterator[None]:
    """What is recorded inside has come through that door, whatever the address of the request.

    Of a door behind another both are told.
    """
    token = _told_door.set(f"{_told_door.get()} {door}".strip())
    try:
        yield
    finally:
        _told_door.reset(token)


def row_of(instance: Any, kind: str) -> Any:
    """How an instance is now, as a record that is not stored yet."""
    model = _record_model(type(instance))
    return model(
        history_type=kind,
        history_date=timezone.now(),
        history_user=model.get_default_history_user(instance),
        history_change_reason=getattr(instance, "_change_reason", None) or _door(),
        **_values(instance),
    )


def _keep(row: Any) -> None:
    gathered = _gathered_rows.get()
    if gathered is None:
        _store([row])
    else:
        gathered.append(row)


def _store(rows: Sequence[Any]) -> None:
    """Those of each model in one go."""
    for model in dict.fromkeys(type(row) for row in rows):
        model.objects.bulk_create([row for row in rows if type(row) is model], batch_size=500)


def _is_nobodys(instance: Any) -> bool:
    return getattr(instance, "_change_reason", None) == LAID_OUT


def _door() -> str:
    if told := _told_door.get():
        return told
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return COMMAND
    first = request.path_info.split("/")[1]
    return first if first in {API, ADMIN} else PAGE


def _values(instance: Any) -> dict[str, Any]:
    """{column: value} of all that is recorded."""
    fields = _record_model(type(instance)).tracked_fields
    return {field.attname: getattr(instance, field.attname) for field in fields}


def _names(model: Any) -> set[str]:
    fields = _record_model(model).tracked_fields
    return {name for field in fields for name in (field.name, field.attname)}


def _record_model(model: Any) -> Any:
    """The model of its records, from the descriptor itself, which makes a manager each time it is asked."""
    return getattr_static(model, "history").model


def _differs(instance: Any, update_fields: Iterable[str] | None) -> bool:
    """Whether what was saved is another than before; whoever names the fields has looked already."""
    if update_fields is not None:
        return not _names(type(instance)).isdisjoint(update_fields)
    values = _values(instance)
    earlier = _record_model(type(instance)).objects.filter(id=instance.pk)
    last = earlier.order_by("-history_id").first()
    return last is None or {name: getattr(last, name) for name in values} != values


def _with(instance: M, values: dict[str, Any]) -> M:
    changed = copy(instance)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


@contextmanager
def in_one_go() -> Iterator[None]:
    """What is saved and deleted inside is recorded at its end; to be used within a transaction."""
    rows: list[Any] = []
    token = _gathered_rows.set(rows)
    try:
        yield
    finally:
        _gathered_rows.reset(token)
    _store(rows)
