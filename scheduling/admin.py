"""The admin of sessions."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from scheduling.admin_forms import SessionForm
from scheduling.domain import booking
from scheduling.models import Session
from trainers.domain_admin import DomainAdmin
from trainers.forms import LongText

STATUS_CHANGED = [{"changed": {"fields": ["Status"]}}]


@admin.register(Session)
class Sessions(DomainAdmin):
    """The sessions of all trainers, each on its trainer's clock."""

    form = SessionForm
    # Texts that were never written are NULL.
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"form_class": LongText, "empty_value": None}
    }
    fieldsets = (
        (None, {"fields": ["trainer", "client", "title", "session_type", "status", "location"]}),
        ("When", {"fields": [("scheduled_start", "scheduled_end"), ("actual_start", "actual_end")]}),
        (
            "Texts",
            {"fields": ["description", "notes", "exercises_performed", "client_feedback", "trainer_notes"]},
        ),
    )
    record = ("Record", {"fields": ("uuid", "created", "updated")})
    raw_id_fields = ("trainer", "client")
    list_display = ("title", "client", "trainer", "when", "session_type", "status")
    list_filter = ("status", "session_type", ("scheduled_start", admin.DateFieldListFilter), "trainer")
    list_select_related = ("client", "trainer")
    date_hierarchy = "scheduled_start"
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

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> tuple[str, ...]:
        """A session stays with its trainer: another trainer's clock and clients are others."""
        return ("uuid", "created", "updated", "trainer") if obj else ("uuid", "created", "updated")

    @admin.display(ordering="scheduled_start")
    def when(self, session: Session) -> str:
        """Tue 2027-06-08 10:00 to 11:00 (Europe/Berlin)."""
        zone = session.trainer.zone
        start, end = session.scheduled_start.astimezone(zone), session.scheduled_end.astimezone(zone)
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a %Y-%m-%d %H:%M}"
        return f"{start:%a %Y-%m-%d %H:%M} to {until} ({zone.key})"

    @admin.display(description="created at")
    def created(self, session: Session) -> str:
        return on_clock(session, session.created_at)

    @admin.display(description="updated at")
    def updated(self, session: Session) -> str:
        return on_clock(session, session.updated_at)

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        booking.remove(obj, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        for session in queryset:
            booking.remove(session, now=timezone.now())

    @admin.action(description="Cancel selected sessions", permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        """Free their times and keep their records."""
        with transaction.atomic():
            cancelled = cancel_all(queryset)
            LogEntry.objects.log_actions(cast(int, request.user.pk), cancelled, CHANGE, STATUS_CHANGED)
        before = queryset.count() - len(cancelled)
        told = f"Cancelled: {len(cancelled)}. " + (f"Cancelled already before: {before}." if before else "")
        self.message_user(request, told)


def cancel_all(sessions: models.QuerySet[Session]) -> list[Session]:
    """Cancel those that are not cancelled yet, and return them."""
    # Each booking locks its trainer until all are done: always in the same order, so that two people who
    # do this at once cannot block each other.
    uncancelled = sessions.exclude(status=Session.Status.CANCELLED).order_by("trainer_id", "id")
    return [booking.cancel(session, now=timezone.now()) for session in uncancelled]


def on_clock(session: Session, instant: datetime) -> str:
    zone = session.trainer.zone
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key})"
