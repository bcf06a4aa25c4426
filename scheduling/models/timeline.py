"""A timeline: a routine of a trainer, often of one client, that series of sessions belong to."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import LONG_TEXT, Client
from trainers.models import Trainer
from trainers.recording import History
from trainers.texts import by_code_point
from trainers.validators import validate_line
from trainers.versions import Versioned, VersionedQuerySet


class TimelineQuerySet(VersionedQuerySet["Timeline"]):
    def for_trainer(self, trainer: Trainer) -> "TimelineQuerySet":
        return self.filter(trainer=trainer)

    def present(self) -> "TimelineQuerySet":
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def in_order(self) -> "TimelineQuerySet":
        """By name, and equal ones by their ids."""
        return self.order_by(by_code_point(models.F("name"), self.db), "id")


class Timeline(Versioned):
    """A routine; what takes place on it is its client's. Written by scheduling.domain only."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="timelines")
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="timelines", null=True, blank=True
    )
    name = models.CharField(
        max_length=200,
        validators=[validate_line],
        error_messages={"null": _("Name is required"), "blank": _("Name is required")},
    )
    description = models.TextField(null=True, blank=True, validators=LONG_TEXT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TimelineQuerySet.as_manager()
    history = History(without=["uuid", "version", "created_at", "updated_at"], unindexed=["trainer"])

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["trainer", "name", "id"], name="timeline_by_name"),
            # Those of all trainers, for the lists of the staff: all, and by each filter.
            models.Index(fields=["name", "id"], name="timeline_of_all_by_name"),
            models.Index(
                fields=["name", "id"], condition=models.Q(client=None), name="timeline_of_all_clientless"
            ),
            models.Index(
                fields=["name", "id"],
                condition=models.Q(removed_at__isnull=False),
                name="timeline_of_all_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name
