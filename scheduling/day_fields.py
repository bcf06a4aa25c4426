"""Form fields for a day on the calendar, and for a span of days."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WRONG = gettext_noop("Write a date from 1970 to 2099, for example 2027-06-08.")


class DayField(forms.DateField):
    """2027-06-08; only years that the product keeps."""

    # As browsers send it, whatever the language writes.
    widget = forms.DateInput(
        attrs={"type": "date", "min": "1970-01-01", "max": "2099-12-31"}, format="%Y-%m-%d"
    )

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text) if text.isascii() and len(text) == 10 else None
        except ValueError:
            day = None
        if day is None or not 1970 <= day.year <= 2099:
            raise ValidationError(_(WRONG))
        return day


def check_span(first: date | None, last: date | None) -> None:
    """Raise ValidationError for days in the wrong order."""
    if first and last and last < first:
        raise ValidationError(_("This day must not be before the first one."))
