"""Timelines in contract 002's dialect: how they are read from bodies and written into answers."""

# ruff: noqa: N815  # the contract's names

from rest_framework import serializers

from mectofitness.api.fields import Input, TextField, missing
from mectofitness.api.references import ClientUUIDField
from mectofitness.api.timeline.serializers import LONG, InstantField


class TimelineBody(Input):
    """What a caller may say of a timeline."""

    name = TextField(allow_null=False, max_length=200, error_messages=missing("Name is required"))
    description = TextField(required=False, max_length=LONG)
    clientId = ClientUUIDField(
        source="client",
        required=False,
        allow_null=True,
        help_text="The uuid of one of the trainer's clients, whose the sessions on it are.",
    )


class TimelineData(serializers.Serializer):
    # For the schema: what is answered is written by `rows`.
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    description = serializers.CharField(allow_null=True)
    clientId = serializers.UUIDField(source="client.uuid", allow_null=True)
    createdAt = InstantField(source="created_at")
    updatedAt = InstantField(source="updated_at")
    removedAt = InstantField(source="removed_at", allow_null=True)
