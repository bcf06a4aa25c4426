"""A session at the desk: shown, given to another trainer or time, settled, and what was done undone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clients.models import Client
from scheduling import history
from scheduling.desk_forms import GiveForm, SettleForm
from scheduling.domain import booking, several, undo
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.several import Outcome
from scheduling.domain.steps import WayBack
from scheduling.domain.undo import CannotTurn
from scheduling.models import Session
from scheduling.views.actions import CANCEL, COMPLETE, NO_SHOW, OVERTAKEN, REINSTATE
from scheduling.views.desk.frame import (
    CHANGE,
    KEEP_CLIENTS,
    SEE,
    TAKE_OFF,
    at_the_desk,
    doing_for,
    session_with,
    taken,
    why,
    with_trainer,
)
from scheduling.wording import local_day, said
from trainers.access import back_to
from trainers.domain_admin import private_fields
from trainers.forms import add_errors
from trainers.models import Step, TimeOff, User
from trainers.staff import may_administer, staff_required
from trainers.versions import Overtaken

# What it takes to turn a step in which there is such a thing.
RIGHTS = {Client: KEEP_CLIENTS, TimeOff: TAKE_OFF}
# What is said of an outcome is what the trainer's own pages say.
ACTIONS = {
    Outcome.COMPLETED.value: COMPLETE,
    Outcome.NO_SHOW.value: NO_SHOW,
    Outcome.CANCELLED.value: CANCEL,
    "reinstate": REINSTATE,
}


@staff_required(SEE)
@require_safe
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, session_with(uuid))


@staff_required(CHANGE)
@require_POST
def give(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To another trainer, to another time, or both."""
    session = session_with(uuid)
    form = GiveForm(session, request.POST)

    def act(now: datetime) -> SafeString:
        moved = booking.revise(session, form.changes, now=now, seen=form.cleaned_data["version"])
        return with_trainer(_("Moved {session}, {start}."), moved, now)

    return _answer(request, session, form, act)


@staff_required(CHANGE)
@require_POST
def settle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Completed as planned, missed, cancelled with a reason, or put back."""
    session, form = session_with(uuid), SettleForm(request.POST)

    def act(now: datetime) -> SafeString:
        changes = _settled(session, form, now)
        settled = booking.revise(session, changes, now=now, seen=form.cleaned_data["version"])
        with timezone.override(session.trainer.zone):
            return said(ACTIONS[form.cleaned_data["outcome"]].done, settled, now)

    return _answer(request, session, form, act)


@staff_required(CHANGE)
@require_POST
def undo_step(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was done a moment ago is taken back, or done again."""
    own = Step.objects.filter(by=cast(User, request.user)).select_related("trainer")
    step, now = get_object_or_404(own, uuid=uuid), timezone.now()
    way = WayBack.read(step)
    if not may_administer(request.user, *(right for kind, right in RIGHTS.items() if way.of(kind))):
        raise PermissionDenied(_("Your role does not allow this."))
    turn = undo.redo if step.is_undone else undo.undo
    try:
        step = turn(step, now=now, by=cast(User, request.user), gives_clients=True)
    except (CannotTurn, SchedulingConflict, ValidationError) as refusal:
        words = _("Not undone: {step} {why}.")
        messages.error(request, format_html(words, step=step.words, why=why(refusal)))
    else:
        words = _("Undone: {step}") if step.is_undone else _("Done again: {step}")
        messages.success(request, format_html(words, step=step.words))
    return back_to(request, "desk")


def _settled(session: Session, form: SettleForm, now: datetime) -> dict[str, Any]:
    """{field: value}. Raises ValidationError for what cannot be known yet."""
    outcome = form.cleaned_data["outcome"]
    if outcome == "reinstate":
        return booking.scheduled_again(session)
    if outcome != Outcome.CANCELLED and session.scheduled_start > now:
        raise ValidationError(_("It has not begun yet"))
    return several.changes_of(session, Outcome(outcome), form.cleaned_data["reason"])


def _answer(
    request: HttpRequest,
    session: Session,
    form: GiveForm | SettleForm,
    act: Callable[[datetime], SafeString],
) -> HttpResponse:
    """Do it, and back to the page; or the page with what is wrong beside the fields of the form."""
    now = timezone.now()
    if not form.is_valid():
        return _page(request, session, form, status=400)
    try:
        with doing_for(request, session.trainer, now) as done:
            done.words = act(now)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, session, form, status=400)
    except SchedulingConflict as conflict:
        add_errors(form, ValidationError({"scheduled_start": taken(conflict)}))
        return _page(request, session, form, status=409)
    except Overtaken:
        messages.warning(request, OVERTAKEN)
        return _page(request, session_with(session.uuid), status=409)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("desk-session", session.uuid)


def _page(
    request: HttpRequest, session: Session, refused: GiveForm | SettleForm | None = None, status: int = 200
) -> HttpResponse:
    now: datetime = timezone.now()
    with timezone.override(session.trainer.zone):
        hidden = private_fields(request)
        changes = history.read(
            history.of_session(session), now=now, asked=request.GET.get("changes"), hidden=hidden
        )
        context = {
            "section": "desk",
            "session": session,
            "day": local_day(session.scheduled_start),
            "there": at_the_desk(session.scheduled_start),
            "minutes": Span(session.scheduled_start, session.scheduled_end).minutes,
            "may_change": may_administer(request.user, CHANGE),
            "sees_private": not hidden,
            "form": refused if isinstance(refused, GiveForm) else GiveForm(session),
            "settling": refused if isinstance(refused, SettleForm) else SettleForm(),
            "changes": changes,
            "now": now,
        }
        return render(request, "desk/session.html", context, status=status)
