"""What is done to a session with one button: completed, missed, cancelled, put back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from scheduling.domain import booking
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.scopes import Scope
from scheduling.forms import CompletionForm
from scheduling.models import Session
from scheduling.scope_forms import CancelForm, CancelManyForm
from scheduling.views import reach
from scheduling.views.conflict import Conflict
from scheduling.views.place import goes_on
from scheduling.views.session_form import CHANGE, is_step
from scheduling.views.sessions import own_session
from scheduling.views.steps import doing
from scheduling.wording import said
from trainers.access import TrainerRequest, back_to, next_of, trainer_required
from trainers.forms import add_errors


@dataclass(frozen=True)
class Action:
    """A button: what its page asks, what it says, what is said when it is done."""

    question: Promise
    button: Promise
    done: Promise
    act: Callable[[Session, BaseForm, datetime], Session]
    is_dangerous: bool = False


def _complete(session: Session, form: BaseForm, now: datetime) -> Session:
    changes = form.changes if isinstance(form, CompletionForm) else {}
    return _revise(session, {"status": Session.Status.COMPLETED, **changes}, now)


def _no_show(session: Session, form: BaseForm, now: datetime) -> Session:
    return _revise(session, {"status": Session.Status.NO_SHOW}, now)


def _cancel(session: Session, form: BaseForm, now: datetime) -> Session:
    return booking.cancel(session, now=now, reason=form.cleaned_data["reason"], seen=session.version)


def _reinstate(session: Session, form: BaseForm, now: datetime) -> Session:
    return _revise(session, booking.scheduled_again(session), now)


def _revise(session: Session, changes: dict[str, Any], now: datetime) -> Session:
    """As it was compared with what the page has shown; else trainer_required() asks again."""
    return booking.revise(session, changes, now=now, seen=session.version)


OVERTAKEN = _("Somebody else has changed this session since you opened it. This is how it is now.")

COMPLETE = Action(
    _("Complete this session?"),
    _("Complete"),
    _("Completed {session}, {start}."),
    _complete,
)
NO_SHOW = Action(
    _("Mark this session as a no-show?"),
    _("Mark as no-show"),
    _("Marked as no-show: {session}, {start}."),
    _no_show,
)
CANCEL = Action(
    _("Cancel this session?"),
    _("Cancel session"),
    _("Cancelled {session}, {start}."),
    _cancel,
    is_dangerous=True,
)
REINSTATE = Action(
    _("Put this session back?"),
    _("Put back"),
    _("Put back {session}, {start}."),
    _reinstate,
)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    session = own_session(request, uuid)
    return _answer(request, session, CompletionForm(session, _sent(request)), COMPLETE)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def no_show(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _answer(request, own_session(request, uuid), Form(_sent(request)), NO_SHOW)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Of a series that goes on also with those that follow, or all to come."""
    session = own_session(request, uuid)
    form = CancelManyForm(session, _sent(request)) if goes_on(session) else CancelForm(_sent(request))
    return _answer(request, session, form, CANCEL)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def reinstate(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _answer(request, own_session(request, uuid), Form(_sent(request)), REINSTATE)


def _sent(request: TrainerRequest) -> QueryDict | None:
    """What was posted, also when that is nothing: a form without fields is valid."""
    return request.POST if request.method == "POST" else None


def _answer(request: TrainerRequest, session: Session, form: BaseForm, action: Action) -> HttpResponse:
    """GET asks whether it is meant; POST does it and says so."""
    if request.method != "POST":
        return _ask(request, session, form, action)
    if is_step(request, CHANGE):
        return _ask(request, session, form, action)
    if not form.is_valid():
        return _ask(request, session, form, action, status=getattr(form, "status_of_refusal", 400))
    if _has_shown_another_version(request, session, form):
        form.add_error(None, OVERTAKEN)
        return _ask(request, session, form, action, status=409)
    now = timezone.now()
    try:
        if form.cleaned_data.get("scope", Scope.THIS) is not Scope.THIS:
            return reach.cancel(request, session, form, now)
        with doing(request, now) as done:
            session = action.act(session, form, now)
            done.words = said(action.done, session, now)
    except ValidationError as error:
        add_errors(form, error)
        return _ask(request, session, form, action, status=400)
    except SchedulingConflict as conflict:
        wanted = Span(session.scheduled_start, session.scheduled_end)
        explained = Conflict.explain(request.trainer, wanted, conflict, now)
        return _ask(request, session, form, action, explained, status=409)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    return back_to(request, "session", session.uuid)


def _has_shown_another_version(request: TrainerRequest, session: Session, form: BaseForm) -> bool:
    """Of a page that asked first. A button in a list shows no version; CompletionForm has looked itself."""
    shown = request.POST.get("version")
    return not isinstance(form, CompletionForm) and shown not in {None, str(session.version)}


def _ask(
    request: TrainerRequest,
    session: Session,
    form: BaseForm,
    action: Action,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "session": session,
        "form": form,
        "action": action,
        "conflict": conflict,
        "next": next_of(request),
        "now": timezone.now(),
    }
    return render(request, "scheduling/action.html", context, status=status)
