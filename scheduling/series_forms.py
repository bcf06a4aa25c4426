"""The forms that make something repeat: a session to be booked, and a series on a timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling.domain.booking import TOLD
from scheduling.domain.recurrence import wall_of
from scheduling.fields import WallClockField, set_clocks
from scheduling.forms import optional_text
from scheduling.models import Series, Timeline
from scheduling.newcomer_forms import OpenBookingForm, renamed
from scheduling.rule_forms import RuleForm, said_of
from scheduling.timeline_forms import TimelineField
from scheduling.wording import exact
from trainers.forms import DomainForm
from trainers.models import Trainer

# {field of Series: field of Session}
SESSION_NAMES = {told: name for name, told in TOLD.items()}


class NewSessionForm(OpenBookingForm, RuleForm):
    """What it takes to book a session, once or again and again, with a known client or with a new one."""

    timeline = TimelineField(
        Timeline.objects.none(),
        required=False,
        to_field_name="uuid",
        label=_("Timeline"),
        empty_label=_("The client's first, or a new one"),
        error_messages={"invalid_choice": _("Choose one of this client's timelines.")},
    )

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(trainer, *args, **kwargs)
        self.zone = trainer.zone
        timelines = Timeline.objects.for_trainer(trainer).present().filter(client__status="active")
        field = cast(forms.ModelChoiceField, self.fields["timeline"])
        field.queryset = timelines.select_related("client").order_by(
            "client__first_name", "client__last_name", "client_id", "name", "id"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.clean_rule()
        timeline, client = cleaned.get("timeline"), cleaned.get("client")
        if not self.repeats or self.newcomer:  # who is new has no timeline yet
            self._forget("timeline")
        elif timeline and client and timeline.client_id != client.pk:
            self.add_error("timeline", gettext("Choose one of this client's timelines."))
        return cleaned

    def fill_in(self, values: Mapping[str, str]) -> None:
        """Put other values, {field: as a browser sends it}, into what was typed."""
        self.data = dict(self.data.items()) | dict(values)

    def series_values(self, timeline: Timeline | None) -> dict[str, Any]:
        """{field of Series: value}"""
        told = {told: self.cleaned_data.get(name) for name, told in TOLD.items()}
        return {"timeline": timeline} | told | self.rule

    @property
    def series_errors(self) -> dict[str, str]:
        """What could not be read, by field of Series."""
        errors = {TOLD.get(name, name): message for name, message in self.unreadable.items()}
        # Whose it is decides on which timeline it comes.
        return {"timeline": errors["client"]} | errors if "client" in errors else errors

    def refuse(self, error: ValidationError) -> None:
        """Also in the names of a series; what is said of a timeline that was not chosen is the client's."""
        names = dict(SESSION_NAMES)
        if not self["timeline"].value():
            names["timeline"] = "client"
        super().refuse(renamed(error, names))


class SeriesForm(DomainForm, RuleForm):
    """What takes place on a timeline: again and again, once, or at a time that is not known yet."""

    start = WallClockField(label=_("Start"), required=False)
    end = WallClockField(label=_("End"), required=False)
    description = optional_text(_("Description"))

    class Meta:
        model = Series
        fields = ("title", "session_type", "start", "end", "location", "description")
        labels = {"title": _("Title")}
        error_messages = {"title": {"required": _("Give it a title.")}}

    def __init__(self, trainer: Trainer, timeline: Timeline, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timeline = timeline
        self.zone = self.instance.zone if self.instance.pk else trainer.zone
        if self.instance.pk:
            self.initial = {**self.initial, **said_of(self.instance)}
        set_clocks(self, trainer.zone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.clean_rule()
        return cleaned

    def series_values(self, timeline: Timeline | None) -> dict[str, Any]:
        """{field of Series: value}"""
        told = {name: self.cleaned_data.get(name) for name in self.Meta.fields}
        return {"timeline": timeline} | told | self.rule

    @property
    def series_errors(self) -> dict[str, str]:
        return self.unreadable

    @property
    def changes(self) -> dict[str, Any]:
        """{field of Series: value}; of a rule in which something was changed, all of it."""
        changed = super().changes
        own = {name: value for name, value in changed.items() if name not in self.RULE}
        return own | (self.rule if changed.keys() & set(self.RULE) else {})

    def _until(self) -> datetime | None:
        """The very instant that is stored, as long as the day is the same."""
        stored = self.instance.until
        if stored and wall_of(stored, self.zone).date() == self.cleaned_data.get("until"):
            return stored
        return super()._until()

    def with_times(self, start: datetime, end: datetime) -> None:
        """Put other times into what was typed."""
        self.data = dict(self.data.items()) | {"start": exact(start), "end": exact(end)}
