"""A trainer's clients: who they are, how to reach them, what they train for."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainers.models import Trainer, User
from trainers.names import translate
from trainers.recording import History
from trainers.texts import by_code_point
from trainers.validators import validate_birth, validate_line, validate_storable
from trainers.versions import Versioned, VersionedQuerySet

LONG_TEXT: list[Callable[[str], None]] = [MaxLengthValidator(10_000), validate_storable]
IN_ORDER = ["first_name", "last_name", "id"]
SEARCHED = ("first_name", "last_name", "email", "phone")
EMAIL_TAKEN = _("You have a client with this e-mail already.")
PHONE = RegexValidator(
    r"\A\+?[0-9 ()./-]{3,32}\Z", _("Write a phone number with digits, for example +1-555-0123.")
)


class ClientQuerySet(VersionedQuerySet["Client"]):
    def for_trainer(self, trainer: Trainer) -> "ClientQuerySet":
        return self.filter(trainer=trainer)

    def active(self) -> "ClientQuerySet":
        return self.filter(status=Client.Status.ACTIVE)

    def in_order(self) -> "ClientQuerySet":
        """By name, and equal ones by their ids."""
        names = (by_code_point(F(name), self.db) for name in ("first_name", "last_name"))
        return self.order_by(*names, "id")

    def with_uuid(self, text: str) -> "ClientQuerySet":
        """The one whom a link or a form names; nobody, where that is no uuid."""
        try:
            return self.filter(uuid=UUID(text))
        except ValueError:
            return self.none()

    def search(self, text: str) -> "ClientQuerySet":
        """Those with every word of the text in name, e-mail or phone, whatever the case and the order."""
        figures: Any = F("phone")
        for between in " -/().":
            figures = Replace(figures, Value(between))
        found = self.annotate(phone_figures=figures)
        for word in text.split():
            # Each by itself, as it is indexed.
            wanted = Q(*((f"{field}__icontains", word) for field in SEARCHED), _connector=Q.OR)
            if len(plain := re.sub(r"[-/().]", "", word)) > 3 and plain.removeprefix("+").isdecimal():
                wanted |= Q(phone_figures__contains=plain)
            found = found.filter(wanted)
        return found


class Client(Versioned):
    """A person who is trained. Clients are deactivated, not deleted: their sessions are records."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")

    class FitnessLevel(models.TextChoices):
        BEGINNER = "beginner", _("Beginner")
        INTERMEDIATE = "intermediate", _("Intermediate")
        ADVANCED = "advanced", _("Advanced")

    class HeightUnit(models.TextChoices):
        CENTIMETRES = "cm", "cm"
        INCHES = "in", "in"

    class WeightUnit(models.TextChoices):
        KILOGRAMS = "kg", "kg"
        POUNDS = "lb", "lb"

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="clients")
    first_name = models.CharField(max_length=100, validators=[validate_line])
    last_name = models.CharField(max_length=100, validators=[validate_line])
    email = models.EmailField(_("e-mail"), validators=[validate_storable])
    phone = models.CharField(max_length=32, blank=True, validators=[PHONE])
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    date_of_birth = models.DateField(null=True, blank=True, validators=[validate_birth])
    emergency_contact_name = models.CharField(max_length=150, blank=True, validators=[validate_line])
    emergency_contact_phone = models.CharField(max_length=32, blank=True, validators=[PHONE])
    fitness_goal = models.TextField(blank=True, validators=LONG_TEXT)
    fitness_level = models.CharField(max_length=20, choices=FitnessLevel, blank=True)
    medical_conditions = models.TextField(blank=True, validators=LONG_TEXT)
    notes = models.TextField(blank=True, validators=LONG_TEXT)
    height = models.DecimalField(
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
    )
    height_unit = models.CharField(max_length=2, choices=HeightUnit, default=HeightUnit.CENTIMETRES)
    weight = models.DecimalField(
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1500)],
    )
    weight_unit = models.CharField(max_length=2, choices=WeightUnit, default=WeightUnit.KILOGRAMS)
    membership = models.CharField(
        max_length=100, blank=True, validators=[validate_line], help_text=_("For example: 10 sessions.")
    )
    membership_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # From then on the row stands for nobody: its sessions go on counting (scheduling.domain.erasure).
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ClientQuerySet.as_manager()
    history = History(without=["uuid", "version", "created_at"])

    class Meta:
        ordering = IN_ORDER
        indexes = [
            models.Index(fields=["trainer", "status"], name="client_by_status"),
            # Those of all trainers, for the staff: all, with what is searched, and by each filter.
            models.Index(fields=[*IN_ORDER, "email", "phone"], name="client_of_all_with_texts"),
            models.Index(fields=["status", *IN_ORDER], name="client_of_all_by_status"),
            models.Index(fields=["fitness_level", *IN_ORDER], name="client_of_all_by_level"),
        ]
        constraints = [
            models.UniqueConstraint(
                F("trainer"),
                Lower("email"),
                name="client_email_once_for_trainer",
                violation_error_message=EMAIL_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive"]), name="client_status_known"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(status="inactive"), name="client_erased_is_inactive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


class Upload(models.Model):
    """A list of clients or of sessions that is read in: see clients.importing.uploads."""

    class Kind(models.TextChoices):
        CLIENTS = "clients", _("Clients")
        SESSIONS = "sessions", _("Sessions")

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="+")
    # Who of the staff chose it at the desk; empty, where it is the trainer's own.
    by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+", editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CLIENTS, editable=False)
    text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    # How the columns are read, from when the import is begun.
    asked: Any = models.JSONField(null=True, editable=False)
    rows = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    # What has come of it so far; once it is done, there is no text any more.
    result: Any = models.JSONField(null=True, editable=False)

    def __str__(self) -> str:
        return f"Upload of {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_begun(self) -> bool:
        return self.asked is not None

    @property
    def is_done(self) -> bool:
        return self.result is not None and not self.text

    @property
    def is_cut_off(self) -> bool:
        """Whether it ended before all rows were done."""
        return self.is_done and self.done < self.rows


translate(Client)
