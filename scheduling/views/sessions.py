"""One session: shown and changed, alone or with others of its series."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scheduling import history
from scheduling.domain import booking
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.forms import CompletionForm, SessionForm
from scheduling.models import Session
from scheduling.scope_forms import OccurrenceForm
from scheduling.views import reach
from scheduling.views.place import goes_on, place_of
from scheduling.views.session_form import CHANGE, fill_in_slot, in_the_way, is_step, page, refused, remark
from scheduling.views.steps import doing
from scheduling.wording import said
from trainers.access import TrainerRequest, back_to, trainer_required


def own_session(request: TrainerRequest, uuid: UUID) -> Session:
    """The asker's session; anybody else's is not there."""
    sessions = Session.objects.for_trainer(request.trainer).select_related("client", "series__timeline")
    session = get_object_or_404(sessions, uuid=uuid)
    session.trainer = request.trainer
    if session.series and session.series.trainer_id == request.trainer.pk:
        session.series.trainer = request.trainer
    return session


@trainer_required
@require_safe
def show(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    session, now = own_session(request, uuid), timezone.now()
    context = {
        "session": session,
        "now": now,
        "completion": CompletionForm(session),
        "place": place_of(session, now),
        "changes": history.read(
            history.of_session(session, request.trainer), now=now, asked=request.GET.get("changes")
        ),
    }
    return render(request, "scheduling/session.html", context)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    session, now = own_session(request, uuid), timezone.now()
    kind = OccurrenceForm if goes_on(session) else SessionForm
    if request.method != "POST":
        return page(request, kind(request.trainer, instance=session))
    form = kind(request.trainer, request.POST, instance=session)
    if fill_in_slot(request, form) or is_step(request, CHANGE):
        return page(request, form)
    form.is_valid()  # reads the form
    try:
        if isinstance(form, OccurrenceForm) and form.is_wider:
            return reach.revise(request, session, form, now)
        return _revise(request, session, form, now)
    except ValidationError as error:
        return refused(request, form, error)
    except Session.DoesNotExist as gone:
        raise Http404 from gone


def _revise(request: TrainerRequest, session: Session, form: SessionForm, now: datetime) -> HttpResponse:
    try:
        with doing(request, now) as done:
            session = booking.revise(session, form.changes, now=now, errors=form.unreadable, seen=form.seen)
            done.words = said(_("Saved {session}, {start}."), session, now)
    except SchedulingConflict as conflict:
        wanted = Span(form.cleaned_data["scheduled_start"], form.cleaned_data["scheduled_end"])
        return in_the_way(request, form, wanted, conflict, now)
    if {"scheduled_start", "scheduled_end"} & form.changes.keys():
        remark(request, session, now)
    return back_to(request, "session", session.uuid)
