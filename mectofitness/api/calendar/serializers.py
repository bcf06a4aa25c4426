"""Contract 000's objects: how they are read from bodies and written into answers."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.fields import SkipField, empty

from mectofitness.api.fields import Input, TextField, UTCInstantField, missing
from mectofitness.api.references import ClientUUIDField
from scheduling.models import Session

LONGEST_RANGE = timedelta(days=400)


class SessionChanges(Input):
    """What a caller may change of a session."""

    session_type = TextField(
        source="title",
        max_length=200,
        allow_null=False,
        allow_blank=False,
        error_messages=missing("Session type is required"),
        help_text="Any text; it is the session's title in the CRM.",
    )
    start_time = UTCInstantField(source="scheduled_start", error_messages=missing("Start time is required"))
    end_time = UTCInstantField(source="scheduled_end", error_messages=missing("End time is required"))
    description = TextField(required=False, max_length=10_000)


class _Unused(TextField):
    """A text that must be one, and on which nothing depends."""

    def run_validation(self, data: Any = empty) -> Any:
        super().run_validation(data)
        raise SkipField


class SessionBody(SessionChanges):
    """What a caller must say of a new session."""

    client_id = ClientUUIDField(
        source="client",
        error_messages=missing("Client is required"),
        help_text="The uuid of the client; it decides, whatever `client_name` and `client_email` say.",
    )
    client_name = _Unused(required=False, help_text="Answered as it is stored.")
    client_email = _Unused(required=False, help_text="Answered as it is stored.")


class RangeBody(Input):
    start_range = UTCInstantField(error_messages=missing("Start of the range is required"))
    end_range = UTCInstantField(error_messages=missing("End of the range is required"))

    def values(self) -> dict[str, Any]:
        values = super().values()
        if values["end_range"] <= values["start_range"]:
            raise ValidationError({"end_range": "The range must end after it starts"})
        if values["end_range"] - values["start_range"] > LONGEST_RANGE:
            raise ValidationError({"end_range": f"A range is at most {LONGEST_RANGE.days} days long"})
        return values


class _Text(serializers.CharField):
    """A text that was never written is an empty one here."""

    def get_attribute(self, instance: Any) -> str:
        return super().get_attribute(instance) or ""


class _OfClient(_Text):
    """A text about the client; an empty one of a session of a series that has no client."""

    def get_attribute(self, instance: Session) -> str:
        return super().get_attribute(instance) if instance.client else ""


class SessionData(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    client_id = serializers.UUIDField(source="client.uuid", allow_null=True)
    client_name = _OfClient(source="client.name")
    client_email = _OfClient(source="client.email")
    session_type = serializers.CharField(source="title")
    start_time = UTCInstantField(source="scheduled_start")
    end_time = UTCInstantField(source="scheduled_end")
    description = _Text()


class RangeData(serializers.Serializer):
    """A session as the list of a range has it: other names for its times, and no e-mail."""

    id = serializers.UUIDField(source="uuid")
    client_id = serializers.UUIDField(source="client.uuid", allow_null=True)
    client_name = _OfClient(source="client.name")
    session_type = serializers.CharField(source="title")
    start_date = UTCInstantField(source="scheduled_start")
    end_date = UTCInstantField(source="scheduled_end")
    description = _Text()


class MessageData(serializers.Serializer):
    message = serializers.CharField()
