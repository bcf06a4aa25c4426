"""How objects are named: by their id or, where ids would tell too much, by their uuid, as we print it."""

import re
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers

from clients.models import Client

# An id in an address.
DIGITS = "[0-9]+"
# For addresses, and for all that is read as a uuid: no urn:uuid:, no braces, no bare digits.
WRITTEN = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"


def parse_id(digits: str) -> int:
    """The id; 0, which nothing has, for a number that is larger than any."""
    return int(digits) if len(digits) <= 18 else 0


def parse_uuid(text: object) -> UUID | None:
    """The uuid that a text is; None for anything else."""
    return UUID(text) if isinstance(text, str) and re.fullmatch(WRITTEN, text) else None


class OwnUUIDField(serializers.UUIDField):
    """The uuid of one of the trainer's objects; whose it is otherwise makes no difference."""

    objects: ClassVar[QuerySet[Any]]

    def to_internal_value(self, data: Any) -> Any:
        uuid = parse_uuid(data)
        own = self.objects.filter(trainer=self.context["trainer"])
        found = own.filter(uuid=uuid).first() if uuid else None
        if found is None:
            self.fail("invalid")
        return found


class ClientUUIDField(OwnUUIDField):
    objects = Client.objects.all()
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Client not found"}
