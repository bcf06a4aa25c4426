"""The form of a trainer's own preferences: name, clock, calendar, and how many at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainers.forms import DomainForm
from trainers.models import Trainer
from trainers.validators import zone_names

# Without the names that only stand for others, or for an offset; whoever has one of those keeps it.
PLACES = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian",
    "Pacific")  # fmt: skip
ZONES = ["UTC", *sorted(name for name in zone_names() if name.startswith(PLACES))]
CLOCKS = [("False", _("24 hours, 14:30")), ("True", _("12 hours, 2:30 pm"))]


class ZoneField(forms.CharField):
    """A time zone by its IANA name, in any case; or by its city alone, where there is one of that name."""

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value) or ""
        wanted = "_".join(text.lower().split())
        exact = [name for name in zone_names() if name.lower() == wanted]
        cities = [name for name in ZONES if name.lower().rpartition("/")[2] == wanted]
        found = exact or cities
        return found[0] if len(found) == 1 else text


class PreferencesForm(DomainForm):
    """What the domain checks and writes of a trainer, by the trainer."""

    timezone = ZoneField(
        label=_("Time zone"),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Type a city. After a change, sessions and time off stay at their instant and are shown on"
            " the new clock; series keep their zone; working hours are read on the new clock."
        ),
        error_messages={"required": _("Choose a time zone.")},
    )
    twelve_hour_clock = forms.TypedChoiceField(
        label=_("Clock"), choices=CLOCKS, coerce=lambda value: str(value) == "True", widget=forms.RadioSelect
    )

    class Meta:
        model = Trainer
        fields = (
            "full_name",
            "language",
            "timezone",
            "twelve_hour_clock",
            "week_starts_on",
            "usual_session_minutes",
            "parallel_sessions",
        )
        labels = {
            "full_name": _("Full name"),
            "language": _("Language"),
            "usual_session_minutes": _("Usual length of a session"),
            "parallel_sessions": _("Sessions at the same time"),
            "week_starts_on": _("The week starts on"),
        }
        help_texts = {
            "usual_session_minutes": _("In minutes. New sessions are that long at first."),
            "parallel_sessions": _("More than 1 for group classes: so many may be booked at once."),
        }
        error_messages = {"full_name": {"required": _("Write your name.")}}
