"""A saved view: a name for a view of the calendar with its filters."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from trainers.models import Trainer
from trainers.recording import History
from trainers.validators import validate_line
from trainers.versions import Versioned, VersionedQuerySet


class SavedViewQuerySet(VersionedQuerySet["SavedView"]):
    def for_trainer(self, trainer: Trainer) -> "SavedViewQuerySet":
        return self.filter(trainer=trainer)


class SavedView(Versioned):
    """What a trainer comes back to. Written by scheduling.domain only."""

    class View(models.TextChoices):
        DAY = "day", _("Day")
        WEEK = "week", _("Week")
        WORK_WEEK = "work-week", _("Work week")
        MONTH = "month", _("Month")
        AGENDA = "agenda", _("Agenda")

    MOST = 30

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(
        max_length=60,
        validators=[validate_line],
        error_messages={"blank": _("Give it a name.")},
    )
    view = models.CharField(max_length=10, choices=View)
    # The filters as they stand in an address; read again whenever it is opened.
    query = models.CharField(max_length=1000, blank=True, editable=False)

    objects = SavedViewQuerySet.as_manager()
    history = History(without=["uuid", "version"], unindexed=["trainer"])

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "name"],
                name="saved_view_once",
                violation_error_message=_("You have a view of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
