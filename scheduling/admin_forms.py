"""The form of sessions in the admin, on the clock of the session's trainer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from scheduling.domain import booking
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.fields import WallClockField, set_clocks
from scheduling.models import Session
from trainers.domain_admin import WritingForm
from trainers.models import Trainer


class SessionForm(WritingForm):
    """Everything about a session. Who trains is said once, when it is booked."""

    scheduled_start = WallClockField(error_messages={"required": "Scheduled start time is required"})
    scheduled_end = WallClockField(error_messages={"required": "Scheduled end time is required"})
    actual_start = WallClockField(required=False)
    actual_end = WallClockField(required=False)

    class Meta:
        model = Session
        fields = "__all__"
        error_messages = {
            "title": {"required": "Title is required"},
            "client": {"required": "Client is required", "invalid_choice": "Client not found"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "client" in self.fields:  # who may only look has a form without it
            self.fields["client"].required = self.instance.series_id is None
        trainer = self.instance.trainer if self.instance.pk else self._chosen_trainer()
        set_clocks(
            self,
            trainer.zone if trainer else WallClockField.zone,
            help_text=f"On the trainer's clock{f' ({trainer.timezone})' if trainer else ''}.",
        )

    def write(self) -> Session:
        try:
            return self._book_or_revise()
        except SchedulingConflict as conflict:
            raise ValidationError({"scheduled_start": str(conflict)}) from conflict
        except Session.DoesNotExist as gone:
            raise ValidationError("Somebody deleted this session meanwhile.") from gone

    def _book_or_revise(self) -> Session:
        values, now = self.changes, timezone.now()
        if self.instance.pk is not None:
            return booking.revise(self.instance, values, now=now, errors=self.unreadable)
        trainer = values.pop("trainer", None)
        if trainer is None:
            raise ValidationError(self.unreadable)
        return booking.book(trainer, values, now=now, errors=self.unreadable)

    def _chosen_trainer(self) -> Trainer | None:
        """Whose clock the times of a new session are on: the trainer of the address or of the form."""
        chosen = self.data.get(self.add_prefix("trainer")) if self.is_bound else self.initial.get("trainer")
        try:
            return self.fields["trainer"].clean(chosen)
        except ValidationError:
            return None
