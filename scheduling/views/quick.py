"""The quick line: what it was understood to mean is shown, word by word, before anything is booked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clients.models import Client
from scheduling.domain import conflicts
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session
from scheduling.quick_forms import QuickForm
from scheduling.quick_line import Reading, read
from scheduling.series_forms import NewSessionForm
from scheduling.views import prefill, slots
from scheduling.views.conflict import Conflict
from scheduling.views.oddities import oddities, remark
from trainers.access import TrainerRequest, next_of, trainer_required
from trainers.models import Trainer

# The part of the dialog that is shown anew while somebody types.
LIVE = "quick-live"


@dataclass(frozen=True)
class Understood:
    """A reading, with what is usual for its client, what stands in its way and what is odd about it."""

    line: str
    reading: Reading
    values: dict[str, Any]
    conflict: Conflict | None = None
    remark: str = ""

    @classmethod
    def of(cls, trainer: Trainer, line: str, chosen: UUID | None, now: datetime) -> Self:
        usual = timedelta(minutes=trainer.usual_session_minutes)
        reading = read(line, _clients(trainer, chosen), trainer.zone, usual, now)
        values = prefill.usual_values(trainer, reading.client)
        reading = reading.lasting(values.pop("length"))
        values |= _said(reading)
        if not reading.is_complete:
            return cls(line, reading, values | _times(trainer, reading, usual, now))
        values |= {"scheduled_start": reading.start, "scheduled_end": reading.end}
        wanted = Session(trainer=trainer, **values)
        if conflict := _in_the_way(wanted, now):
            return cls(line, reading, values, conflict)
        return cls(line, reading, values, remark=_remark(wanted, now))

    @property
    def query(self) -> str:
        """The line as part of a link."""
        return urlencode({"line": self.line})

    @property
    def span(self) -> Span:
        return Span(self.values["scheduled_start"], self.values["scheduled_end"])

    @property
    def can_be_booked(self) -> bool:
        return self.reading.is_complete and self.conflict is None

    @property
    def has_no_time(self) -> bool:
        """The time of its form is only proposed, and is looked at before it is booked."""
        return self.reading.start is None

    @property
    def is_ready(self) -> bool:
        """Whether Enter may book it: nothing is asked, in the way or odd."""
        return self.can_be_booked and not self.remark


@trainer_required
@require_safe
def quick(request: TrainerRequest) -> HttpResponse:
    form, now = QuickForm(request.GET), timezone.now()
    is_readable = form.is_valid()
    line = form.cleaned_data.get("line", "")
    understood = Understood.of(request.trainer, line, form.cleaned_data.get("client"), now) if line else None
    context = {"line": line, "understood": understood, "next": next_of(request), "now": now, "asked": form}
    status = 200 if is_readable else 400
    if request.headers.get("HX-Target") == LIVE:
        return render(request, "scheduling/_quick_live.html", context, status=status)
    if understood:
        context["form"] = NewSessionForm(request.trainer, initial=understood.values)
        context["conflict"] = understood.conflict
    return render(request, "scheduling/quick.html", context, status=status)


def _clients(trainer: Trainer, chosen: UUID | None) -> list[Client]:
    """Also those who are inactive, so that it can be said of whom a line means."""
    clients = Client.objects.for_trainer(trainer)
    if chosen and (found := list(clients.active().filter(uuid=chosen))):
        return found
    return list(clients.only("uuid", "trainer_id", "status", "first_name", "last_name", "email"))


def _said(reading: Reading) -> dict[str, Any]:
    said = {
        "client": reading.client,
        "title": reading.title,
        "session_type": reading.session_type,
        "location": reading.location,
    }
    if reading.repeats.cycle:
        said |= reading.repeats._asdict()
    return {name: value for name, value in said.items() if value}


def _times(trainer: Trainer, reading: Reading, usual: timedelta, now: datetime) -> dict[str, datetime]:
    """What the form proposes while the time is not known: the first that is free on the day."""
    length = reading.length or usual
    start = reading.start or _first_free(trainer, reading.day, length, now)
    return {"scheduled_start": start, "scheduled_end": reading.end or start + length}


def _first_free(trainer: Trainer, day: date | None, length: timedelta, now: datetime) -> datetime:
    slot = next(slots.ahead(trainer, day, now, length), None) if day else None
    return slot.start if slot else prefill.next_free(trainer, now, length)


def _in_the_way(wanted: Session, now: datetime) -> Conflict | None:
    other = conflicts.first_in_the_way(wanted, now=now)
    if other is None:
        return None
    span = Span(wanted.scheduled_start, wanted.scheduled_end)
    return Conflict.explain(wanted.trainer, span, SchedulingConflict(wanted, other), now)


def _remark(wanted: Session, now: datetime) -> str:
    """What is allowed and may be a slip all the same."""
    if wanted.scheduled_end <= now:
        return _("This time has gone by.")
    odd = oddities(wanted.trainer, [wanted])[0]
    return remark(odd) if odd else ""
