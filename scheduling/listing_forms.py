"""Which sessions the list shows and in which order, and which period the numbers are of."""

from datetime import date, datetime
from functools import reduce
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from scheduling.day_fields import DayField, check_span
from scheduling.domain import horizon, periods, wall_clock
from scheduling.domain.periods import Period
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from scheduling.wording import long_day
from trainers.models import Trainer

# What the list is sorted by: {key: label of its column}.
COLUMNS = {"start": _("When"), "title": _("Session"), "status": _("Status")}
KEYS = {"start": "scheduled_start", "title": "title", "status": "status"}
ON_WEEKDAYS = [
    _("On Mondays"),
    _("On Tuesdays"),
    _("On Wednesdays"),
    _("On Thursdays"),
    _("On Fridays"),
    _("On Saturdays"),
    _("On Sundays"),
]
LONGEST = 366


class SpanForm(forms.Form):
    """From a day to another, both included."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "from": DayField(label=_("From"), required=False),
            "to": DayField(label=_("Until"), required=False),
        }

    def clean(self) -> dict[str, Any]:
        try:
            check_span(self.first, self.last)
        except ValidationError as error:
            self.add_error("to", error)
        return self.cleaned_data

    @property
    def first(self) -> date | None:
        return self.cleaned_data.get("from")

    @property
    def last(self) -> date | None:
        return self.cleaned_data.get("to")


class SessionFilter(SpanForm):
    """Reads the address of the list. What cannot be read is refused, and no session is shown."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=Session.Status.choices, widget=forms.CheckboxSelectMultiple
    )
    type = forms.MultipleChoiceField(
        label=_("Type"), required=False, choices=Session.Type.choices, widget=forms.CheckboxSelectMultiple
    )
    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=_("Client"),
        to_field_name="uuid",
        required=False,
        empty_label=_("Any client"),
        error_messages={"invalid_choice": _("Choose one of your clients.")},
    )
    # Where a number counts the sessions of an hour; the list itself only offers to take it off.
    weekday = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(str(n), WEEKDAYS[n]) for n in range(7)]
    )
    hour = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(str(n), f"{n:02}:00") for n in range(24)]
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("-start", _("Latest first")),
            ("start", _("Earliest first")),
            ("title", _("Title, A to Z")),
            ("-title", _("Title, Z to A")),
            ("status", _("Status, A to Z")),
            ("-status", _("Status, Z to A")),
        ],
    )

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trainer = trainer
        clients = cast(forms.ModelChoiceField, self.fields["client"])
        clients.queryset = Client.objects.for_trainer(trainer)

    @property
    def sort_shown(self) -> str:
        return self.cleaned_data.get("sort") or "-start"

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    @property
    def said(self) -> dict[str, str]:
        """{parameter: what it asks for, in words} of the filters that are set."""
        asked = self.cleaned_data
        client, weekday, hour = (asked.get(name) for name in ("client", "weekday", "hour"))
        said = {
            "from": gettext("From %(day)s") % {"day": long_day(self.first)} if self.first else "",
            "to": gettext("Until %(day)s") % {"day": long_day(self.last)} if self.last else "",
            "status": self._labels("status"),
            "type": self._labels("type"),
            "client": gettext("With %(client)s") % {"client": client.name} if client else "",
            "weekday": str(ON_WEEKDAYS[weekday]) if weekday is not None else "",
            "hour": gettext("From %(start)s to %(end)s") % _hour(hour) if hour is not None else "",
        }
        return {name: words for name, words in said.items() if words}

    def apply(self, sessions: SessionQuerySet, now: datetime) -> SessionQuerySet:
        """Those of the sessions that are asked for, in order; what series have in them is stored first."""
        if not self.is_valid():
            return sessions.none()
        self._look(now)
        asked = self.cleaned_data
        sessions = self._of_days(sessions.without_ended())
        plain = {"status__in": asked["status"], "session_type__in": asked["type"], "client": asked["client"]}
        sessions = sessions.filter(**{name: value for name, value in plain.items() if value})
        if asked["weekday"] is not None:
            weekday = ExtractIsoWeekDay("scheduled_start", tzinfo=self.trainer.zone)
            sessions = sessions.annotate(local_weekday=weekday).filter(local_weekday=asked["weekday"] + 1)
        if asked["hour"] is not None:
            hour = ExtractHour("scheduled_start", tzinfo=self.trainer.zone)
            sessions = sessions.annotate(local_hour=hour).filter(local_hour=asked["hour"])
        if self.text:
            sessions = sessions.search(self.text)
        key = self.sort_shown
        return sessions.sorted_by(KEYS[key.removeprefix("-")], descending=key.startswith("-"))

    def _look(self, now: datetime) -> None:
        zone = self.trainer.zone
        first = wall_clock.day(self.first, zone)[0] if self.first else now
        last = wall_clock.day(self.last, zone)[1] if self.last else max(first, now) + horizon.NEAR
        horizon.look(self.trainer, first, last, now=now)

    def _of_days(self, sessions: SessionQuerySet) -> SessionQuerySet:
        zone = self.trainer.zone
        if self.first:
            sessions = sessions.filter(scheduled_start__gte=wall_clock.day(self.first, zone)[0])
        if self.last:
            sessions = sessions.filter(scheduled_start__lt=wall_clock.day(self.last, zone)[1])
        return sessions

    def _labels(self, name: str) -> str:
        field: Any = self.fields[name]
        labels = dict(field.choices)
        chosen = [str(labels[value]) for value in self.cleaned_data.get(name) or []]
        both = gettext("%(one)s or %(other)s")
        return reduce(lambda one, other: both % {"one": one, "other": other}, chosen) if chosen else ""


def _hour(hour: int) -> dict[str, str]:
    return {"start": f"{hour:02}:00", "end": f"{hour:02}:59"}


class PeriodForm(SpanForm):
    """A period by its name, or by its days; this month where nothing or nonsense is asked for."""

    NAMES = {
        "this-month": _("This month"),
        "last-month": _("Last month"),
        "week": _("This week"),
        "year": _("This year"),
    }

    period = forms.ChoiceField(required=False, choices=list(NAMES.items()))

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, other in (("from", "to"), ("to", "from")):
            if self.cleaned_data.get(name) and not self.data.get(other):
                self.add_error(other, gettext("Say the other end too."))
        if self.first and self.last and Period(self.first, self.last).days > LONGEST:
            self.add_error("to", gettext("A period is at most a year."))
        return self.cleaned_data

    @property
    def name(self) -> str:
        """Of the period; empty for one by its days."""
        if self.is_valid() and self.first:
            return ""
        return self.cleaned_data.get("period") or "this-month"

    def chosen(self, today: date, week_starts_on: int) -> Period:
        match self.name:
            case "":
                return Period(cast(date, self.first), cast(date, self.last))
            case "last-month":
                return periods.before(periods.month(today))
            case "week":
                return periods.week(today, week_starts_on)
            case "year":
                return periods.year(today)
        return periods.month(today)
