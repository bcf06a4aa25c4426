"""How far a change of a session of a series reaches, asked with the change or alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.domain.scopes import Scope
from scheduling.forms import SessionForm
from trainers.validators import validate_storable

SCOPES = [
    (Scope.THIS, _("This session only")),
    (Scope.FOLLOWING, _("This and all that follow")),
    (Scope.ALL, _("All that are still to come")),
]


class CancelForm(forms.Form):
    """Why a session is cancelled, in a few words, if somebody wants to say it."""

    reason = forms.CharField(
        label=_("Reason, optional"),
        required=False,
        empty_value=None,
        max_length=200,
        validators=[validate_storable],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ScopeForm(forms.Form):
    """How far a change of a session reaches in its series."""

    scope = forms.TypedChoiceField(
        label=_("For which sessions?"),
        required=False,
        choices=SCOPES,
        coerce=Scope,
        empty_value=Scope.THIS,
        initial=Scope.THIS,
        widget=forms.RadioSelect,
    )


class CancelManyForm(ScopeForm, CancelForm):
    """How far cancelling reaches, and why."""


class OccurrenceForm(SessionForm, ScopeForm):
    """A session of a series that repeats, and whether the others are changed with it."""

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes.items() if name != "scope"}

    @property
    def is_wider(self) -> bool:
        """Whether something is changed, and not in this session only."""
        return bool(self.changes) and self.cleaned_data.get("scope", Scope.THIS) is not Scope.THIS
