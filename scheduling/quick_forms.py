"""What is asked of the quick line, of the search and of the field that finds a client."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuickForm(forms.Form):
    """A line that is to be read; the client who is meant, when it could be several."""

    line = forms.CharField(label=_("What, with whom and when"), required=False, max_length=200)
    client = forms.UUIDField(required=False)


class SearchForm(forms.Form):
    """What to look for, and all of which kind to list."""

    SESSIONS, CLIENTS = "sessions", "clients"

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    only = forms.ChoiceField(required=False, choices=[(SESSIONS, _("Sessions")), (CLIENTS, _("Clients"))])
