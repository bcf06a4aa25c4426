"""The forms of the desk: who is free, book, give a session to another trainer, hand clients over."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from scheduling.day_fields import DayField, check_span
from scheduling.domain import wall_clock
from scheduling.domain.availability import Span
from scheduling.domain.several import Outcome
from scheduling.fields import WallClockField, set_clocks
from scheduling.forms import bookable
from scheduling.models import Session
from scheduling.newcomer_forms import OpenBookingForm
from scheduling.scope_forms import CancelForm
from trainers.models import Trainer

LONGEST_SPAN = 92


class TrainerField(forms.ModelChoiceField):
    """One of the trainers who work here now."""

    def __init__(self, **options: Any) -> None:
        active = Trainer.objects.filter(user__is_active=True).order_by("full_name", "pk")
        words = {"required": _("Choose a trainer."), "invalid_choice": _("Choose one of the trainers.")}
        super().__init__(active, empty_label=_("Choose a trainer"), error_messages=words, **options)

    def leave_out(self, trainer: Trainer) -> None:
        self.queryset = cast(Any, self.queryset).exclude(pk=trainer.pk)


class WhenForm(forms.Form):
    """At what time of the day somebody is wanted, and for how long."""

    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=24 * 60, initial=60)
    kind = forms.ChoiceField(label=_("Type"), choices=Session.Type, required=False)

    def start(self, day: date, zone: Any) -> datetime:
        """Raises ValidationError for a time that the clocks skip."""
        at: time = self.cleaned_data["at"]
        return wall_clock.to_instant(datetime.combine(day, at), zone)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])


class DeskBookingForm(OpenBookingForm):
    """A session of any trainer, on that trainer's clock."""

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(trainer, *args, **kwargs)
        clients = cast(forms.ModelChoiceField, self.fields["client"])
        # The list that is searched while one types is the trainer's own.
        del clients.widget.attrs["data-combobox"]
        clients.queryset = bookable(trainer, self._other(trainer)).select_related("trainer")
        clients.label_from_instance = self._called  # type: ignore[assignment]
        self.trainer = trainer

    def _other(self, trainer: Trainer) -> int | None:
        """The key of another trainer's client who is named: for once this trainer has them."""
        named = (
            self.data.get("client") if self.is_bound else getattr(self.initial.get("client"), "uuid", None)
        )
        return Client.objects.active().with_uuid(str(named)).values_list("pk", flat=True).first()

    def _called(self, client: Client) -> str:
        if client.trainer_id == self.trainer.pk:
            return client.name
        return gettext("%(client)s, whom %(trainer)s trains") % {
            "client": client.name,
            "trainer": client.trainer.full_name,
        }


class GiveForm(forms.Form):
    """Who trains a session from now on, and when."""

    trainer = TrainerField(label=_("Trainer"))
    scheduled_start = WallClockField(label=_("Start"), error_messages={"required": _("Say when it starts.")})
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, session: Session, data: Mapping[str, Any] | None = None) -> None:
        self.session = session
        stored = {
            "trainer": session.trainer,
            "scheduled_start": session.scheduled_start,
            "version": session.version,
        }
        super().__init__(data, initial=stored)
        set_clocks(self, session.trainer.zone)

    @property
    def wanted(self) -> Span:
        """When it would be."""
        start, session = self.cleaned_data["scheduled_start"], self.session
        return Span(start, start + (session.scheduled_end - session.scheduled_start))

    @property
    def to(self) -> Trainer | None:
        """Who has it from then on, if that is another trainer."""
        return self.cleaned_data["trainer"] if "trainer" in self.changed_data else None

    @property
    def changes(self) -> dict[str, Any]:
        """{field of Session: value}; it lasts as long as before."""
        changes = {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
        if "scheduled_start" in changes:
            changes["scheduled_end"] = self.wanted.end
        return changes


class SettleForm(CancelForm):
    """How a session came out; why, if it is cancelled."""

    to = wanted = None  # it stays with its trainer, where it is

    outcome = forms.ChoiceField(choices=[(name, name) for name in (*Outcome.values, "reinstate")])
    version = forms.IntegerField(widget=forms.HiddenInput)


class SpanForm(forms.Form):
    """Some days on which a trainer is away, and who stands in."""

    first = DayField(label=_("From"))
    last = DayField(label=_("Until"))
    by = TrainerField(label=_("Who stands in"), required=False)

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(TrainerField, self.fields["by"]).leave_out(trainer)

    def clean_last(self) -> date:
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        check_span(first, last)
        if first and (last - first).days >= LONGEST_SPAN:
            words = gettext("At most %(days)s days at once; for longer, hand the clients over.")
            raise ValidationError(words % {"days": LONGEST_SPAN})
        return cast(date, last)


class HandOverForm(forms.Form):
    """To whom clients go."""

    to = TrainerField(label=_("New trainer"))
    clients = forms.ModelMultipleChoiceField(Client.objects.none(), to_field_name="uuid", required=False)

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(TrainerField, self.fields["to"]).leave_out(trainer)
        clients = cast(forms.ModelMultipleChoiceField, self.fields["clients"])
        clients.queryset = trainer.clients.active().in_order()
