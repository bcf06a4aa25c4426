"""The part of the booking form that enrols a client with the session."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling.forms import BookingForm
from trainers.models import Trainer


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


class OpenBookingForm(BookingForm, NewcomerForm):
    """What it takes to book a session with a known client or with a new one."""

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(trainer, *args, **kwargs)
        # Or somebody new: clean_newcomer asks for one of them.
        self.fields["client"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.clean_newcomer()
        return cleaned

    @property
    def session_values(self) -> dict[str, Any]:
        """{field of Session: value}; with a newcomer without the client."""
        names = set(BookingForm.Meta.fields) - ({"client"} if self.newcomer else set())
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def session_errors(self) -> dict[str, str]:
        """What could not be read, by field of Session, and of Client where somebody new is meant."""
        names = {field: name for name, field in self.NEWCOMER.items()}
        return {names.get(name, name): message for name, message in self.unreadable.items()}

    def refuse(self, error: ValidationError) -> None:
        """Also in the names of a client."""
        super().refuse(renamed(error, self.NEWCOMER))


def renamed(error: ValidationError, names: dict[str, str]) -> ValidationError:
    """The same with other names of the fields."""
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({names.get(name, name): said for name, said in error.message_dict.items()})
