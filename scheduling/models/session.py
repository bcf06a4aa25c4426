"""A session: one appointment of a client with a trainer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from trainers.models import Trainer
from trainers.recording import History
from trainers.texts import by_code_point
from trainers.validators import EARLIEST, LATEST, validate_instant, validate_line, validate_storable
from trainers.versions import Versioned, VersionedQuerySet

LONGEST = timedelta(days=14)
# Of a series that repeats, all there is of what takes place once on a timeline, or neither.
BELONGING = {
    "series": Q(occurrence_on__isnull=False),
    "once": Q(series__isnull=False, occurrence_on__isnull=True),
    # Not as "is null", by which SQLite would gather them from the index of the series, and sort them.
    "single": ~Q(series__isnull=False),
}


def is_to_come(now: datetime) -> Q:
    """Scheduled, and not begun yet: for filters and counts."""
    return Q(status=Session.Status.SCHEDULED, scheduled_start__gte=now)


def earliest_of(start: datetime) -> datetime:
    """What is under way then has begun after that.

    No session is longer than LONGEST: the lower bound lets the index leave out the years before.
    """
    return start - LONGEST


class SessionQuerySet(VersionedQuerySet["Session"]):
    def for_trainer(self, trainer: Trainer) -> "SessionQuerySet":
        return self.filter(trainer=trainer)

    def between(self, start: Any, end: Any, earliest: Any = None) -> "SessionQuerySet":
        """Those that are under way at some time in [start, end); `earliest` is `earliest_of(start)`."""
        earliest = earliest_of(start) if earliest is None else earliest
        return self.filter(scheduled_start__lt=end, scheduled_end__gt=start, scheduled_start__gt=earliest)

    def holding_time(self) -> "SessionQuerySet":
        """Those that take up their time: nobody else can be booked into it."""
        return self.filter(status__in=Session.HOLDING)

    def to_come(self, now: datetime) -> "SessionQuerySet":
        """Those that are scheduled and have not begun yet."""
        return self.filter(is_to_come(now))

    def without_ended(self) -> "SessionQuerySet":
        """Without those of a series that nobody cancelled by hand: they were when their series ended."""
        return self.exclude(
            status=Session.Status.CANCELLED, occurrence_on__isnull=False, changed_by_hand=False
        )

    def with_notes(self) -> "SessionQuerySet":
        """Those of which something was written down: what was trained, or how it went."""
        texts = ("exercises_performed", "notes")
        is_blank = [Q(**{f"{name}__isnull": True}) | Q(**{name: ""}) for name in texts]
        return self.exclude(is_blank[0] & is_blank[1])

    def in_order(self) -> "SessionQuerySet":
        return self.order_by("scheduled_start", "id")

    def sorted_by(self, field: str, *, descending: bool) -> "SessionQuerySet":
        """In the order of a field; equals in the order of their ids, so that pages never overlap."""
        key = by_code_point(F(field), self.db) if field in {"title", "status"} else F(field)
        order = [key.desc(), F("id").desc()] if descending else [key.asc(), F("id").asc()]
        return self.order_by(*order)

    def search(self, text: str) -> "SessionQuerySet":
        """Those with the text in title, description, location, notes or client name, whatever the case."""
        return self.annotate(
            client_name=Concat("client__first_name", Value(" "), "client__last_name")
        ).filter(
            Q(title__icontains=text)
            | Q(description__icontains=text)
            | Q(location__icontains=text)
            | Q(notes__icontains=text)
            | Q(client_name__icontains=text)
        )


def _text(help_text: Any = "") -> models.TextField:
    """A long text that may never have been written: then it is NULL, as the API says."""
    return models.TextField(
        null=True,
        blank=True,
        validators=(MaxLengthValidator(10_000), validate_storable),
        help_text=help_text,
    )


def _instant(required: Any = "") -> models.DateTimeField:
    return models.DateTimeField(
        null=not required,
        blank=not required,
        validators=[validate_instant],
        error_messages={"null": required, "blank": required},
    )


class Session(Versioned):
    """One appointment on the calendar. Written by scheduling.domain only."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no-show", _("No-show")

    class Type(models.TextChoices):
        PERSONAL = "personal", pgettext_lazy("type of session", "Personal")
        GROUP = "group", pgettext_lazy("type of session", "Group")
        ONLINE = "online", pgettext_lazy("type of session", "Online")
        ASSESSMENT = "assessment", pgettext_lazy("type of session", "Assessment")
        CONSULTATION = "consultation", pgettext_lazy("type of session", "Consultation")

    HOLDING = (Status.SCHEDULED, Status.COMPLETED)

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    # Neither has an index of its own: PostgreSQL would read by it all that a trainer ever had, and not a week
    # by the one that has the times too.
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="sessions", db_index=False)
    # Only a session on a timeline may be without a client.
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, db_index=False
    )
    title = models.CharField(
        max_length=200,
        validators=[validate_line],
        error_messages={"null": _("Title is required"), "blank": _("Title is required")},
    )
    description = _text()
    session_type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.PERSONAL)
    location = models.CharField(max_length=200, null=True, blank=True, validators=[validate_line])
    scheduled_start = _instant(_("Scheduled start time is required"))
    scheduled_end = _instant(_("Scheduled end time is required"))
    actual_start = _instant()
    actual_end = _instant()
    status = models.CharField(max_length=10, choices=Status, default=Status.SCHEDULED)
    # Of what is cancelled only.
    cancellation_reason = models.CharField(
        max_length=200, null=True, blank=True, validators=[validate_line], help_text=_("If it is cancelled.")
    )
    exercises_performed = _text()
    notes = _text()
    client_feedback = _text()
    trainer_notes = _text(help_text=_("Private: only the trainer and staff read these."))
    series = models.ForeignKey(
        "Series", on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, editable=False
    )
    # The day of what repeats that it stands for, whenever it takes place; None: all there is of its series.
    occurrence_on = models.DateField(null=True, blank=True, editable=False)
    # From then on a change of the series leaves it alone.
    changed_by_hand = models.BooleanField(default=False, editable=False)
    google_event_id = models.CharField(max_length=255, null=True, blank=True, editable=False)
    outlook_event_id = models.CharField(max_length=255, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()
    # Without what a series notes on its sessions: nobody sees it, and to cut one in two is no change of all.
    history = History(
        without=[
            *("uuid", "version", "created_at", "updated_at"),
            *("series", "occurrence_on", "changed_by_hand", "google_event_id", "outlook_event_id"),
        ],
        unindexed=["trainer"],
    )

    class Meta:
        permissions = [("view_trainer_notes", "Can view the private notes of trainers")]
        ordering = ["scheduled_start", "id"]
        indexes = [
            models.Index(fields=["trainer", "scheduled_start", "id"], name="session_by_start"),
            models.Index(fields=["trainer", "scheduled_end"], name="session_by_end"),
            models.Index(fields=["trainer", "created_at"], name="session_by_created"),
            models.Index(fields=["trainer", "updated_at"], name="session_by_updated"),
            models.Index(fields=["trainer", "status", "scheduled_start"], name="session_by_status"),
            models.Index(fields=["client", "scheduled_start"], name="session_by_client"),
            # Those of all trainers, for the lists of the staff: all, and by each filter.
            # The first with what a search compares, so that it need not look for ten thousand rows.
            models.Index(
                fields=["scheduled_start", "id", "title", "client", "trainer"],
                name="session_of_all_with_texts",
            ),
            models.Index(fields=["status", "scheduled_start", "id"], name="session_of_all_by_status"),
            models.Index(fields=["session_type", "scheduled_start", "id"], name="session_of_all_by_type"),
            *(
                models.Index(fields=["scheduled_start", "id"], condition=which, name=f"session_of_all_{kind}")
                for kind, which in BELONGING.items()
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(scheduled_end__gt=F("scheduled_start")), name="session_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(scheduled_end__lte=F("scheduled_start") + LONGEST),
                name="session_at_most_14_days",
            ),
            models.CheckConstraint(
                condition=Q(scheduled_start__gte=EARLIEST, scheduled_end__lt=LATEST),
                name="session_from_1970_to_2099",
            ),
            models.CheckConstraint(
                condition=Q(actual_end__gt=F("actual_start")) | Q(actual_start=None) | Q(actual_end=None),
                name="session_actual_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["scheduled", "completed", "cancelled", "no-show"]),
                name="session_status_known",
            ),
            models.CheckConstraint(
                condition=Q(session_type__in=["personal", "group", "online", "assessment", "consultation"]),
                name="session_type_known",
            ),
            models.CheckConstraint(
                condition=Q(client__isnull=False) | Q(series__isnull=False), name="session_client_or_series"
            ),
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="session_once_in_series"),
        ]

    def __str__(self) -> str:
        return self.title

    # Django's own ways to say these put all choices into words first.
    def get_status_display(self) -> str:  # type: ignore[no-redef]
        return str(self.Status(self.status).label)

    def get_session_type_display(self) -> str:  # type: ignore[no-redef]
        return str(self.Type(self.session_type).label)

    @property
    def holds_time(self) -> bool:
        return self.status in self.HOLDING

    def clean(self) -> None:
        """Times in the right order. Raises ValidationError by field."""
        wrong = {}
        if self.scheduled_start and self.scheduled_end:
            if self.scheduled_end <= self.scheduled_start:
                wrong["scheduled_end"] = gettext("Scheduled end time must be after start time")
            elif self.scheduled_end - self.scheduled_start > LONGEST:
                wrong["scheduled_end"] = gettext("A session lasts at most 14 days")
        if self.actual_start and self.actual_end and self.actual_end <= self.actual_start:
            wrong["actual_end"] = gettext("Actual end time must be after start time")
        if wrong:
            raise ValidationError(wrong)
