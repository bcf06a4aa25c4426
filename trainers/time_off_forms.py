"""The form of time off: whole days, or from one time to another, on the trainer's clock."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scheduling.domain import wall_clock
from trainers.forms import DomainForm
from trainers.models import TimeOff, Trainer

DAY = timedelta(days=1)
# {field of TimeOff: the field of the form that a message about it stands beside}
BESIDE = {"start": "first", "end": "last"}


def _date(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _time(**more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(widget=widget, required=False, **more)


class TimeOffForm(DomainForm):
    """From the first day to the last; without times these are whole days."""

    first = _date(label=_("First day"), error_messages={"required": _("Say on which day it begins.")})
    last = _date(label=_("Last day"), required=False, help_text=_("Leave it empty for one day."))
    starts_at = _time(label=_("From"), help_text=_("Leave both times empty for whole days."))
    ends_at = _time(label=_("Until"))
    field_order = ("first", "last", "starts_at", "ends_at", "reason")

    class Meta:
        model = TimeOff
        fields = ("reason",)
        labels = {"reason": _("Reason")}
        help_texts = {"reason": _("Only you see it: a holiday, a course, an illness.")}

    def __init__(
        self,
        trainer: Trainer,
        data: Mapping[str, Any] | None = None,
        *,
        instance: TimeOff | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.zone = trainer.zone
        shown = _in_days(instance, trainer) if instance else {}
        super().__init__(data, instance=instance, initial=shown | dict(initial or {}))

    @property
    def changes(self) -> dict[str, Any]:
        """{field of TimeOff: value}; a time that was left as it was shown is the very instant."""
        written = {name: value for name, value in super().changes.items() if name == "reason"}
        if not self.instance.pk or {"first", "starts_at"} & set(self.changed_data):
            written["start"] = self._start()
        if not self.instance.pk or {"first", "last", "ends_at"} & set(self.changed_data):
            written["end"] = self._end()
        return written

    def refuse(self, error: ValidationError) -> None:
        said = error.message_dict
        if "first" in said:  # of which day start and end would be is not known, which is no fault of theirs
            said = {name: words for name, words in said.items() if name not in BESIDE}
        super().refuse(ValidationError({BESIDE.get(name, name): words for name, words in said.items()}))

    def _start(self) -> datetime | None:
        first = self.cleaned_data.get("first")
        return self._instant(first, self.cleaned_data.get("starts_at") or time.min) if first else None

    def _end(self) -> datetime | None:
        last = self.cleaned_data.get("last") or self.cleaned_data.get("first")
        ends_at = self.cleaned_data.get("ends_at") or time.min
        if last is None or last == date.max:
            return None
        # Midnight is the end of the day.
        return self._instant(last + DAY if ends_at == time.min else last, ends_at)

    def _instant(self, day: date, at: time) -> datetime | None:
        try:
            return wall_clock.from_when(datetime.combine(day, at.replace(microsecond=0)), self.zone)
        except OverflowError:
            return None


def _in_days(off: TimeOff, trainer: Trainer) -> dict[str, Any]:
    start, end = off.start.astimezone(trainer.zone), off.end.astimezone(trainer.zone)
    last = end.date() - DAY if end.time() == time.min else end.date()
    return {
        "first": start.date(),
        "last": last if last != start.date() else None,
        "starts_at": start.time() if start.time() != time.min else None,
        "ends_at": end.time() if end.time() != time.min else None,
    }
