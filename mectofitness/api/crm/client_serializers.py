"""Clients in contract 001's dialect: how they are read from bodies and written into answers."""

from typing import Any

from rest_framework import serializers

from clients.models import Client
from mectofitness.api.fields import ChoiceField, DateField, Input, MeasureField, TextField


def _text(most: int, **options: Any) -> TextField:
    return TextField(required=False, allow_null=False, max_length=most, **options)


def _measure(most: int) -> MeasureField:
    return MeasureField(
        max_digits=5,
        decimal_places=1,
        min_value=1,
        max_value=most,
        required=False,
        allow_null=True,
        coerce_to_string=False,
    )


class ClientBody(Input):
    """What a caller may say of a client."""

    first_name = TextField(allow_null=False, max_length=100)
    last_name = TextField(allow_null=False, max_length=100)
    email = TextField(allow_null=False, max_length=254, help_text="Unique among the trainer's clients.")
    phone = _text(32)
    status = ChoiceField(Client.Status, required=False)
    date_of_birth = DateField(required=False, allow_null=True)
    emergency_contact_name = _text(150)
    emergency_contact_phone = _text(32)
    fitness_goal = _text(10_000)
    fitness_level = ChoiceField(Client.FitnessLevel, required=False, allow_blank=True)
    medical_conditions = _text(10_000)
    notes = _text(10_000)
    height = _measure(300)
    height_unit = ChoiceField(Client.HeightUnit, required=False)
    weight = _measure(1500)
    weight_unit = ChoiceField(Client.WeightUnit, required=False)
    membership = _text(100)
    membership_until = DateField(required=False, allow_null=True)


class ClientData(ClientBody):
    """A client, whole."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        first = {name: fields.pop(name) for name in ("id", "uuid", "name")}
        return first | fields
