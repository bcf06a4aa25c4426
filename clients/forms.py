"""The form of a client."""

from django import forms

from clients.models import Client
from trainers.forms import DomainForm, LongText


class ClientForm(DomainForm):
    """Everything about a client but the status, which has buttons of its own."""

    fitness_goal = LongText(required=False, max_length=10_000)
    medical_conditions = LongText(required=False, max_length=10_000)
    notes = LongText(required=False, max_length=10_000)
    fitness_level = forms.ChoiceField(
        required=False, choices=[("", "Not known"), *Client.FitnessLevel.choices]
    )

    class Meta:
        model = Client
        fields = (
            "first_name",
            "last_name",
            "email",
            "phone",
            "date_of_birth",
            "medical_conditions",
            "emergency_contact_name",
            "emergency_contact_phone",
            "fitness_goal",
            "fitness_level",
            "height",
            "height_unit",
            "weight",
            "weight_unit",
            "membership",
            "membership_until",
            "notes",
        )
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "emergency_contact_phone": forms.TextInput(attrs={"type": "tel"}),
            "date_of_birth": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "membership_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
