"""A series: what repeats on a timeline, or takes place once, or has no time yet."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clients.models import LONG_TEXT
from scheduling.models.session import LONGEST, Session
from scheduling.models.timeline import Timeline
from trainers.models import Trainer
from trainers.recording import History
from trainers.validators import EARLIEST, LATEST, validate_instant, validate_line, validate_timezone
from trainers.versions import Versioned, VersionedQuerySet


class Cycle(models.TextChoices):
    DAILY = "DAILY", _("Daily")
    WEEKLY = "WEEKLY", _("Weekly")
    MONTHLY = "MONTHLY", _("Monthly")
    YEARLY = "YEARLY", _("Yearly")


class SeriesQuerySet(VersionedQuerySet["Series"]):
    def for_trainer(self, trainer: Trainer) -> "SeriesQuerySet":
        return self.filter(trainer=trainer)

    def present(self) -> "SeriesQuerySet":
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def unfinished(self, until: Any) -> "SeriesQuerySet":
        """Those that may have sessions before `until` that are not laid out yet."""
        # What is laid out for an inactive client stays; nothing is added until the client is back.
        return self.present().filter(
            Q(timeline__client=None) | Q(timeline__client__status="active"), laid_out_until__lt=until
        )


class Series(Versioned):
    """The definition from which the sessions of a timeline come. Written by scheduling.domain only.

    With a `cycle` it repeats, from `start` on, on the wall clock of its own time zone. Without, it is one
    session, whose title, description and times it follows; without a start either, it only holds a place.
    """

    MOST_COUNT = 10_000
    MOST_INTERVAL = 1_000

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="series")
    timeline = models.ForeignKey(Timeline, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(
        _("name"),
        max_length=200,
        validators=[validate_line],
        error_messages={"null": _("Name is required"), "blank": _("Name is required")},
    )
    description = models.TextField(null=True, blank=True, validators=LONG_TEXT)
    session_type = models.CharField(
        _("type"), max_length=20, choices=Session.Type, default=Session.Type.PERSONAL
    )
    location = models.CharField(max_length=200, null=True, blank=True, validators=[validate_line])
    start = models.DateTimeField(null=True, blank=True, validators=[validate_instant])
    end = models.DateTimeField(null=True, blank=True, validators=[validate_instant])
    cycle = models.CharField(_("repeats"), max_length=7, choices=Cycle, null=True, blank=True)
    interval = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_INTERVAL)],
        help_text=_("2 is every other day, week, month or year."),
    )
    until = models.DateTimeField(
        null=True, blank=True, validators=[validate_instant], help_text=_("The last starts by then.")
    )
    count = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_COUNT)]
    )
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_timezone], editable=False)
    # The days (ISO) whose session was deleted for good: no second is made.
    deleted_on = models.JSONField(default=list, editable=False)
    # Every session that starts before is stored; None if there are no others.
    laid_out_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SeriesQuerySet.as_manager()
    history = History(
        without=["uuid", "version", "deleted_on", "laid_out_until", "created_at", "updated_at"],
        unindexed=["trainer"],
    )

    class Meta:
        ordering = ["id"]
        verbose_name_plural = pgettext_lazy("plural", "series")
        indexes = [
            models.Index(fields=["trainer", "start", "id"], name="series_by_start"),
            models.Index(fields=["trainer", "laid_out_until"], name="series_by_laid_out_until"),
            # Those of all trainers, for the lists of the staff: by each filter.
            models.Index(fields=["cycle", "id"], name="series_of_all_by_cycle"),
            models.Index(fields=["id"], condition=Q(start=None), name="series_of_all_unknown"),
            models.Index(fields=["id"], condition=Q(removed_at__isnull=False), name="series_of_all_removed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None, cycle=None)
                | Q(start__gte=EARLIEST, end__gt=F("start"), end__lte=F("start") + LONGEST, end__lt=LATEST),
                name="series_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(cycle=None, interval=1, until=None, count=None)
                | Q(cycle__in=["DAILY", "WEEKLY", "MONTHLY", "YEARLY"], interval__gte=1),
                name="series_cycle_known",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(count=None), name="series_one_end"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def repeats(self) -> bool:
        return self.cycle is not None

    @property
    def is_endless(self) -> bool:
        """Whether it goes on without an end."""
        return self.repeats and self.until is None and self.count is None

    def clean(self) -> None:
        """Times in the right order and a rule that makes sense. Raises ValidationError by field."""
        wrong = self._wrong_times() | self._wrong_rule()
        if wrong:
            raise ValidationError(wrong)

    def _wrong_times(self) -> dict[str, str]:
        if self.start is None:
            return {"start": gettext("An end needs a start")} if self.end else {}
        if self.end is None:
            return {}
        if self.end <= self.start:
            return {"end": gettext("End time must be after start time")}
        if self.end - self.start > LONGEST:
            return {"end": gettext("A session lasts at most 14 days")}
        return {}

    def _wrong_rule(self) -> dict[str, str]:
        if self.cycle is None:
            extras = {"interval": self.interval != 1, "until": self.until, "count": self.count}
            words = gettext("Only what repeats can have this")
            return {name: words for name, is_set in extras.items() if is_set}
        wrong = {}
        if self.start is None:
            wrong["start"] = gettext("What repeats needs a start")
        if self.until and self.count:
            wrong["count"] = gettext("Say until when, or how many times, and not both")
        elif self.until and self.start and self.until < self.start:
            wrong["until"] = gettext("It must not end before it starts")
        return wrong
