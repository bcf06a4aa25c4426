"""The form that erases a client: typing the name says that it is meant, and of whom."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client


class ErasureForm(forms.Form):
    """Whatever the case and the spaces."""

    name = forms.CharField(
        label=gettext_lazy("The client's name"),
        help_text=gettext_lazy("Type it to say that you mean it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
        error_messages={"required": gettext_lazy("Type the client's name.")},
    )

    def __init__(self, client: Client, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        if self.is_bound:  # it is shown again only with something wrong
            self.fields["name"].widget.attrs["autofocus"] = True

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if _plain(name) != _plain(self.client.name):
            raise ValidationError(_("This is not the client's name."))
        return name


def _plain(name: str) -> str:
    """The same for what is read alike."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
