"""The admin of timelines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduling import admin_words, history
from scheduling.domain import timelines
from scheduling.models import Series, Timeline
from scheduling.record_admin import RECORD
from scheduling.removal_admin import Presence, RemovableAdmin, cancelled_and_kept, line
from scheduling.series_admin import next_of, with_next
from scheduling.series_admin_forms import TimelineForm
from trainers.long_lists import FewRelated

SHOWN = 50


@admin.register(Timeline)
class Timelines(RemovableAdmin):
    """The routines of all trainers, each with the series on it."""

    form = TimelineForm
    fieldsets = ((None, {"fields": ("trainer", "client", "name", "description")}),)
    record: ClassVar[Any] = (RECORD, {"fields": ("uuid", "created", "updated", "removed")})
    readonly_fields = (*RemovableAdmin.readonly_fields, "series_on_it")
    raw_id_fields = ("trainer", "client")
    list_display = ("name", "client", "trainer", "series_count")
    list_filter = (Presence, ("client", admin.EmptyFieldListFilter), ("trainer", FewRelated))
    named = "name"
    search_fields = (
        "name",
        "client__first_name",
        "client__last_name",
        "client__email",
        "client__phone",
        "trainer__full_name",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Timeline]:
        there = Series.objects.present().filter(timeline=OuterRef("pk")).order_by().values("timeline")
        present = Coalesce(Subquery(there.annotate(count=Count("pk")).values("count")), 0)
        return super().get_queryset(request).select_related("client", "trainer").annotate(present=present)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.admin_site.get_model_admin(Series).has_view_permission(request):
            return fieldsets
        return [*fieldsets[:-1], (_("Series"), {"fields": ("series_on_it",)}), fieldsets[-1]]

    @admin.display(description=pgettext_lazy("plural", "series"), ordering="present")
    def series_count(self, timeline: Any) -> int:
        """How many are there."""
        count: int = timeline.present
        return count

    @admin.display(description=_("on it"))
    def series_on_it(self, timeline: Timeline) -> str:
        there = with_next(timeline.series.present(), timezone.now()).order_by("id")
        rows = [(each, admin_words.rule(each), next_of(each)) for each in there[:SHOWN]]
        context = {"timeline": timeline, "rows": rows, "count": timeline.series.count()}
        return render_to_string("admin/scheduling/_series.html", context)

    def recorded_of(self, obj: Timeline) -> list[history.Records]:
        return history.of_timeline(obj)

    def remove(self, obj: Timeline, now: datetime) -> None:
        timelines.remove(obj, now=now)

    def what_becomes(self, objs: Iterable[Timeline], now: datetime) -> list[Any]:
        """A line for each timeline, and below it one for each series on it."""
        objs = list(objs)
        on_them = list(Series.objects.present().filter(timeline__in=objs).order_by("timeline_id", "id"))
        numbers = cancelled_and_kept(on_them, now)
        lines: list[Any] = []
        for timeline in objs:
            series = [each for each in on_them if each.timeline_id == timeline.pk]
            cancelled, kept = (sum(numbers[each.pk][n] for each in series) for n in (0, 1))
            lines += [line(timeline, cancelled, kept), [line(each, *numbers[each.pk]) for each in series]]
        return lines
