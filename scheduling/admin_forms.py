"""The forms of the admin that book, and that of sessions, on the clock of the session's trainer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling.admin_steps import in_words
from scheduling.domain import booking
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.steps import taking
from scheduling.fields import WallClockField, set_clocks
from scheduling.models import Session
from trainers.domain_admin import WritingForm
from trainers.models import Trainer, User


class PlanningForm(WritingForm):
    """A form by which times are taken: a time that is not free is said beside the field `taken`.

    What is written is a step of its trainer's; `by` is who of the staff writes it.
    """

    by: ClassVar[User | None] = None
    taken: ClassVar[str]
    create: ClassVar[Callable[..., models.Model]]
    revise: ClassVar[Callable[..., models.Model]]

    def write(self) -> models.Model:
        try:
            return self._create_or_revise()
        except SchedulingConflict as conflict:
            raise ValidationError({self.taken: str(conflict)}) from conflict

    def trainer_in(self, values: dict[str, Any]) -> Trainer | None:
        """Whose it will be."""
        return values.pop("trainer", None)

    def told(self, done: Any, *, is_new: bool, now: datetime) -> str:
        """What the step says."""
        raise NotImplementedError

    def chosen(self, name: str) -> Any:
        """What the address or the form names, None if that is nothing that there is."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        try:
            return self.fields[name].clean(value)
        except ValidationError:
            return None

    def _create_or_revise(self) -> models.Model:
        values, now, is_new = self.changes, timezone.now(), self.instance.pk is None
        trainer = self.trainer_in(values) if is_new else self.instance.trainer
        if trainer is None:
            raise ValidationError(self.unreadable)
        with taking(trainer, now, by=self.by) as step:
            if is_new:
                done = self.create(trainer, values, now=now, errors=self.unreadable)
            else:
                done = self.revise(self.instance, values, now=now, errors=self.unreadable, seen=self.seen)
            step.words = self.told(done, is_new=is_new, now=now)
        return done


class SessionForm(PlanningForm):
    """Everything about a session. Who trains is said once, when it is booked."""

    taken = "scheduled_start"
    create = staticmethod(booking.book)
    revise = staticmethod(booking.revise)

    scheduled_start = WallClockField(
        label=_("Scheduled start"), error_messages={"required": _("Scheduled start time is required")}
    )
    scheduled_end = WallClockField(
        label=_("Scheduled end"), error_messages={"required": _("Scheduled end time is required")}
    )
    actual_start = WallClockField(label=_("Actual start"), required=False)
    actual_end = WallClockField(label=_("Actual end"), required=False)

    class Meta:
        model = Session
        fields = "__all__"
        error_messages = {
            "title": {"required": _("Title is required")},
            "client": {"required": _("Client is required"), "invalid_choice": _("Client not found")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "client" in self.fields:  # who may only look has a form without it
            self.fields["client"].required = self.instance.series_id is None
        # The times of a new session are on the clock of the trainer in the address or the form.
        trainer = self.instance.trainer if self.instance.pk else self.chosen("trainer")
        set_clocks(
            self,
            trainer.zone if trainer else WallClockField.zone,
            help_text=(
                gettext("On the trainer's clock (%(zone)s).") % {"zone": trainer.timezone}
                if trainer
                else gettext("On the trainer's clock.")
            ),
        )

    def told(self, done: Session, *, is_new: bool, now: datetime) -> str:
        sentence = _("Booked {session}, {start}.") if is_new else _("Saved {session}, {start}.")
        return in_words(sentence, done, now)
