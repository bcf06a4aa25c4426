"""The forms of sessions: book one, change all of one, say when it really took place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client, ClientQuerySet
from scheduling.fields import WallClockField, set_clocks
from scheduling.models import Session
from scheduling.wording import exact
from trainers.forms import DomainForm, LongText
from trainers.models import Trainer

TEXTS = ("exercises_performed", "notes", "client_feedback", "trainer_notes")


def bookable(trainer: Trainer, client_id: int | None) -> ClientQuerySet:
    """The trainer's active clients, and the one that is chosen already, whosever that is."""
    return Client.objects.filter(Q(trainer=trainer, status=Client.Status.ACTIVE) | Q(pk=client_id))


def optional_text(label: Any) -> LongText:
    # Never written is NULL, as the API says it.
    return LongText(label=label, required=False, empty_value=None, max_length=10_000)


def private_text(label: Any) -> LongText:
    text = optional_text(label)
    text.help_text = _("Private: only you read these, and who manages your studio.")
    return text


class BookingForm(DomainForm):
    """What it takes to book a session."""

    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=_("Client"),
        to_field_name="uuid",
        empty_label=_("Choose a client"),
        error_messages={
            "required": _("Choose a client."),
            "invalid_choice": _("Choose one of your clients."),
        },
    )
    scheduled_start = WallClockField(label=_("Start"), error_messages={"required": _("Say when it starts.")})
    scheduled_end = WallClockField(label=_("End"), error_messages={"required": _("Say when it ends.")})
    description = optional_text(_("Description"))

    class Meta:
        model = Session
        fields = (
            "client",
            "title",
            "session_type",
            "scheduled_start",
            "scheduled_end",
            "location",
            "description",
        )
        error_messages = {"title": {"required": _("Give it a title.")}}

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["client"] = self.instance.client
        clients = cast(forms.ModelChoiceField, self.fields["client"])
        if self.instance.series_id is not None:
            clients.required, clients.empty_label = False, _("No client")
        clients.queryset = bookable(trainer, self.instance.client_id)
        clients.widget.attrs["data-combobox"] = reverse("clients-find")
        set_clocks(self, trainer.zone)

    def with_times(self, start: datetime, end: datetime) -> None:
        """Put other times into what was typed."""
        times = {"scheduled_start": exact(start), "scheduled_end": exact(end)}
        self.data = dict(self.data.items()) | times


class SessionForm(BookingForm):
    """Everything about a session but its status, which has buttons of its own."""

    actual_start = WallClockField(label=_("Actual start"), required=False)
    actual_end = WallClockField(label=_("Actual end"), required=False)
    exercises_performed = optional_text(_("Exercises performed"))
    notes = optional_text(_("Notes"))
    client_feedback = optional_text(_("Client feedback"))
    trainer_notes = optional_text(_("Trainer notes"))

    @property
    def warning(self) -> str:
        if self.instance.status == Session.Status.SCHEDULED:
            return ""
        return gettext("By now its status is: %(status)s.") % {"status": self.instance.get_status_display()}

    class Meta:
        model = Session
        fields = (
            *BookingForm.Meta.fields,
            "actual_start",
            "actual_end",
            "exercises_performed",
            "notes",
            "client_feedback",
            "trainer_notes",
        )
        error_messages = BookingForm.Meta.error_messages


class TextsForm(DomainForm):
    """The texts about a session, of which a form has those that its Meta names."""

    exercises_performed = optional_text(_("Exercises performed"))
    notes = optional_text(_("Notes"))
    client_feedback = optional_text(_("Client feedback"))
    trainer_notes = private_text(_("Trainer notes"))


class CompletionForm(TextsForm):
    """When a session really took place, as planned unless it says otherwise, and what was done in it."""

    actual_start = WallClockField(label=_("Started"), required=False)
    actual_end = WallClockField(label=_("Ended"), required=False)

    class Meta:
        model = Session
        fields = ("actual_start", "actual_end", *TEXTS)

    def __init__(self, session: Session, data: Mapping[str, Any] | None = None) -> None:
        self.planned = {
            "actual_start": session.actual_start or session.scheduled_start,
            "actual_end": session.actual_end or session.scheduled_end,
        }
        super().__init__(data, instance=session, initial=self.planned)
        set_clocks(self, session.trainer.zone)

    @property
    def changes(self) -> dict[str, Any]:
        """What was filled in."""
        if self.planned.keys().isdisjoint(self.data):  # one click in a list: as planned
            return {**self.planned, **self._written}
        given = {name: self.cleaned_data[name] for name in self.planned if self.cleaned_data[name]}
        return given | self._written

    @property
    def _written(self) -> dict[str, Any]:
        # The button in the list of a day sends no texts: it wipes none out.
        sent = set(TEXTS) & self.data.keys()
        return {name: value for name, value in super().changes.items() if name in sent}


class NotesForm(TextsForm):
    """What is written about a session; of a form with fewer fields only those."""

    class Meta:
        model = Session
        fields = TEXTS

    def __init__(self, session: Session, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, instance=session)
        # A list may have several of these forms.
        self.auto_id = f"id_%s-{session.uuid}"
        if data is not None:
            self.keep(*data)

    def keep(self, *names: str) -> None:
        """These of the texts, and no others."""
        for name in set(TEXTS) - set(names):
            self.fields.pop(name, None)
