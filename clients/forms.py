"""The form of a client."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from trainers.forms import DomainForm, LongText


class ClientForm(DomainForm):
    """Everything about a client but the status, which has buttons of its own."""

    fitness_goal = LongText(label=_("Fitness goal"), required=False, max_length=10_000)
    medical_conditions = LongText(label=_("Medical conditions"), required=False, max_length=10_000)
    notes = LongText(label=_("Notes"), required=False, max_length=10_000)
    fitness_level = forms.ChoiceField(
        label=_("Fitness level"), required=False, choices=[("", _("Not known")), *Client.FitnessLevel.choices]
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
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "phone": _("Phone"),
            "date_of_birth": _("Date of birth"),
            "emergency_contact_name": _("Emergency contact name"),
            "emergency_contact_phone": _("Emergency contact phone"),
            "height": _("Height"),
            "height_unit": _("Height unit"),
            "weight": _("Weight"),
            "weight_unit": _("Weight unit"),
            "membership": _("Membership"),
            "membership_until": _("Membership until"),
        }
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "emergency_contact_phone": forms.TextInput(attrs={"type": "tel"}),
            "date_of_birth": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "membership_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
