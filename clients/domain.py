"""What happens to clients: enrolled, revised, deactivated, brought back. Every door comes through here.

`seen` is the version that a change was made on: with another one stored Overtaken is raised.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clients.models import EMAIL_TAKEN, Client
from trainers.models import Trainer
from trainers.validators import check
from trainers.versions import match


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

    Raises ValidationError by field, and Client.DoesNotExist when the client was deleted meanwhile.
    """
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    match(client, seen)
    return _save(client, changes, errors)


def deactivate(client: Client, *, seen: int | None = None) -> Client:
    """No new bookings from now on; the sessions that are booked stay."""
    return revise(client, {"status": Client.Status.INACTIVE}, seen=seen)


def reactivate(client: Client) -> Client:
    return revise(client, {"status": Client.Status.ACTIVE})


def _save(client: Client, values: Mapping[str, Any], errors: Mapping[str, str] | None) -> Client:
    before = {field: getattr(client, field) for field in values}
    for field, value in values.items():
        setattr(client, field, value)
    if "email" in values:
        # Domain names have no case; what stands before the @ is kept as it was typed.
        mailbox, at, domain = (client.email or "").rpartition("@")
        client.email = mailbox + at + domain.lower()
    # What was stored under other rules does not keep a client from being deactivated.
    kept = {field.name for field in Client._meta.fields} - set(values) if client.pk else set()
    check(client, exclude={"trainer"} | kept, errors=errors)
    changed = [field for field in values if getattr(client, field) != before[field]]
    if client.pk and not changed:
        return client
    try:
        with transaction.atomic():
            client.save(update_fields=changed if client.pk else None)
    except IntegrityError as error:
        raise ValidationError({"email": EMAIL_TAKEN}) from error
    return client
