"""The admin of series."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling import admin_words, history
from scheduling.domain import series as domain
from scheduling.models import Cycle, Series, Session, Timeline
from scheduling.record_admin import RECORD, WHEN, KindFilter
from scheduling.removal_admin import Presence, RemovableAdmin, cancelled_and_kept, line
from scheduling.series_admin_forms import SeriesForm
from trainers.long_lists import FewRelated
from trainers.models import Trainer

SHOWN = 20


class Repetition(KindFilter):
    """By cycle; and what has none, which Django's own filter would not find."""

    title = _("cycle")
    parameter_name = "cycle"
    kinds: ClassVar[dict[str, tuple[Any, Q]]] = {
        **{str(value): (label, Q(cycle=value)) for value, label in Cycle.choices},
        "once": (_("Once"), Q(cycle=None, start__isnull=False)),
        "unknown": (_("No time yet"), Q(start=None)),
    }


@admin.register(Series)
class AllSeries(RemovableAdmin):
    """What takes place on the timelines of all trainers, each on its own clock."""

    form = SeriesForm
    fieldsets = (
        (None, {"fields": ("timeline", "title", "session_type", "location", "description")}),
        (WHEN, {"fields": (("start", "end"), ("cycle", "interval"), ("until", "count"))}),
    )
    when_read = ("rule", "starts")
    record: ClassVar[Any] = (
        RECORD,
        {"fields": ("trainer", "uuid", "timezone", "created", "updated", "removed")},
    )
    readonly_fields = (
        *RemovableAdmin.readonly_fields,
        "trainer",
        "timezone",
        "rule",
        "starts",
        "sessions_to_come",
    )
    raw_id_fields = ("timeline",)
    list_display = ("title", "timeline", "trainer", "rule", "next_session", "starts")
    list_filter = (Presence, Repetition, ("trainer", FewRelated))
    ordering = ("-id",)
    people: ClassVar[dict[str, type[models.Model]]] = {"timeline": Timeline, "trainer": Trainer}
    named = "title"
    search_fields = (
        "title",
        "timeline__name",
        "timeline__client__first_name",
        "timeline__client__last_name",
        "timeline__client__email",
        "timeline__client__phone",
        "trainer__full_name",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Series]:
        series = super().get_queryset(request).select_related("trainer", "timeline")
        return with_next(series, timezone.now())

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.admin_site.get_model_admin(Session).has_view_permission(request):
            return fieldsets
        return [*fieldsets[:-1], (_("Sessions"), {"fields": ("sessions_to_come",)}), fieldsets[-1]]

    def zone_of(self, obj: Any) -> ZoneInfo:
        zone: ZoneInfo = obj.zone
        return zone

    @admin.display(description=_("Rule"))
    def rule(self, series: Series) -> str:
        return admin_words.rule(series)

    @admin.display(description=_("Starts"), ordering="start")
    def starts(self, series: Series) -> str:
        """Tue 2027-06-08 10:00 (Europe/Berlin)."""
        return f"{admin_words.moment(series.start, series.zone)} ({series.timezone})" if series.start else "-"

    @admin.display(description=_("Next session"), ordering="next_start")
    def next_session(self, series: Any) -> str:
        return next_of(series)

    @admin.display(description=_("to come"))
    def sessions_to_come(self, series: Series) -> str:
        """The next ones, as far as they are laid out."""
        sessions = series.sessions.select_related("client")
        following = sessions.filter(scheduled_start__gte=timezone.now()).in_order()[:SHOWN]
        rows = [
            (each, admin_words.span(each.scheduled_start, each.scheduled_end, series.zone))
            for each in following
        ]
        context = {"series": series, "rows": rows, "count": sessions.count()}
        return render_to_string("admin/scheduling/_sessions.html", context)

    def recorded_of(self, obj: Series) -> list[history.Records]:
        return history.of_series(obj)

    def remove(self, obj: Series, now: datetime) -> None:
        domain.remove(obj, now=now)

    def what_becomes(self, objs: Iterable[Series], now: datetime) -> list[Any]:
        objs = list(objs)
        numbers = cancelled_and_kept(objs, now)
        return [line(series, *numbers[series.pk]) for series in objs]


def with_next(series: models.QuerySet[Series], now: datetime) -> models.QuerySet[Any]:
    """With `next_start`: when the next session that is stored starts."""
    stored = Session.objects.filter(series=OuterRef("pk")).to_come(now).in_order()
    return series.annotate(next_start=Subquery(stored.values("scheduled_start")[:1]))


def next_of(series: Any) -> str:
    """Tue 2027-06-08 10:00; where its next session is not stored yet, from which day on there is one."""
    if series.next_start:
        return admin_words.moment(series.next_start, series.zone)
    if series.removed_at or series.laid_out_until is None:
        return "-"
    day = series.laid_out_until.astimezone(series.zone)
    return gettext("after %(day)s") % {"day": f"{day:%Y-%m-%d}"}
