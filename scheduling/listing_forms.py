"""Which sessions the list shows and in which order, and which period the numbers are of."""

from calendar import day_name
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from clients.models import Client
from scheduling.day_fields import DayField, check_span
from scheduling.domain import horizon, periods, wall_clock
from scheduling.domain.periods import Period
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from scheduling.wording import long_day
from trainers.models import Trainer

# What the list is sorted by: {key: label of its column}.
COLUMNS = {"start": "When", "title": "Session", "status": "Status"}
KEYS = {"start": "scheduled_start", "title": "title", "status": "status"}
LONGEST = 366


class SpanForm(forms.Form):
    """From a day to another, both included."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "from": DayField(label="From", required=False),
            "to": DayField(label="Until", required=False),
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

    q = forms.CharField(label="Search", required=False, max_length=200)
    status = forms.MultipleChoiceField(
        required=False, choices=Session.Status.choices, widget=forms.CheckboxSelectMultiple
    )
    type = forms.MultipleChoiceField(
        required=False, choices=Session.Type.choices, widget=forms.CheckboxSelectMultiple
    )
    client = forms.ModelChoiceField(
        Client.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Any client",
        error_messages={"invalid_choice": "Choose one of your clients."},
    )
    # Where a number counts the sessions of an hour; the list itself only offers to take it off.
    weekday = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(str(n), day_name[n]) for n in range(7)]
    )
    hour = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(str(n), f"{n:02}:00") for n in range(24)]
    )
    sort = forms.ChoiceField(
        label="Sort by",
        required=False,
        choices=[
            ("-start", "Latest first"),
            ("start", "Earliest first"),
            ("title", "Title, A to Z"),
            ("-title", "Title, Z to A"),
            ("status", "Status, A to Z"),
            ("-status", "Status, Z to A"),
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
            "from": f"From {long_day(self.first)}" if self.first else "",
            "to": f"Until {long_day(self.last)}" if self.last else "",
            "status": self._labels("status"),
            "type": self._labels("type"),
            "client": f"With {client.name}" if client else "",
            "weekday": f"On {day_name[weekday]}s" if weekday is not None else "",
            "hour": f"From {hour:02}:00 to {hour:02}:59" if hour is not None else "",
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
        return " or ".join(labels[value] for value in self.cleaned_data.get(name) or [])


class PeriodForm(SpanForm):
    """A period by its name, or by its days; this month where nothing or nonsense is asked for."""

    NAMES = {
        "this-month": "This month",
        "last-month": "Last month",
        "week": "This week",
        "year": "This year",
    }

    period = forms.ChoiceField(required=False, choices=list(NAMES.items()))

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, other in (("from", "to"), ("to", "from")):
            if self.cleaned_data.get(name) and not self.data.get(other):
                self.add_error(other, "Say the other end too.")
        if self.first and self.last and Period(self.first, self.last).days > LONGEST:
            self.add_error("to", "A period is at most a year.")
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
