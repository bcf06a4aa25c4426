"""What a studio has: one kind of rows after the other, each a file, and which columns the file has.

Rows name each other by uuid: a number of this database says nothing in another one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from clients.models import Client
from scheduling.models import SavedView, Series, Session, Timeline
from trainers.models import TimeOff, Trainer, User, WorkingHours

# Of the account: no password, and nothing of what it may do beyond its own studio.
ACCOUNT = ("username", "email", "first_name", "last_name", "is_active", "date_joined")


@dataclass(frozen=True)
class Column:
    """`path` is how a query names it, `field` what is stored in it; `relation` is the field of a uuid."""

    name: str
    path: str
    field: "models.Field[Any, Any]"
    relation: str = ""


@dataclass(frozen=True)
class Kind:
    """`name` is that of the file; `owner` how a query says whose the rows are."""

    name: str
    model: type[models.Model]
    owner: str = "trainer"
    accounts: tuple[str, ...] = field(default=())

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def columns(self) -> list[Column]:
        account = [Column(name, f"user__{name}", _field(User, name)) for name in self.accounts]
        return [*account, *self._own()]

    def rows(self, trainer: Trainer | None) -> "models.QuerySet[Any]":
        """Of one trainer or of all, in the order in which they were made."""
        rows = self.model._default_manager.order_by("pk")
        return rows if trainer is None else rows.filter(**{self.owner: trainer.pk})

    def _own(self) -> Iterator[Column]:
        for each in self.model._meta.concrete_fields:
            if each.primary_key or each.name == "user":
                continue
            if isinstance(each, models.ForeignKey):
                target = _field(each.related_model, "uuid")
                yield Column(each.name, f"{each.name}__uuid", target, relation=each.name)
            else:
                yield Column(each.name, each.name, each)


def _field(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


# Each after those that its rows name.
KINDS = (
    Kind("trainers", Trainer, owner="pk", accounts=ACCOUNT),
    Kind("working_hours", WorkingHours),
    Kind("time_off", TimeOff),
    Kind("clients", Client),
    Kind("timelines", Timeline),
    Kind("series", Series),
    Kind("sessions", Session),
    Kind("saved_views", SavedView),
)
