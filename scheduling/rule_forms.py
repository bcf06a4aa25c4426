"""The form of a rule: how often something takes place, and until when."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from scheduling.domain import wall_clock
from scheduling.domain.recurrence import wall_of
from scheduling.models import Cycle, Series

NEVER, ON, AFTER = "never", "on", "after"
CYCLES = [("", pgettext_lazy("repeats", "Never")), *((cycle.value, cycle.label) for cycle in Cycle)]
ENDS = [(NEVER, pgettext_lazy("ends", "Never")), (ON, _("On a date")), (AFTER, _("After a number of times"))]


class RuleForm(forms.Form):
    """How often something takes place. What does not matter for the choices made is not looked at."""

    RULE = ("cycle", "interval", "ends", "until", "count")
    zone: ZoneInfo

    cycle = forms.TypedChoiceField(
        label=_("Repeats"), required=False, empty_value=None, choices=CYCLES, widget=forms.RadioSelect
    )
    interval = forms.IntegerField(
        label=_("Every"), required=False, initial=1, min_value=1, max_value=Series.MOST_INTERVAL
    )
    ends = forms.ChoiceField(
        label=_("Ends"), required=False, choices=ENDS, initial=NEVER, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(date(1970, 1, 1), _("Write a date from 1970 to 2099.")),
            MaxValueValidator(date(2099, 12, 31), _("Write a date from 1970 to 2099.")),
        ],
    )
    count = forms.IntegerField(
        label=_("Number of times"), required=False, min_value=1, max_value=Series.MOST_COUNT
    )

    @property
    def repeats(self) -> bool:
        return bool(self.cleaned_data.get("cycle"))

    @property
    def rule(self) -> dict[str, Any]:
        """{field of Series: value}"""
        if not self.repeats:
            return {"cycle": None, "interval": 1, "until": None, "count": None}
        return {
            "cycle": self.cleaned_data["cycle"],
            "interval": self.cleaned_data.get("interval") or 1,
            "until": self._until(),
            "count": self.cleaned_data.get("count"),
        }

    def _until(self) -> datetime | None:
        """The last instant of the last day: what starts by then still takes place."""
        day = self.cleaned_data.get("until")
        return day and wall_clock.day(day, self.zone)[1] - timedelta(seconds=1)

    def clean_rule(self) -> None:
        ends = self.cleaned_data.get("ends") if self.repeats else None
        if not self.repeats:
            self._forget("interval", "ends")
        for name, choice in (("until", ON), ("count", AFTER)):
            if ends != choice:
                self._forget(name)
            elif self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(
                    name,
                    gettext("Say which day is the last.") if choice == ON else gettext("Say how many times."),
                )

    def _forget(self, *names: str) -> None:
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None


def said_of(series: Series) -> dict[str, Any]:
    """What the form says of a stored rule."""
    ends = ON if series.until else AFTER if series.count else NEVER
    until = series.until and wall_of(series.until, series.zone).date()
    rule = {"cycle": series.cycle or "", "interval": series.interval}
    return rule | {"ends": ends, "until": until, "count": series.count}
