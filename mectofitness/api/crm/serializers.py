"""Contract 001's objects: how they are read from bodies and written into answers."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import SkipField, empty

from clients.domain import stored
from clients.models import Client
from mectofitness.api.fields import (
    BodyNumberField,
    ChoiceField,
    DayField,
    FlagField,
    Input,
    InstantField,
    TextField,
    WholeNumberField,
)
from scheduling.models import Session

LONG = 10_000


@extend_schema_field({"type": "integer", "minimum": 1})
class ClientKeyField(BodyNumberField):
    """The id of one of the trainer's clients; whose it is otherwise makes no difference.

    Or that of the client who has the session already that is `stored`.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {"unknown": "Client not found"}

    def to_internal_value(self, data: Any) -> Any:
        number = super().to_internal_value(data)
        present = getattr(self.context.get("stored"), "client", None)
        if present is not None and number == present.pk:
            return present
        client = stored(number) if 0 < number < 2**63 else None
        if client is None or client.trainer_id != self.context["trainer"].pk:
            self.fail("unknown")
        return client


def _required(name: str) -> dict[str, Any]:
    """The domain's words for a field that is missing."""
    field: Any = Session._meta.get_field(name)
    return {"required": field.error_messages["null"]}


class PrivateTextField(TextField):
    """A text that is ignored where it comes from somebody who may not read what is stored."""

    def run_validation(self, data: Any = empty) -> Any:
        if not self.context["sees_private"]:
            raise SkipField
        return super().run_validation(data)


class SessionBody(Input):
    """What a caller may say of a new session."""

    client_id = ClientKeyField(
        source="client",
        allow_null=True,
        error_messages={"required": "Client is required"},
        help_text="ID of the client: one of the trainer's own, and active.",
    )
    title = TextField(max_length=200, error_messages=_required("title"), help_text="Session title.")
    description = TextField(required=False, max_length=LONG, help_text="Session description.")
    session_type = ChoiceField(Session.Type, required=False)
    location = TextField(required=False, max_length=200, help_text="Physical or virtual location.")
    scheduled_start = InstantField(
        allow_null=True, error_messages=_required("scheduled_start"), help_text="ISO 8601."
    )
    scheduled_end = InstantField(
        allow_null=True, error_messages=_required("scheduled_end"), help_text="ISO 8601."
    )
    notes = TextField(required=False, max_length=LONG, help_text="General session notes.")
    trainer_notes = PrivateTextField(
        required=False,
        max_length=LONG,
        help_text="Private trainer notes. Of staff only those with the right to it read and write them.",
    )


class SessionChanges(SessionBody):
    """What a caller may change of a session."""

    status = ChoiceField(Session.Status, required=False)
    actual_start = InstantField(required=False, allow_null=True)
    actual_end = InstantField(required=False, allow_null=True)
    exercises_performed = TextField(required=False, max_length=LONG)
    client_feedback = TextField(required=False, max_length=LONG)


class IncludeQuery(Input):
    include_client = FlagField(default=False, help_text="Include full client details.")
    include_trainer = FlagField(default=False, help_text="Include full trainer details.")


class SortQuery(Input):
    sort_by = ChoiceField(
        ["scheduled_start", "scheduled_end", "created_at", "updated_at", "status", "title"],
        default="scheduled_start",
        help_text="Sort field.",
    )
    sort_order = ChoiceField(["asc", "desc"], default="desc", help_text="Sort order.")


class DeleteQuery(Input):
    permanent = FlagField(
        default=False, help_text="If true, permanently delete. Otherwise just cancel (soft delete)."
    )


class AvailabilityQuery(Input):
    date = DayField(required=False, help_text="Date to check (ISO format); today if absent.")
    duration = WholeNumberField(
        default=60, min_value=1, max_value=1440, help_text="Desired session duration in minutes."
    )


class SessionClientData(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    phone = serializers.CharField(allow_null=True, read_only=True)
    status = serializers.ChoiceField(Client.Status.choices)


class SessionTrainerData(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField()
    full_name = serializers.CharField()


class SessionData(serializers.Serializer):
    """The twenty fields; `client` and `trainer` where `include` asks for them."""

    # For the schema. What is answered is written by `rows`, of one session and of a list.

    id = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField(allow_null=True)
    session_type = serializers.ChoiceField(Session.Type.choices)
    location = serializers.CharField(allow_null=True)
    scheduled_start = InstantField()
    scheduled_end = InstantField()
    actual_start = InstantField(allow_null=True)
    actual_end = InstantField(allow_null=True)
    status = serializers.ChoiceField(Session.Status.choices)
    exercises_performed = serializers.CharField(allow_null=True)
    notes = serializers.CharField(allow_null=True)
    client_feedback = serializers.CharField(allow_null=True)
    trainer_notes = serializers.CharField(allow_null=True)
    google_event_id = serializers.CharField(allow_null=True)
    outlook_event_id = serializers.CharField(allow_null=True)
    created_at = InstantField()
    updated_at = InstantField()
    trainer_id = serializers.IntegerField()
    client_id = serializers.IntegerField(
        allow_null=True, help_text="`null` only of a session of a series that has no client."
    )
    client = SessionClientData(required=False, allow_null=True)
    trainer = SessionTrainerData(required=False)


class CancelledData(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    status = serializers.CharField()
    updated_at = InstantField()


class SlotData(serializers.Serializer):
    start = InstantField()
    end = InstantField()
    duration_minutes = serializers.IntegerField(source="minutes")


class BookedData(serializers.Serializer):
    start = InstantField(source="scheduled_start")
    end = InstantField(source="scheduled_end")
    title = serializers.CharField()


class AvailabilityData(serializers.Serializer):
    date = serializers.DateField()
    requested_duration = serializers.IntegerField()
    available_slots = SlotData(many=True)
    booked_sessions = BookedData(many=True)
