"""What happens to clients: enrolled, also many at once, revised, deactivated, brought back.

Every door comes through here.

`seen` is the version that a change was made on: with another one stored Overtaken is raised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BigAutoField, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clients.models import EMAIL_TAKEN, Client
from trainers.models import Trainer
from trainers.prepared import Given, Prepared, columns, instance
from trainers.validators import check
from trainers.versions import match

MOST_AT_ONCE = 500
# Shown as gettext() has it.
ERASED = gettext_noop("This client was erased, which cannot be changed any more")


def stored(key: int) -> Client | None:
    """The client with that key, whoever's it is."""
    rows = _with_key(key=key)
    return instance(Client, rows[0]) if rows else None


_with_key = Prepared(
    lambda: Client.objects.filter(pk=Given("key", BigAutoField())).order_by().values_list(*columns(Client))
)


def enrol(trainer: Trainer, values: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> Client:
    """A new client of the trainer. Raises ValidationError by field; `errors` are the door's own."""
    return _save(Client(trainer=trainer), values, errors)


@transaction.atomic
def revise(
    client: Client,
    changes: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    *,
    seen: int | None = None,
) -> Client:
    """Change the given fields of a client and no others; without a difference nothing is written.

    Raises ValidationError by field, of a client who was erased too, and Client.DoesNotExist when the client
    was deleted, or went to another trainer, meanwhile.
    """
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk, trainer=client.trainer_id)
    match(client, seen)
    if client.is_erased:
        raise ValidationError({"client": _(ERASED)})
    return _save(client, changes, errors)


def deactivate(client: Client, *, seen: int | None = None) -> Client:
    """No new bookings from now on; the sessions that are booked stay."""
    return revise(client, {"status": Client.Status.INACTIVE}, seen=seen)


def reactivate(client: Client) -> Client:
    return revise(client, {"status": Client.Status.ACTIVE})


class Outcome(StrEnum):
    """What happens to one of many who are enrolled together."""

    NEW = "new"
    FILLED = "filled"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """`fields` are what is written; `kept`, what is stored otherwise and stays as it is."""

    outcome: Outcome
    client: Client
    fields: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    errors: Mapping[str, list[str]] = field(default_factory=dict)


Wanted = tuple[Mapping[str, Any], Mapping[str, str]]


def compare(trainer: Trainer, wanted: Sequence[Wanted]) -> list[Entry]:
    """What enrol_all() would do with each of (values, errors of the door), in their order; one query."""
    return _entries(trainer, Client.objects.for_trainer(trainer), wanted)


@transaction.atomic
def enrol_all(trainer: Trainer, wanted: Sequence[Wanted]) -> list[Entry]:
    """Enrol all who can be; of whom the trainer has, by the e-mail, fill in what is empty.

    Nothing that is stored is overwritten, and those with errors are left out. Raises ValidationError, and
    writes nothing, when somebody else enrols one of them at this moment.
    """
    theirs = Client.objects.for_trainer(trainer).order_by("pk").select_for_update(no_key=True)
    entries = _entries(trainer, theirs, wanted)
    new = [each.client for each in entries if each.outcome == Outcome.NEW]
    filled = [each for each in entries if each.outcome == Outcome.FILLED]
    try:
        with transaction.atomic():
            Client.objects.bulk_create(new, batch_size=MOST_AT_ONCE)
    except IntegrityError as error:
        raise ValidationError({"email": EMAIL_TAKEN}) from error
    for each in filled:
        each.client.version += 1
    names = sorted({name for each in filled for name in each.fields})
    if names:
        changed = [each.client for each in filled]
        Client.objects.bulk_update(changed, [*names, "version"])
    return entries


def _entries(trainer: Trainer, theirs: QuerySet[Client], wanted: Sequence[Wanted]) -> list[Entry]:
    stored = {client.email.lower(): client for client in theirs}
    entries: list[Entry] = []
    for values, errors in wanted:
        client = stored.get(str(values.get("email", "")).lower())
        entries.append(_fill(client, values, errors) if client else _new(trainer, values, errors))
    return entries


def _new(trainer: Trainer, values: Mapping[str, Any], errors: Mapping[str, str]) -> Entry:
    client = Client(trainer=trainer)
    try:
        _set(client, values, errors)
    except ValidationError as error:
        return Entry(Outcome.REFUSED, client, errors=error.message_dict)
    return Entry(Outcome.NEW, client, list(values))


def _fill(client: Client, values: Mapping[str, Any], errors: Mapping[str, str]) -> Entry:
    """A unit belongs to its number; who somebody is and whether still a client is known already."""
    if client.is_erased:
        return Entry(Outcome.REFUSED, client, errors={"email": [_(ERASED)]})
    told = {name: value for name, value in values.items() if name not in {"email", "status"}}
    free = [name for name in told if _is_empty(client, name.removesuffix("_unit"))]
    kept = [name for name in told if name not in free and getattr(client, name) != told[name]]
    try:
        _set(client, {name: told[name] for name in free}, errors)
    except ValidationError as error:
        return Entry(Outcome.REFUSED, client, errors=error.message_dict)
    return Entry(Outcome.FILLED if free else Outcome.UNCHANGED, client, free, kept)


def _is_empty(client: Client, name: str) -> bool:
    return getattr(client, name) in {"", None}


def _save(client: Client, values: Mapping[str, Any], errors: Mapping[str, str] | None) -> Client:
    before = {name: getattr(client, name) for name in values}
    _set(client, values, errors)
    changed = [name for name in values if getattr(client, name) != before[name]]
    if client.pk and not changed:
        return client
    try:
        with transaction.atomic():
            client.save(update_fields=changed if client.pk else None)
    except IntegrityError as error:
        raise ValidationError({"email": EMAIL_TAKEN}) from error
    return client


def _set(client: Client, values: Mapping[str, Any], errors: Mapping[str, str] | None) -> None:
    """Set the fields. Raises ValidationError by field."""
    for name, value in values.items():
        setattr(client, name, value)
    if "email" in values:
        # Domain names have no case; what stands before the @ is kept as it was typed.
        mailbox, at, domain = (client.email or "").rpartition("@")
        client.email = mailbox + at + domain.lower()
    # What was stored under other rules does not keep a client from being deactivated.
    kept = {field.name for field in Client._meta.fields} - set(values) if client.pk else set()
    check(client, exclude={"trainer"} | kept, errors=errors)
