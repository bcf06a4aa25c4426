"""A session at the desk: shown, given to another trainer or time, settled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scheduling import history
from scheduling.desk_forms import GiveForm, SettleForm
from scheduling.domain import booking, several
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.several import Outcome
from scheduling.models import Session
from scheduling.views.actions import CANCEL, COMPLETE, NO_SHOW, OVERTAKEN, REINSTATE
from scheduling.views.desk.frame import (
    CHANGE,
    SEE,
    at_the_desk,
    doing_for,
    offers,
    session_with,
    taken,
    told,
    with_trainer,
)
from scheduling.wording import local_day
from trainers.domain_admin import private_fields
from trainers.forms import add_errors
from trainers.staff import may_administer, staff_required
from trainers.versions import Overtaken

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
    form = GiveForm(session, _sent(request))

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
        return told(ACTIONS[form.cleaned_data["outcome"]].done, settled, settled.trainer, now)

    return _answer(request, session, form, act)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """A free time that was picked (`at`) is the start."""
    sent = dict(request.POST.items())
    return sent | {"scheduled_start": sent["at"]} if sent.get("at") else sent


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
        with doing_for(request, session.trainer, now, to=form.to) as done:
            done.words = act(now)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, session, form, status=400)
    except SchedulingConflict as conflict:
        wanted = form.wanted
        add_errors(form, ValidationError({"scheduled_start": taken(conflict)}))
        return _page(request, session, form, status=409, wanted=wanted)
    except Overtaken:
        messages.warning(request, OVERTAKEN)
        return _page(request, session_with(session.uuid), status=409)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("desk-session", session.uuid)


def _page(
    request: HttpRequest,
    session: Session,
    refused: GiveForm | SettleForm | None = None,
    status: int = 200,
    wanted: Span | None = None,
) -> HttpResponse:
    """`wanted` is when it was to be, where that is taken."""
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
            "there": at_the_desk(wanted.start if wanted else session.scheduled_start),
            "minutes": Span(session.scheduled_start, session.scheduled_end).minutes,
            "may_change": may_administer(request.user, CHANGE),
            "sees_private": not hidden,
            "form": refused if isinstance(refused, GiveForm) else GiveForm(session),
            "offers": offers(refused.to or session.trainer, wanted, now, session)
            if refused and wanted
            else [],
            "wanted": wanted,
            "settling": refused if isinstance(refused, SettleForm) else SettleForm(),
            "changes": changes,
            "now": now,
        }
        return render(request, "desk/session.html", context, status=status)
