"""What happens to clients: enrolled, revised, deactivated, brought back. Every door comes through here."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clients.models import EMAIL_TAKEN, Client
from trainers.models import Trainer
from trainers.validators import check


def enrol(trainer: Trainer, values: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> Client:
    """A new client of the trainer. Raises ValidationError by field; `errors` are the door's own."""
    client = Client(trainer=trainer)
    return _save(client, values, errors)


def revise(client: Client, changes: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> Client:
    """Change the given fields of a client and no others. Raises ValidationError by field."""
    return _save(client, changes, errors)


def deactivate(client: Client) -> Client:
    """No new bookings from now on; the sessions that are booked stay."""
    return revise(client, {"status": Client.Status.INACTIVE})


def reactivate(client: Client) -> Client:
    return revise(client, {"status": Client.Status.ACTIVE})


def _save(client: Client, values: Mapping[str, Any], errors: Mapping[str, str] | None) -> Client:
    for field, value in values.items():
        setattr(client, field, value)
    # Domain names have no case; what stands before the @ is kept as it was typed.
    mailbox, at, domain = (client.email or "").rpartition("@")
    client.email = mailbox + at + domain.lower()
    check(client, exclude={"trainer"}, errors=errors)
    try:
        with transaction.atomic():
            client.save(update_fields=list(values) if client.pk else None)
    except IntegrityError as error:
        raise ValidationError({"email": EMAIL_TAKEN}) from error
    return client
