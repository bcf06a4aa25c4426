"""The part of the booking form that enrols a client with the session."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class NewcomerForm(forms.Form):
    """The little that a new client needs; whoever fills in any of it means to add one."""

    # {field of Client: field of the form}
    NEWCOMER = {name: f"new_{name}" for name in ("first_name", "last_name", "email", "phone")}

    new_first_name = forms.CharField(label=_("First name"), required=False)
    new_last_name = forms.CharField(label=_("Last name"), required=False)
    new_email = forms.CharField(label=_("E-mail"), required=False, widget=forms.EmailInput)
    new_phone = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    @property
    def newcomer(self) -> dict[str, Any] | None:
        """{field of Client: value}; None when nobody is to be added."""
        values = {name: self.cleaned_data.get(field, "") for name, field in self.NEWCOMER.items()}
        return values if any(values.values()) else None

    @property
    def has_newcomer(self) -> bool:
        """Whether anything of a new client was typed, for the page."""
        return any(self[field].value() for field in self.NEWCOMER.values())

    def clean_newcomer(self) -> None:
        """Exactly one of the two: a client who is there, or a new one."""
        cleaned = self.cleaned_data
        if self.newcomer and cleaned.get("client"):
            self.add_error("client", gettext("Choose a client, or add a new one, not both."))
        elif not self.newcomer and not cleaned.get("client") and "client" not in self.errors:
            self.add_error("client", gettext("Choose a client."))
