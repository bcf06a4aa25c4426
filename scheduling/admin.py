"""The admin of sessions."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling import admin_words, history
from scheduling.admin_forms import SessionForm
from scheduling.admin_steps import cancel_all, removing
from scheduling.domain import booking
from scheduling.models import Session
from scheduling.models.session import BELONGING
from scheduling.record_admin import RECORD, WHEN, KindFilter, RecordAdmin
from scheduling.series_admin import AllSeries
from scheduling.timeline_admin import Timelines
from trainers.domain_admin import Objects
from trainers.long_lists import FewRelated
from trainers.models import User

# Django looks for the admin of an app here.
__all__ = ["AllSeries", "Sessions", "Timelines"]

# Django translates the names of fields where it shows them.
STATUS_CHANGED = [{"changed": {"fields": ["Status"]}}]
ONE_OF_MANY = _("One of a series: what is changed, cancelled or deleted here is this session only.")
ALL_OF_ONE = _(
    "All there is of what takes place once on a timeline: what is changed here is changed of it too, "
    "and when this is deleted, it is removed."
)


class Belonging(KindFilter):
    """Of a series that repeats, the session of what takes place once on a timeline, or neither."""

    title = _("series")
    parameter_name = "belonging"
    kinds: ClassVar[dict[str, tuple[Any, Q]]] = {
        "series": (_("Of a series"), BELONGING["series"]),
        "once": (_("Once on a timeline"), BELONGING["once"]),
        "single": (_("Single"), BELONGING["single"]),
    }


@admin.register(Session)
class Sessions(RecordAdmin):
    """The sessions of all trainers, each on its trainer's clock."""

    form = SessionForm
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "trainer",
                    "client",
                    "title",
                    "session_type",
                    "status",
                    "cancellation_reason",
                    "location",
                ]
            },
        ),
        (WHEN, {"fields": [("scheduled_start", "scheduled_end"), ("actual_start", "actual_end")]}),
        (
            _("Texts"),
            {"fields": ["description", "notes", "exercises_performed", "client_feedback", "trainer_notes"]},
        ),
    )
    when_read = ("when", "took_place")
    record_in_series = (
        RECORD,
        {"fields": ("series", "stands_for", "changed_by_hand", *RecordAdmin.readonly_fields)},
    )
    readonly_fields = (*RecordAdmin.readonly_fields, *when_read, "series", "stands_for", "changed_by_hand")
    raw_id_fields = ("trainer", "client")
    list_display = ("title", "client", "trainer", "when", "session_type", "status")
    list_filter = (
        "status",
        "session_type",
        Belonging,
        ("scheduled_start", admin.DateFieldListFilter),
        ("trainer", FewRelated),
    )
    list_select_related = ("client", "trainer")
    date_hierarchy = "scheduled_start"
    sortable_by = ("when",)
    ordering = ("-scheduled_start", "-id")
    search_fields = (
        "title",
        "client__first_name",
        "client__last_name",
        "client__email",
        "trainer__full_name",
    )
    actions = ("cancel_selected",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Session]:
        return super().get_queryset(request).select_related("client", "trainer")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """That of a series says of which, and that this reaches no further."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.series_id is None:
            return fieldsets
        (title, first), *others = fieldsets[:-1]
        said = ONE_OF_MANY if obj.occurrence_on else ALL_OF_ONE
        return [(title, {**first, "description": said}), *others, self.record_in_series]

    @admin.display(description=_("When"), ordering="scheduled_start")
    def when(self, session: Session) -> str:
        """Tue 2027-06-08 10:00 to 11:00 (Europe/Berlin)."""
        return admin_words.span(session.scheduled_start, session.scheduled_end, session.trainer.zone)

    @admin.display(description=_("Took place"))
    def took_place(self, session: Session) -> str:
        """From when and until when, as far as that is known."""
        zone, times = session.trainer.zone, (session.actual_start, session.actual_end)
        start, end = (admin_words.on_clock(time, zone) if time else "-" for time in times)
        return gettext("%(start)s to %(end)s") % {"start": start, "end": end}

    @admin.display(description=_("stands for"))
    def stands_for(self, session: Session) -> str:
        """The day of the series, whenever the session takes place."""
        return session.occurrence_on.isoformat() if session.occurrence_on else "-"

    def recorded_of(self, obj: Session) -> list[history.Records]:
        return history.of_session(obj)

    def get_deleted_objects(self, objs: Objects, request: HttpRequest) -> Any:
        to_delete, *others = super().get_deleted_objects(objs, request)
        return [*to_delete, *reach(objs)], *others

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        # Deleted by somebody else at this moment, it is as was asked for.
        now = timezone.now()
        with suppress(Session.DoesNotExist), removing(obj, cast(User, request.user), now):
            booking.remove(obj, now=now)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        for session in queryset.order_by("trainer_id", "id"):
            self.delete_model(request, session)

    @admin.action(description=_("Cancel selected sessions"), permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        """Free their times and keep their records."""
        chosen = queryset.count()  # now, because some lists have no cancelled ones
        with transaction.atomic():
            cancelled = cancel_all(queryset, cast(User, request.user), timezone.now())
            LogEntry.objects.log_actions(cast(int, request.user.pk), cancelled, CHANGE, STATUS_CHANGED)
        before = chosen - len(cancelled)
        told = [gettext("Cancelled: %(count)s.") % {"count": len(cancelled)}]
        if before:
            told.append(gettext("Cancelled already before: %(count)s.") % {"count": before})
        if of_series := sum(session.occurrence_on is not None for session in cancelled):
            told.append(gettext("Of a series: %(count)s. The series goes on without.") % {"count": of_series})
        self.message_user(request, " ".join(told))


def reach(sessions: Iterable[Session]) -> list[str]:
    """What deleting the sessions does to the series that they are of, and what not."""
    of_many = sum(session.occurrence_on is not None for session in sessions)
    of_one = sum(session.occurrence_on is None and session.series_id is not None for session in sessions)
    told = []
    if of_many:
        words = gettext("Of a series: %(count)s. The series goes on; only what was chosen here is deleted.")
        told.append(words % {"count": of_many})
    if of_one:
        words = gettext("All there is of what takes place once: %(count)s. That is removed with it.")
        told.append(words % {"count": of_one})
    return told
