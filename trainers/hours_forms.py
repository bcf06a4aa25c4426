"""The form of a trainer's working hours, with what is kept free around sessions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from trainers.forms import DomainForm
from trainers.hours import Hours, hours_of
from trainers.hours_fields import MOST_SPANS, HoursField, Typed, in_words, read, row_faults, text_of, typed
from trainers.models import USUAL_HOURS, Trainer, Weekday

HOUR, DAY = 60, 24 * 60
BUFFERS = (0, 5, 10, 15, 20, 30, 45, HOUR)
NOTICES = (
    0,
    30,
    *(hours * HOUR for hours in (1, 2, 4, 8, 12)),
    *(days * DAY for days in (1, 2, 3, 7, 14, 30)),
)
NAMES = {day.value: day.name.lower() for day in Weekday}


@dataclass(frozen=True)
class Row:
    """A span as it was typed, what is wrong with it, and whether it was added just now."""

    number: int
    start: str
    end: str
    fault: str
    is_new: bool


@dataclass(frozen=True)
class Day:
    """A weekday of the form; `others` are (name, label) of the days that its hours can be copied to."""

    field: forms.BoundField
    rows: list[Row]
    others: list[tuple[str, str]]

    @property
    def faults(self) -> list[str]:
        """What is said of the day and not of one of its rows."""
        of_rows = [row.fault for row in self.rows if row.fault]
        return [
            words for words in map(str, self.field.errors) if not any(fault in words for fault in of_rows)
        ]


class HoursForm(DomainForm):
    """The hours of all weekdays, the buffer after sessions and the notice.

    The buttons that add, remove and copy spans send the form as it is: see `take_step`.
    """

    buffer_minutes = forms.TypedChoiceField(
        label=_("Buffer around sessions"),
        coerce=int,
        help_text=_("What is offered keeps this distance to what is booked."),
    )
    notice_minutes = forms.TypedChoiceField(
        label=_("Notice"), coerce=int, help_text=_("What begins sooner than this from now is not offered.")
    )

    class Meta:
        model = Trainer
        fields = ("buffer_minutes", "notice_minutes")

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Trainer) -> None:
        initial = {NAMES[day]: hours for day, hours in hours_of(instance).items()}
        super().__init__(data, instance=instance, initial=initial)
        self.added = self.touched = ""
        for name, usual in (("buffer_minutes", BUFFERS), ("notice_minutes", NOTICES)):
            stored = getattr(instance, name)
            choices = {stored: in_minutes(stored)} | {minutes: length(minutes) for minutes in usual}
            cast(forms.ChoiceField, self.fields[name]).choices = sorted(choices.items())
        first = instance.week_starts_on
        for day in [*range(first, 7), *range(first)]:
            label = str(Weekday(day).label)
            self.fields[NAMES[day]] = HoursField(label=label, required=False, show_hidden_initial=True)

    @property
    def week(self) -> Iterator[Day]:
        labels = [(name, str(self.fields[name].label)) for name in self.fields if name in NAMES.values()]
        for name, label in labels:
            field = self[name]
            yield Day(field, list(self._rows(name)), [other for other in labels if other != (name, label)])

    @property
    def days(self) -> dict[int, list[Hours]]:
        """{weekday: hours} of what was changed in this form and could be read."""
        changes = self.changes
        return {day: changes[name] for day, name in NAMES.items() if name in changes}

    @property
    def values(self) -> dict[str, Any]:
        """What else was changed."""
        return {name: value for name, value in self.changes.items() if name in self.Meta.fields}

    def take_step(self, step: str) -> bool:
        """Do what a button of the form asks for; False if this is no such button."""
        verb, _, about = step.partition(":")
        name, _, number = about.partition("-")
        if verb not in {"add", "remove", "copy"} or name not in NAMES.values():
            return False
        self.touched = name
        rows = typed(self[name].data)
        if verb == "add":
            self.added = name
            self._put(name, text_of([*rows, next_row(rows)][:MOST_SPANS]))
        elif verb == "remove":
            self._put(name, text_of(row for place, row in enumerate(rows) if str(place) != number))
        else:
            for other in self._copied_to(name):
                self._put(other, text_of(rows))
        return True

    def _copied_to(self, name: str) -> list[str]:
        return [other for other in NAMES.values() if self.data.get(f"copy-{name}-{other}")]

    def _rows(self, name: str) -> Iterator[Row]:
        rows = typed(self[name].data if self.is_bound else self[name].initial)
        faults = row_faults(rows) if self.is_bound and self.errors.get(name) else {}
        for number, (start, end) in enumerate(rows):
            is_new = name == self.added and number == len(rows) - 1
            yield Row(number, start, end, faults.get(number, ""), is_new)

    def _stored(self, name: str) -> str:
        if name in NAMES.values():
            return in_words(self[name].initial or ())
        return super()._stored(name)


def length(minutes: int) -> str:
    """2 days, 4 hours, 45 minutes."""
    if not minutes:
        return pgettext("no time at all", "None")
    if minutes % DAY == 0:
        return ngettext("%(count)s day", "%(count)s days", minutes // DAY) % {"count": minutes // DAY}
    if minutes % HOUR == 0:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // HOUR) % {"count": minutes // HOUR}
    return in_minutes(minutes)


def in_minutes(minutes: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def next_row(rows: list[Typed]) -> Typed:
    """What is suggested after the spans of a day: an hour's break, then until the usual end."""
    hours = [each for row in rows if (each := read(row))]
    if not hours:
        return f"{USUAL_HOURS[0]:%H:%M}", f"{USUAL_HOURS[1]:%H:%M}"
    last = max(hours)[1]
    if last == time.min or last.hour + 1 >= 23:
        return "", ""
    start = last.replace(hour=last.hour + 1)
    end = USUAL_HOURS[1] if start < USUAL_HOURS[1] else time(23)
    return f"{start:%H:%M}", f"{end:%H:%M}"
