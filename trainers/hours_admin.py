"""The rows of the trainer's page in the admin: working hours and time off."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scheduling.admin_words import span
from scheduling.fields import WallClockField, set_clocks
from trainers.hours import check_span, faults
from trainers.models import TimeOff, Weekday, WorkingHours
from trainers.validators import zone_names


class WorkingHoursRows(BaseInlineFormSet):
    """Hours of one day that do not overlap."""

    def clean(self) -> None:
        rows = self._complete()
        for day in Weekday.values:
            of_day = [form for form in rows if form.cleaned_data["weekday"] == day]
            hours = [(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]) for form in of_day]
            for place, words in faults(hours).items():
                of_day[place].add_error("starts_at", words)
        super().clean()

    def _complete(self) -> list[forms.ModelForm]:
        """The rows that say all of when, and are to stay."""
        return [
            form
            for form in self.forms
            if {"weekday", "starts_at", "ends_at"} <= getattr(form, "cleaned_data", {}).keys()
            and not form.cleaned_data.get("DELETE")
        ]


class WorkingHoursInline(admin.TabularInline):
    model = WorkingHours
    formset = WorkingHoursRows
    extra = 1
    verbose_name_plural = _("working hours (08:00 to 20:00 every day until there are some)")


class TimeOffForm(forms.ModelForm):
    """Time off on the trainer's clock."""

    start = WallClockField()
    end = WallClockField()

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_clocks(self, zone)

    def clean(self) -> dict[str, Any]:
        for name, words in check_span(self.cleaned_data.get("start"), self.cleaned_data.get("end")).items():
            self.add_error(name, words)
        return self.cleaned_data


class TimeOffRows(BaseInlineFormSet):
    """Time off of one trainer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The clock on which the rows were shown: asked for now, before the form above may put another
        # zone into the trainer. Of a new trainer there is only what that form says.
        stored = self.instance.timezone if self.instance.pk else self.data.get("timezone")
        self.zone = ZoneInfo(stored if stored in zone_names() else "UTC")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "zone": self.zone}


class TimeOffInline(admin.TabularInline):
    model = TimeOff
    form = TimeOffForm
    formset = TimeOffRows
    extra = 1
    verbose_name_plural = _("time off (on the trainer's clock)")
    readonly_fields = ("when",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is written with the trainer's page: whoever may add time off alone does so at the desk."""
        right = "trainers.change_trainer" if obj else "trainers.add_trainer"
        return request.user.has_perm(right) and super().has_add_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who may only look is told when: Django would write it in UTC."""
        writes = self.has_change_permission(request, obj) or self.has_add_permission(request, obj)
        return ("start", "end", "reason") if writes else ("when", "reason")

    @admin.display(description=_("when"))
    def when(self, time_off: TimeOff) -> str:
        """Tue 2027-06-08 10:00 to 11:00 (Europe/Berlin)."""
        return span(time_off.start, time_off.end, time_off.trainer.zone)
