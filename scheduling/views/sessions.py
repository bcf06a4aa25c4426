"""One session: booked, shown and changed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clients.models import Client
from scheduling.domain import availability, booking, wall_clock
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.fields import WallClockField
from scheduling.forms import BookingForm, CompletionForm, SessionForm
from scheduling.models import Session
from scheduling.views import slots
from scheduling.views.conflict import Conflict
from scheduling.wording import said
from trainers.access import TrainerRequest, back_to, next_of, trainer_required
from trainers.models import Trainer


def own_session(request: TrainerRequest, uuid: UUID) -> Session:
    """The asker's session; anybody else's is not there."""
    sessions = Session.objects.for_trainer(request.trainer).select_related("client")
    session = get_object_or_404(sessions, uuid=uuid)
    session.trainer = request.trainer
    return session


@trainer_required
@require_safe
def show(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    session, now = own_session(request, uuid), timezone.now()
    context = {"session": session, "now": now, "completion": CompletionForm(session)}
    return render(request, "scheduling/session.html", context)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _page(request, BookingForm(request.trainer, initial=_prefilled(request, now)))
    form = BookingForm(request.trainer, request.POST)
    if _fill_in_slot(request, form):
        return _page(request, form)
    errors = form.unreadable  # reads the form
    try:
        session = booking.book(request.trainer, form.cleaned_data, now=now, errors=errors)
    except ValidationError as error:
        return _refused(request, form, error)
    except SchedulingConflict as conflict:
        if already := _sent_twice(conflict, form, request.trainer):
            return back_to(request, "session", already.uuid)
        return _in_the_way(request, form, conflict, now)
    messages.success(request, said("Booked", session))
    _remark(request, session, now)
    return back_to(request, "session", session.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    session, now = own_session(request, uuid), timezone.now()
    if request.method != "POST":
        return _page(request, SessionForm(request.trainer, instance=session))
    form = SessionForm(request.trainer, request.POST, instance=session)
    if _fill_in_slot(request, form):
        return _page(request, form)
    errors = form.unreadable  # reads the form
    try:
        session = booking.revise(session, form.changes, now=now, errors=errors)
    except ValidationError as error:
        return _refused(request, form, error)
    except SchedulingConflict as conflict:
        return _in_the_way(request, form, conflict, now)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, said("Saved", session))
    if {"scheduled_start", "scheduled_end"} & form.changes.keys():
        _remark(request, session, now)
    return back_to(request, "session", session.uuid)


def _remark(request: TrainerRequest, session: Session, now: datetime) -> None:
    """Say what is allowed, and yet may be a slip of the finger."""
    if session.scheduled_end <= now:
        messages.warning(request, "This time has gone by.")
    elif not availability.works(request.trainer, session.scheduled_start, session.scheduled_end):
        messages.warning(request, "This is outside your working hours, or in your time off.")


def _page(
    request: TrainerRequest, form: BookingForm, conflict: Conflict | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "session": form.instance if form.instance.pk else None,
        "conflict": conflict,
        "next": next_of(request),
    }
    return render(request, "scheduling/session_form.html", context, status=status)


def _refused(request: TrainerRequest, form: BookingForm, error: ValidationError) -> HttpResponse:
    form.refuse(error)
    return _page(request, form, status=400)


def _in_the_way(
    request: TrainerRequest, form: BookingForm, conflict: SchedulingConflict, now: datetime
) -> HttpResponse:
    wanted = Span(form.cleaned_data["scheduled_start"], form.cleaned_data["scheduled_end"])
    explained = Conflict.explain(request.trainer, wanted, conflict, now)
    return _page(request, form, explained, status=409)


def _prefilled(request: TrainerRequest, now: datetime) -> dict[str, object]:
    """What the link says (`client`, `start`, `end`); else the next free time today, for the usual time."""
    length = timedelta(minutes=request.trainer.usual_session_minutes)
    start = _instant(request, "start") or _next_free(request.trainer, now, length)
    usual = start + length
    client = _client(request)
    return {
        "client": client,
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


def _client(request: TrainerRequest) -> Client | None:
    try:
        uuid = UUID(request.GET.get("client", ""))
    except ValueError:
        return None
    return Client.objects.for_trainer(request.trainer).active().filter(uuid=uuid).first()


def _fill_in_slot(request: TrainerRequest, form: BookingForm) -> bool:
    """Whether a free slot was picked instead of saving; its times are put into what was typed."""
    start, _, end = request.POST.get("slot", "").partition("/")
    try:
        wall = [datetime.fromisoformat(text) for text in (start, end)]
        form.with_times(*(wall_clock.to_instant(time, request.trainer.zone) for time in wall))
    except (ValueError, ValidationError, OverflowError):
        return False
    return True


def _sent_twice(conflict: SchedulingConflict, form: BookingForm, trainer: Trainer) -> Session | None:
    """The session in the way, when it is the very one that was to be booked: the button was hit twice."""
    other = conflict.in_the_way
    if other is None or other.trainer_id != trainer.pk:
        return None
    same = all(getattr(other, name) == value for name, value in form.cleaned_data.items())
    return other if same else None
