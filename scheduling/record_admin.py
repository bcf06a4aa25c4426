"""What the admin of sessions, timelines and series has in common: each is a trainer's, and on a clock."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scheduling import admin_words
from scheduling.admin_search import PeopleSearch
from trainers.forms import LongText

# The titles of fieldsets.
WHEN, RECORD = _("When"), _("Record")


class KindFilter(admin.SimpleListFilter):
    """By what cannot be said by one field."""

    # {value in the address: (what it is called, which they are)}
    kinds: ClassVar[dict[str, tuple[Any, models.Q]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, title) for value, (title, __) in self.kinds.items()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        value = self.value()
        return queryset.filter(self.kinds[value][1]) if value in self.kinds else queryset


class RecordAdmin(PeopleSearch):
    """What stays with its trainer: another trainer's clock and clients are others."""

    # Texts that were never written are NULL.
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"form_class": LongText, "empty_value": None}
    }
    record: ClassVar[Any] = (RECORD, {"fields": ("uuid", "created", "updated")})
    readonly_fields: ClassVar[Any] = ("uuid", "created", "updated")
    # What stands in place of the fields below WHEN for who may only look: Django would write the times of
    # those in UTC.
    when_read: ClassVar[tuple[str, ...]] = ()

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.by = request.user
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "trainer") if obj else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {"fields": self.when_read} if title is WHEN else options) for title, options in fieldsets
        ]

    @admin.display(description=_("created at"))
    def created(self, obj: Any) -> str:
        return admin_words.on_clock(obj.created_at, self.zone_of(obj))

    @admin.display(description=_("updated at"))
    def updated(self, obj: Any) -> str:
        return admin_words.on_clock(obj.updated_at, self.zone_of(obj))
