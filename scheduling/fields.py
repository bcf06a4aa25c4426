"""The form field for a time on a trainer's clock, for pages and admin."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from scheduling.domain import wall_clock


class WallClockField(forms.DateTimeField):
    """A date and time as the clocks of `zone` show it; the value is the instant.

    The form sets `zone` before it is used, and what is `stored`. Refuses a time that the clocks skip; takes
    the first of two, unless it stands as it was. Without `zone` nothing is known of the clock, and the value
    is read as UTC.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M:%S")
    zone: ZoneInfo = ZoneInfo("UTC")
    stored: datetime | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            wall = datetime.fromisoformat(str(value).strip())
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo or not 1970 <= wall.year <= 2099:
            raise forms.ValidationError(
                _("Write a date from 1970 to 2099 and a time, for example 2027-06-08 10:00.")
            )
        return wall_clock.to_instant(wall.replace(microsecond=0), self.zone, self.stored)


def set_clocks(form: forms.BaseForm, zone: ZoneInfo, help_text: str = "") -> None:
    """Put every time of a form on the clock of the zone, and say what it is shown with."""
    for name, field in form.fields.items():
        if isinstance(field, WallClockField):
            initial = form.get_initial_for_field(field, name)
            field.zone = zone
            field.stored = initial if isinstance(initial, datetime) else None
            field.help_text = help_text or field.help_text
