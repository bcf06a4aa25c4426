"""The form field for a time on a trainer's clock, for pages and admin."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from scheduling.domain import wall_clock


class WallClockField(forms.DateTimeField):
    """A date and time as the clocks of `zone` show it; the value is the instant.

    The form sets `zone` before it is used. Refuses a time that the clocks skip; takes the first of two.
    Without `zone` nothing is known of the clock, and the value is read as UTC.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M:%S")
    zone: ZoneInfo = ZoneInfo("UTC")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """As the clocks show it: the second of two equal times, left as it stands, is not a change."""
        try:
            return self._wall(self.to_python(initial) if isinstance(initial, str) else initial) != self._wall(
                self.to_python(data)
            )
        except forms.ValidationError:
            return True

    def _wall(self, instant: datetime | None) -> datetime | None:
        return instant and instant.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

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
        return wall_clock.to_instant(wall.replace(microsecond=0), self.zone)


def set_clocks(form: forms.BaseForm, zone: ZoneInfo, help_text: str = "") -> None:
    """Put every time of a form on the clock of the zone."""
    for field in form.fields.values():
        if isinstance(field, WallClockField):
            field.zone = zone
            field.help_text = help_text or field.help_text
