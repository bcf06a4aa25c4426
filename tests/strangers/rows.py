"""All rows that belong to a trainer, with their values, to be compared before and after."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from trainers.models import User

OURS = {"trainers", "clients", "scheduling"}
Rows = dict[str, dict[str, str]]


def of_user(pk: int) -> Rows:
    """{table and key: {column: value}} of the user and of every row that refers to a row of theirs.

    Also of a row that somebody else has made: a session of theirs with this trainer's client is a change.
    """
    return {
        f"{model._meta.label} {row['pk']}": {name: str(value) for name, value in row.items()}
        for model, owned in _owned(pk).items()
        for row in model._base_manager.filter(pk__in=owned).values("pk", *_columns(model))
    }


def changes(before: Rows, after: Rows) -> list[str]:
    """What is different, a line each."""
    return [
        f"{key}: {_differences(before.get(key, {}), after.get(key, {}))}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def _differences(one: dict[str, str], other: dict[str, str]) -> str:
    if not one or not other:
        return "new" if other else "gone"
    return ", ".join(f"{name} {one[name]} -> {other[name]}" for name in one if one[name] != other[name])


def _owned(user: int) -> dict[type[models.Model], set[Any]]:
    """The keys of the rows by model."""
    models_of_ours = [it for it in apps.get_models() if it._meta.app_label in OURS]
    owned: dict[type[models.Model], set[Any]] = {it: set() for it in models_of_ours}
    owned[User] = {user}
    before, found = 0, 1
    while before != found:
        for model in models_of_ours:
            owned[model] |= set(_referring(model, owned))
        before, found = found, sum(map(len, owned.values()))
    return owned


def _referring(model: type[models.Model], owned: dict[type[models.Model], set[Any]]) -> Any:
    """The keys of the rows of a model that refer to one that is owned."""
    asked = Q()
    for column in model._meta.fields:
        keys = owned.get(column.related_model) if column.related_model else None
        if keys:
            asked |= Q(**{f"{column.name}__in": keys})
    return model._base_manager.filter(asked).values_list("pk", flat=True) if asked else ()


def _columns(model: type[models.Model]) -> list[str]:
    return [column.attname for column in model._meta.fields]
