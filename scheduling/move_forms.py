"""The form of a move: when a session takes place from now on, and for which others of its series."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scheduling.domain.availability import Span
from scheduling.fields import WallClockField, set_clocks
from scheduling.models import Session
from scheduling.models.session import LONGEST
from scheduling.scope_forms import ScopeForm
from trainers.forms import add_errors

MINUTE = timedelta(minutes=1)
OVERTAKEN = _("Somebody else has changed this session since you opened it. Nothing was moved.")


class MoveForm(ScopeForm):
    """A page says start and length, a script what it changes of start and end.

    A session that is only given another start lasts as long as before, whatever the clocks do meanwhile.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    start = WallClockField(label=_("Start"), required=False)
    end = WallClockField(label=_("End"), required=False)
    minutes = forms.IntegerField(
        label=_("Length in minutes"), required=False, min_value=1, max_value=LONGEST // MINUTE
    )

    def __init__(self, session: Session, data: Mapping[str, Any] | None = None) -> None:
        self.session = session
        self.length = session.scheduled_end - session.scheduled_start
        self.is_overtaken = False
        stored = {
            "version": session.version,
            "start": session.scheduled_start,
            "end": session.scheduled_end,
            "minutes": max(self.length // MINUTE, 1),
        }
        super().__init__(data, initial=stored)
        set_clocks(self, session.trainer.zone)
        self.offer(session)

    def clean(self) -> dict[str, Any]:
        self.is_overtaken = self.cleaned_data.get("version") not in {None, self.session.version}
        if self.is_overtaken:
            self.add_error(None, OVERTAKEN)
        return self.cleaned_data

    @property
    def wanted(self) -> Span:
        """When the session is to take place."""
        start = self._given("start") or self.session.scheduled_start
        minutes = self._given("minutes")
        end = start + (minutes * MINUTE if minutes else self.length)
        if self.is_bound and self.cleaned_data.get("end"):
            end = self._given("end") or self.session.scheduled_end
        return Span(start, end)

    @property
    def changes(self) -> dict[str, datetime]:
        """{field of Session: value} of the times that are others than the stored ones."""
        wanted = {"scheduled_start": self.wanted.start, "scheduled_end": self.wanted.end}
        return {name: value for name, value in wanted.items() if value != getattr(self.session, name)}

    def _given(self, name: str) -> Any:
        """What was said in this form, if that is something else than what is stored."""
        is_ours = self.is_bound and name in self.changed_data
        return self.cleaned_data.get(name) if is_ours else None

    @property
    def wrong(self) -> list[forms.BoundField]:
        return [field for field in self if field.errors]

    @property
    def status_of_refusal(self) -> int:
        return 409 if self.is_overtaken else 400

    def refuse(self, error: ValidationError) -> None:
        """Show what the domain says in the words of this form."""
        last = "minutes" if self.cleaned_data.get("minutes") else "end"
        names = {"scheduled_start": "start", "scheduled_end": last}
        by_field = error.message_dict if hasattr(error, "error_dict") else {}
        told = {names.get(name, name): messages for name, messages in by_field.items()}
        add_errors(self, ValidationError(told) if told else error)
