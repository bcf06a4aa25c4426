"""Who signs in, who trains, and when a trainer works."""

from datetime import time
from typing import ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trainers.names import translate
from trainers.recording import History, RecordedQuerySet
from trainers.validators import validate_instant, validate_line, validate_timezone
from trainers.versions import Versioned, VersionedQuerySet


class Users(UserManager.from_queryset(RecordedQuerySet)):  # type: ignore[misc]
    """Django's, and what is written in bulk is recorded."""

    use_in_migrations = False


class User(AbstractUser):
    """Whoever signs in: a trainer, a member of staff, or both."""

    objects: ClassVar[Users] = Users()
    # Never a password, not even its hash.
    history = History(without=["password", "last_login", "date_joined"])

    class Meta(AbstractUser.Meta):
        permissions = [("give_roles", "Can give roles to users")]


class Weekday(models.IntegerChoices):
    """As in date.weekday()."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Language(models.TextChoices):
    """Each by its own name, as those who want it know it."""

    ENGLISH = "en", "English"
    GERMAN = "de", "Deutsch"


class Trainer(Versioned):
    """A person who trains clients on a clock of their own."""

    MOST_PARALLEL_SESSIONS = 50

    user = models.OneToOneField(User, on_delete=models.CASCADE)
    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    full_name = models.CharField(max_length=150, validators=[validate_line])
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_timezone],
        help_text=_("An IANA name such as Europe/Berlin."),
    )
    language = models.CharField(
        max_length=10, choices=Language, default=Language.ENGLISH, help_text=_("Of pages and e-mails.")
    )
    parallel_sessions = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PARALLEL_SESSIONS)],
        help_text=_("How many sessions may be held at the same time."),
    )
    usual_session_minutes = models.PositiveSmallIntegerField(
        _("usual session length"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
        help_text=_("In minutes."),
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("buffer after a session"),
        default=0,
        validators=[MaxValueValidator(240)],
        help_text=_("In minutes. What is offered keeps this distance after each session."),
    )
    notice_minutes = models.PositiveIntegerField(
        _("notice"),
        default=0,
        validators=[MaxValueValidator(43_200)],
        help_text=_("In minutes. What begins sooner than this from now is not offered."),
    )
    week_starts_on = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    twelve_hour_clock = models.BooleanField(
        _("12-hour clock"), default=False, help_text=_("2:30 pm for 14:30.")
    )
    shortcuts = models.BooleanField(
        _("keyboard shortcuts"), default=True, help_text=_("Single keys such as n for the next week.")
    )

    objects = VersionedQuerySet.as_manager()
    history = History(without=["uuid", "version"], unindexed=["user"])

    class Meta:
        ordering = ["full_name", "id"]
        permissions = [("impersonate", "Can work as a trainer")]
        indexes = [models.Index(fields=["full_name", "id"], name="trainer_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(parallel_sessions__gte=1, parallel_sessions__lte=50),
                name="trainer_parallel_sessions_1_to_50",
            ),
            models.CheckConstraint(
                condition=Q(usual_session_minutes__gte=5, usual_session_minutes__lte=1440),
                name="trainer_usual_session_minutes_5_to_1440",
            ),
            models.CheckConstraint(
                condition=Q(buffer_minutes__lte=240), name="trainer_buffer_minutes_to_240"
            ),
            models.CheckConstraint(
                condition=Q(notice_minutes__lte=43_200), name="trainer_notice_minutes_to_43200"
            ),
            models.CheckConstraint(condition=Q(week_starts_on__lte=6), name="trainer_week_starts_on_0_to_6"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Receipt(models.Model):
    """What was answered to a request with a key of its sender's: see trainers.receipts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    answer = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="receipt_once")]
        indexes = [models.Index(fields=["user", "created_at"], name="receipt_by_age")]

    def __str__(self) -> str:
        return f"Receipt of {self.created_at:%Y-%m-%d %H:%M}"


class Step(models.Model):
    """What a trainer changed at once on a page, and how to take it back: see scheduling.domain.steps."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    words = models.TextField()
    # How it is turned: taken back, or, once it was undone, done again.
    way_back = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    # Who of the staff did it, or undid it, for the trainer; empty, where it was the trainer.
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whose something of it is by now: a session or a client that was given away.
    to = models.ForeignKey(Trainer, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whether its trainer, and who it went to, have not seen yet what others did: see trainers.news.
    is_news = models.BooleanField(default=False)
    is_news_there = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["trainer", "at"], name="step_by_time")]

    def __str__(self) -> str:
        return self.words

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


# Until a trainer has set hours, every day.
USUAL_HOURS = (time(8), time(20))


class WorkingHours(models.Model):
    """A span of one weekday in which a trainer works, on the trainer's clock; a day may have several."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts_at = models.TimeField()
    ends_at = models.TimeField(help_text=_("00:00 is midnight at the end of the day."))

    objects = RecordedQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["weekday", "starts_at"]
        verbose_name_plural = _("working hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="working_hours_weekday_0_to_6"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) | Q(ends_at="00:00"),
                name="working_hours_end_after_start",
                violation_error_message=_("The hours must end after they start."),
            ),
            models.UniqueConstraint(
                fields=["trainer", "weekday", "starts_at"],
                name="working_hours_once",
                violation_error_message=_("These hours are there already."),
            ),
        ]

    def __str__(self) -> str:
        said = {
            "day": self.get_weekday_display(),
            "start": f"{self.starts_at:%H:%M}",
            "end": f"{self.ends_at:%H:%M}",
        }
        return gettext("%(day)s %(start)s to %(end)s") % said


class TimeOff(models.Model):
    """A span in which a trainer does not work: a holiday, an illness, an afternoon off."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="time_off")
    start = models.DateTimeField(validators=[validate_instant])
    end = models.DateTimeField(validators=[validate_instant])
    reason = models.CharField(max_length=200, blank=True, validators=[validate_line])

    objects = RecordedQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["start", "id"]
        verbose_name_plural = _("time off")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="time_off_end_after_start",
                violation_error_message=_("Time off must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason or gettext("Time off")

    @property
    def version(self) -> int:
        """Time off counts as a version of its trainer."""
        return self.trainer.version


translate(User, Trainer, WorkingHours, TimeOff)
