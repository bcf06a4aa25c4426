"""A session is booked, or, when it repeats, what would be booked is shown."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from clients.models import Client
from clients.views.pages import client_of_link
from scheduling.domain import booking, wall_clock
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.fields import WallClockField
from scheduling.series_forms import NewSessionForm
from scheduling.views import repeating, slots
from scheduling.views.session_form import CHANGE, fill_in_slot, in_the_way, is_step, page, refused, remark
from scheduling.views.steps import doing
from scheduling.wording import said
from trainers.access import TrainerRequest, back_to, trainer_required
from trainers.models import Trainer
from trainers.resubmission import sent_once


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return page(request, NewSessionForm(request.trainer, initial=_prefilled(request, now)))
    form = NewSessionForm(request.trainer, request.POST)
    if fill_in_slot(request, form) or is_step(request, CHANGE):
        return page(request, form)
    form.is_valid()  # reads the form
    if form.repeats:
        return repeating.answer(request, form, now)
    return _book(request, form, now)


def _book(request: TrainerRequest, form: NewSessionForm, now: datetime) -> HttpResponse:
    try:
        with doing(request, now) as done:
            session = booking.book(request.trainer, form.session_values, now=now, errors=form.unreadable)
            done.words = said("Booked", session, now)
    except ValidationError as error:
        return refused(request, form, error)
    except SchedulingConflict as conflict:
        wanted = Span(form.cleaned_data["scheduled_start"], form.cleaned_data["scheduled_end"])
        return in_the_way(request, form, wanted, conflict, now)
    remark(request, session, now)
    return back_to(request, "session", session.uuid)


def _prefilled(request: TrainerRequest, now: datetime) -> dict[str, object]:
    """What the link says (`client`, `start`, `end`); else the next free time today, for the usual time."""
    length = timedelta(minutes=request.trainer.usual_session_minutes)
    start = _instant(request, "start") or _next_free(request.trainer, now, length)
    usual = start + length
    client = client_of_link(request)
    return {
        "client": client,
        "cycle": request.GET.get("repeats", ""),
        "title": _usual_title(client),
        "scheduled_start": start,
        "scheduled_end": _instant(request, "end") or usual,
    }


def _usual_title(client: Client | None) -> str:
    """What the client's latest session is called."""
    latest = client.sessions.order_by("-scheduled_start", "-id").first() if client else None
    return latest.title if latest else "Personal training"


def _next_free(trainer: Trainer, now: datetime, length: timedelta) -> datetime:
    """When the trainer is free for so long today; when there is no such time, the next full hour."""
    today = wall_clock.today(now, trainer.zone)
    slot = next(slots.ahead(trainer, today, now, length), None)
    return slot.start if slot else now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _instant(request: TrainerRequest, name: str) -> datetime | None:
    field = WallClockField(required=False)
    field.zone = request.trainer.zone
    try:
        return field.clean(request.GET.get(name, ""))
    except ValidationError:
        return None
