"""All that is held about a client in one JSON document, for whoever asks what that is.

It is written in parts, as it is read from the database. Times have their offset from UTC.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.domain.belongings import Belonging, of_client
from scheduling.history import action, author, door_of, in_language
from scheduling.models import Session
from trainers.models import Trainer
from trainers.recording import DELETED

# What the product counts for itself: how often a row was changed, how far ahead a series is stored.
NOT_TOLD = {"version", "laid_out_until"}
AT_ONCE = 500
# It stays with the trainer who wrote it, and with staff who may see it.
PRIVATE = "trainer_notes"


@dataclass(frozen=True)
class Column:
    """A field, and how it is called: looked up once, and not for each of many rows."""

    name: str
    label: str
    choices: dict[Any, str]
    refers_to: type[models.Model] | None

    @classmethod
    def of(cls, field: Any) -> "Column":
        choices = {value: str(label) for value, label in field.flatchoices}
        return cls(field.name, in_language(field.verbose_name), choices, field.related_model)

    def stored(self, row: Any) -> Any:
        """What it refers to by its primary key."""
        return getattr(row, f"{self.name}_id" if self.refers_to else self.name)


@dataclass(frozen=True)
class Document:
    """Of a client, whoever trained them; without the `hidden` fields and, if a `trainer` is named for whom it
    is, without the private notes of others.
    """

    client: Client
    now: datetime
    zone: ZoneInfo
    trainer: Trainer | None = None
    hidden: frozenset[str] = frozenset()

    def download(self) -> StreamingHttpResponse:
        """As a file, in the language that is spoken now."""
        parts = _speaking(translation.get_language(), self.parts())
        response = StreamingHttpResponse(parts, content_type="application/json; charset=utf-8")
        name = f"{slugify(self.client.name) or 'client'}-{self.now.astimezone(self.zone):%Y-%m-%d}.json"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response

    @cached_property
    def _sides(self) -> tuple[str, str]:
        return _("Before"), _("After")

    @cached_property
    def _own(self) -> dict[Any, set[int]]:
        of_them = of_client(self.client)
        return {
            it.model: set(it.rows.values_list("pk", flat=True)) for it in of_them if it.model is not Session
        }

    def parts(self) -> Iterator[str]:
        belongings = of_client(self.client)
        told = {_("Exported at"): self._said(self.now)}
        told[in_language(Client._meta.verbose_name)] = next(self._rows(belongings[0]), None)
        yield _json(told).removesuffix("}")
        for each in belongings[1:]:
            yield from _listed(in_language(each.model._meta.verbose_name_plural), self._rows(each))
        entries = (entry for each in belongings for entry in self._entries(each))
        yield from _listed(_("History"), entries)
        yield "}\n"

    def _rows(self, belonging: Belonging) -> Iterator[dict[str, Any]]:
        columns = self._told(belonging.model._meta.concrete_fields)
        rows = belonging.rows.select_related(*_references(columns))
        for row in rows.iterator(chunk_size=AT_ONCE):
            yield {column.label: self._value(row, column) for column in columns}

    def _entries(self, belonging: Belonging) -> Iterator[dict[str, Any]]:
        """What was changed: when, by whom, and of each field what it said before and after."""
        columns = self._told(belonging.records.model.tracked_fields)
        records = belonging.records.select_related("history_user__trainer", *_references(columns))
        before: Any = None
        for record in records.order_by("id", "history_id").iterator(chunk_size=AT_ONCE):
            before = before if before and before.id == record.id else None
            yield self._entry(record, before, columns)
            before = record

    def _entry(self, record: Any, before: Any, columns: list[Column]) -> dict[str, Any]:
        was, becomes = (record, None) if record.history_type == DELETED else (before, record)
        return {
            _("What"): in_language(record.instance_type._meta.verbose_name),
            "ID": record.id,
            _("When"): self._said(record.history_date),
            _("By"): author(record),
            _("How"): door_of(record),
            _("Action"): action(record, before),
            _("Changes"): dict(self._changes(was, becomes, columns)),
        }

    def _changes(
        self, before: Any, after: Any, columns: list[Column]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        for column in columns:
            was, becomes = (self._value(record, column) if record else None for record in (before, after))
            if was != becomes:
                yield column.label, dict(zip(self._sides, (was, becomes), strict=True))

    def _told(self, fields: Iterable[Any]) -> list[Column]:
        return [Column.of(field) for field in fields if field.name not in NOT_TOLD | self.hidden]

    def _value(self, row: Any, column: Column) -> Any:
        """As people read it: what it refers to by its name, what was chosen by its label."""
        if column.name == PRIVATE and self.trainer and row.trainer_id != self.trainer.pk:
            return None
        value = column.stored(row)
        if column.refers_to:
            related = getattr(row, column.name) if self._may_be_named(column, value) else None
            return str(related) if related else value
        return column.choices.get(value, value) if column.choices else self._said(value)

    def _may_be_named(self, column: Column, value: Any) -> bool:
        """What is another client's by now is told by its number only: its name is theirs."""
        return value in self._own.get(column.refers_to, {value})

    def _said(self, value: Any) -> Any:
        match value:
            case datetime():
                return value.astimezone(self.zone).isoformat()
            case date() | time():
                return value.isoformat()
            case Decimal() | UUID():
                return str(value)
        return value


def _speaking(language: str | None, parts: Iterator[str]) -> Iterator[str]:
    """The parts are made when the request's own language is not spoken any more."""
    while True:
        with translation.override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _listed(name: str, items: Iterable[Any]) -> Iterator[str]:
    yield f",\n{_json(name)}: ["
    for number, item in enumerate(items):
        yield f"{',' if number else ''}\n{_json(item)}"
    yield "\n]"


def _references(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns if column.refers_to]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
