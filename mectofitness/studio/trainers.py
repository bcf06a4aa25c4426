"""Trainers of an export and who they are here: by uuid, else by the name of their account."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from mectofitness.studio.kinds import ACCOUNT, Kind
from mectofitness.studio.reading import Row
from mectofitness.studio.report import Report, in_words
from trainers.models import Trainer, User
from trainers.validators import check

# {uuid in the export: primary key here}
Trainers = dict[UUID, int]


def settle(kind: Kind, rows: Iterable[Row], report: Report) -> Trainers:
    """Those who are missing are made, with a password that nobody knows."""
    found: Trainers = {}
    for row in rows:
        try:
            found[row.values["uuid"]] = _settle(kind, row, report).pk
        except ValidationError as error:
            report.refuse(kind, row.line, in_words(error))
    return found


def _settle(kind: Kind, row: Row, report: Report) -> Trainer:
    """Raises ValidationError."""
    if row.wrong:
        raise ValidationError(row.wrong)
    stored = _find(row.values)
    if stored is None:
        report.created[kind.name] += 1
        report.new_users.append(row.values["username"])
        return _hire(row.values)
    if odd := _differences(stored, row.values):
        report.differ(kind, row.line, odd)
    else:
        report.same[kind.name] += 1
    return stored


def _find(values: dict[str, Any]) -> Trainer | None:
    everybody = Trainer.objects.select_related("user")
    by_uuid = everybody.filter(uuid=values["uuid"]).first()
    return by_uuid or everybody.filter(user__username=values["username"]).first()


def _differences(stored: Trainer, values: dict[str, Any]) -> list[str]:
    """Whoever was found by name has another uuid; versions count the changes of each database."""
    return [
        name
        for name, value in values.items()
        if name not in {"uuid", "version"}
        and getattr(stored.user if name in ACCOUNT else stored, name) != value
    ]


def _hire(values: dict[str, Any]) -> Trainer:
    """Raises ValidationError. The version is that of the export, as save() would not have it."""
    user = User(**{name: value for name, value in values.items() if name in ACCOUNT})
    user.set_unusable_password()
    user.clean_fields(exclude={"password"})
    if User.objects.filter(username=user.username).exists():
        raise ValidationError({"username": "there is a user of this name, who is no trainer"})
    trainer = Trainer(**{name: value for name, value in values.items() if name not in ACCOUNT})
    check(trainer, exclude={"user"})
    user.save(force_insert=True)
    trainer.user = user
    Trainer.objects.bulk_create([trainer])
    return trainer
