"""The form field for the hours of a weekday: several spans, each with a start and an end."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainers.clocks import say_span
from trainers.hours import Hours, faults

# A start and an end as they were typed, or as a browser sends them.
Typed = tuple[str, str]
MOST_SPANS = 24
UNREADABLE = gettext_lazy("Write both times, for example 09:00 and 12:30.")


class HoursInput(forms.Widget):
    """Reads `monday-0-from`, `monday-0-to`, `monday-1-from`, … or all of it as one text in `monday`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Typed]:
        if name in data:
            return typed(data[name])
        wanted = re.compile(rf"{re.escape(name)}-([0-9]{{1,3}})-(?:from|to)")
        numbers = {int(found[1]) for key in data if (found := wanted.fullmatch(key))}
        return [
            (data.get(f"{name}-{number}-from", ""), data.get(f"{name}-{number}-to", ""))
            for number in sorted(numbers)[:MOST_SPANS]
        ]


class HoursField(forms.Field):
    """The hours of one weekday, a list of (start, end); none is a day off.

    As a text, which tells what a form was shown with: `09:00–12:00, 13:00–17:00`.
    """

    widget = HoursInput

    def to_python(self, value: Any) -> list[Hours]:
        rows = [row for row in typed(value) if any(row)]
        if any(read(row) is None for row in rows):
            raise forms.ValidationError(UNREADABLE)
        return [hours for row in rows if (hours := read(row))]

    def prepare_value(self, value: Any) -> str:
        return text_of(typed(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = ([read(row) or row for row in typed(value) if any(row)] for value in (initial, data))
        return sorted(map(str, before)) != sorted(map(str, after))


def typed(value: Any) -> list[Typed]:
    """The rows of a value in any of its forms: a text, what was typed, or hours."""
    if isinstance(value, str):
        pairs = (row.partition("–") for row in value.split(", ") if row)
        return [(start.strip(), end.strip()) for start, _, end in pairs][:MOST_SPANS]
    return [(_text(start), _text(end)) for start, end in value or ()]


def text_of(rows: Iterable[Typed]) -> str:
    return ", ".join(f"{start}–{end}" for start, end in rows)


def read(row: Typed) -> Hours | None:
    """The hours that a row says; None if it says none, or only a part of them."""
    try:
        starts_at, ends_at = (time.fromisoformat(text) for text in row)
    except ValueError:
        return None
    is_plain = not any(at.tzinfo or at.microsecond for at in (starts_at, ends_at))
    return (starts_at, ends_at) if is_plain else None


def row_faults(rows: list[Typed]) -> dict[int, str]:
    """What is wrong with each row, by its place; an empty one is none."""
    found = {place: str(UNREADABLE) for place, row in enumerate(rows) if any(row) and read(row) is None}
    readable = {place: hours for place, row in enumerate(rows) if (hours := read(row))}
    places = list(readable)
    return found | {places[n]: words for n, words in faults(list(readable.values())).items()}


def in_words(hours: Iterable[Hours]) -> str:
    """09:00–12:00 and 13:00–17:00; day off."""
    return _(" and ").join(say_span(*each) for each in hours) or _("day off")


def _text(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    return str(value)
