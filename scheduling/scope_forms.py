"""How far a change of a session of a series reaches, asked with the change or alone."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduling.domain import splitting
from scheduling.domain.scopes import Scope
from scheduling.forms import SessionForm
from scheduling.models import Session
from trainers.validators import validate_storable

SCOPES = [
    (Scope.THIS, _("This session only")),
    (Scope.FOLLOWING, _("This and all that follow")),
    (Scope.ALL, _("All that are still to come")),
]


def offered(session: Session) -> list[tuple[Scope, str | Promise]]:
    """The scopes that differ: all that follow the first of a series are all of it."""
    return [
        (scope, label) for scope, label in SCOPES if scope is not Scope.FOLLOWING or not _is_first(session)
    ]


def _is_first(session: Session) -> bool:
    series = session.series
    if not series or not series.repeats or not session.occurrence_on:
        return False
    at = splitting.occurrence_of(series, session)
    return at is not None and splitting.is_first(series, at)


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

    def offer(self, session: Session) -> None:
        """Show what differs; a page that was opened before may say more."""
        cast(forms.ChoiceField, self.fields["scope"]).widget.choices = offered(session)


class CancelManyForm(ScopeForm, CancelForm):
    """How far cancelling reaches, and why."""

    def __init__(self, session: Session, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.offer(session)


class OccurrenceForm(SessionForm, ScopeForm):
    """A session of a series that repeats, and whether the others are changed with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self.instance)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes.items() if name != "scope"}

    @property
    def is_wider(self) -> bool:
        """Whether something is changed, and not in this session only."""
        return bool(self.changes) and self.cleaned_data.get("scope", Scope.THIS) is not Scope.THIS
