"""The form field for a time on a trainer's clock, for pages and admin; and the time that a link says."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scheduling.domain import wall_clock


class WallClockInput(forms.DateTimeInput):
    """With the second of two equal times it says that it is the second, as long as that time stands there."""

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        field = super().render(name, value, *args, **kwargs)
        if not isinstance(value, datetime) or value.tzinfo is None:
            return field
        hidden = '{}<input type="hidden" name="{}-exact" value="{}">'
        return format_html(hidden, field, name, value.isoformat())

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        shown, exact = super().value_from_datadict(data, files, name), data.get(f"{name}-exact", "")
        return exact if shown and exact.startswith(shown) else shown


class WallClockField(forms.DateTimeField):
    """A date and time as the clocks of `zone` show it; the value is the instant.

    The form sets `zone` before it is used, and what is `stored`. Refuses a time that the clocks skip; takes
    the first of two, unless it stands as it was or an offset says which is meant. Without `zone` nothing is
    known of the clock, and the value is read as UTC.
    """

    widget = WallClockInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M:%S")
    zone: ZoneInfo = ZoneInfo("UTC")
    stored: datetime | None = None

    def prepare_value(self, value: Any) -> Any:
        """On the clock; with its offset where that alone would be read as the first of two."""
        instant = value if isinstance(value, datetime) else _with_offset(value)
        if instant is None:
            return value
        wall = instant.astimezone(self.zone)
        return wall if wall.fold else wall.replace(tzinfo=None)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if instant := _with_offset(value):
            return instant
        try:
            wall = datetime.fromisoformat(str(value).strip())
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo or not 1970 <= wall.year <= 2099:
            raise forms.ValidationError(
                _("Write a date from 1970 to 2099 and a time, for example 2027-06-08 10:00.")
            )
        return wall_clock.to_instant(wall.replace(microsecond=0), self.zone, self.stored)


def _with_offset(value: Any) -> datetime | None:
    try:
        instant = datetime.fromisoformat(str(value).strip()).replace(microsecond=0)
    except ValueError:
        return None
    return instant if instant.tzinfo and 1970 <= instant.year <= 2099 else None


def instant_of(text: str, zone: ZoneInfo) -> datetime | None:
    """What a link or a button says of a time; None where that cannot be read."""
    field = WallClockField(required=False)
    field.zone = zone
    try:
        return field.clean(text)
    except ValidationError:
        return None


def set_clocks(form: forms.BaseForm, zone: ZoneInfo, help_text: str = "") -> None:
    """Put every time of a form on the clock of the zone, and say what it is shown with."""
    for name, field in form.fields.items():
        if isinstance(field, WallClockField):
            initial = form.get_initial_for_field(field, name)
            field.zone = zone
            field.stored = initial if isinstance(initial, datetime) else None
            field.help_text = help_text or field.help_text
