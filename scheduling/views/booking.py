"""A session is booked, or, when it repeats, what would be booked is shown."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.views.pages import client_of_link
from scheduling.domain import booking
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session
from scheduling.series_forms import NewSessionForm
from scheduling.usual import usual_of
from scheduling.views import prefill, repeating
from scheduling.views.session_form import (
    CHANGE,
    USUAL,
    fill_in_slot,
    in_the_way,
    is_step,
    page,
    refused,
    remark,
)
from scheduling.views.steps import doing
from scheduling.wording import said
from trainers.access import TrainerRequest, back_to, trainer_required
from trainers.resubmission import sent_once


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return page(request, _begun(request, now))
    form = NewSessionForm(request.trainer, request.POST)
    if fill_in_slot(request, form) or is_step(request, CHANGE):
        return page(request, form)
    if is_step(request, USUAL):
        prefill.fill_in_usual(request, form)
        return page(request, form)
    form.is_valid()  # reads the form
    if form.repeats:
        return repeating.answer(request, form, now)
    return _book(request, form, now)


@trainer_required
@require_safe
def usual(request: TrainerRequest) -> HttpResponse:
    """What is usual with a client (`?client=`), for the script of the form; nothing of who is not there."""
    client = client_of_link(request)
    found = usual_of(request.trainer, client) if client else None
    if found is None:
        return JsonResponse({})
    fields = {"title": found.title, "session_type": found.session_type, "location": found.location}
    return JsonResponse({"fields": fields, "minutes": found.minutes})


def _begun(request: TrainerRequest, now: datetime) -> NewSessionForm:
    """With the focus on the client as long as none is given, before a script is there to say it."""
    form = NewSessionForm(request.trainer, initial=prefill.prefilled(request, now))
    if not form["client"].value():
        form.fields["client"].widget.attrs["autofocus"] = True
    return form


def _book(request: TrainerRequest, form: NewSessionForm, now: datetime) -> HttpResponse:
    try:
        with doing(request, now) as done:
            session = booking.book(
                request.trainer,
                form.session_values,
                now=now,
                errors=form.session_errors,
                newcomer=form.newcomer,
            )
            done.words, done.then = said(_("Booked {session}, {start}."), session, now), _next_one(session)
    except ValidationError as error:
        return refused(request, form, error)
    except SchedulingConflict as conflict:
        wanted = Span(form.cleaned_data["scheduled_start"], form.cleaned_data["scheduled_end"])
        return in_the_way(request, form, wanted, conflict, now)
    remark(request, session, now)
    return back_to(request, "session", session.uuid)


def _next_one(session: Session) -> SafeString:
    again = f"{reverse('session-new')}?again={session.uuid}"
    return format_html('<a href="{}">{}</a>', again, _("Book the next one"))
