"""A session at the desk: shown, given to another trainer or time, settled, and what was done undone."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling import history
from scheduling.desk_forms import GiveForm, SettleForm
from scheduling.domain import booking, undo
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.undo import CannotTurn
from scheduling.models import Session
from scheduling.views.desk.frame import CHANGE, SEE, doing_for, session_with, with_trainer
from scheduling.wording import local_day, said
from trainers.access import back_to
from trainers.domain_admin import private_fields
from trainers.forms import add_errors
from trainers.models import Step, User
from trainers.staff import may_administer, staff_required
from trainers.versions import Overtaken

OVERTAKEN = gettext_lazy("Somebody else has changed this session since you opened it. This is how it is now.")


@staff_required(SEE)
@require_safe
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, session_with(uuid))


@staff_required(CHANGE)
@require_http_methods(["POST"])
def give(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To another trainer, to another time, or both."""
    session, now = session_with(uuid), timezone.now()
    form = GiveForm(session, request.POST)
    if not form.is_valid():
        return _page(request, session, form, status=400)
    try:
        with doing_for(request, session.trainer, now) as done:
            moved = booking.revise(session, form.changes, now=now, seen=form.cleaned_data["version"])
            done.words = with_trainer(_("Moved {session}, {start}."), moved, now)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, session, form, status=400)
    except SchedulingConflict as conflict:
        add_errors(form, ValidationError({"scheduled_start": str(conflict)}))
        return _page(request, session, form, status=409)
    except Overtaken:
        messages.warning(request, OVERTAKEN)
        return _page(request, session_with(uuid), status=409)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("desk-session", uuid)


@staff_required(CHANGE)
@require_POST
def settle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Completed as planned, missed, cancelled with a reason, or put back."""
    session, now = session_with(uuid), timezone.now()
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, session, settling=form, status=400)
    try:
        with doing_for(request, session.trainer, now) as done, timezone.override(session.trainer.zone):
            sentence, changes = _settling(session, form, now)
            session = booking.revise(session, changes, now=now, seen=form.cleaned_data["version"])
            done.words = said(sentence, session, now)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, session, settling=form, status=400)
    except SchedulingConflict as conflict:
        form.add_error(None, str(conflict))
        return _page(request, session, settling=form, status=409)
    except Overtaken:
        messages.warning(request, OVERTAKEN)
        return _page(request, session_with(uuid), status=409)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("desk-session", uuid)


@staff_required(CHANGE)
@require_POST
def undo_step(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was done a moment ago is taken back, or done again."""
    own = Step.objects.filter(by=cast(User, request.user)).select_related("trainer")
    step, now = get_object_or_404(own, uuid=uuid), timezone.now()
    turn = undo.redo if step.is_undone else undo.undo
    try:
        step = turn(step, now=now, by=cast(User, request.user))
    except (CannotTurn, SchedulingConflict) as reason:
        messages.error(request, format_html(_("Not undone: {step} {why}."), step=step.words, why=str(reason)))
    except ValidationError as error:
        why = " ".join(error.messages)
        messages.error(request, format_html(_("Not undone: {step} {why}."), step=step.words, why=why))
    else:
        words = _("Undone: {step}") if step.is_undone else _("Done again: {step}")
        messages.success(request, format_html(words, step=step.words))
    return back_to(request, "desk")


def _settling(session: Session, form: SettleForm, now: datetime) -> tuple[str, dict[str, object]]:
    """What is said of it, and {field: value}. Raises ValidationError for what cannot be known yet."""
    outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
    if outcome in {"complete", "no-show"} and session.scheduled_start > now:
        raise ValidationError(_("It has not begun yet"))
    nothing = {"actual_start": None, "actual_end": None} if session.status == "completed" else {}
    kinds: dict[str, tuple[str, dict[str, object]]] = {
        "complete": (_("Completed {session}, {start}."), booking.completed_as_planned(session)),
        "no-show": (_("Marked as no-show: {session}, {start}."), {"status": Session.Status.NO_SHOW}),
        "cancel": (
            _("Cancelled {session}, {start}."),
            {"status": Session.Status.CANCELLED, "cancellation_reason": reason},
        ),
        "reinstate": (
            _("Put back {session}, {start}."),
            {"status": Session.Status.SCHEDULED, **nothing},
        ),
    }
    return kinds[outcome]


def _page(
    request: HttpRequest,
    session: Session,
    form: GiveForm | None = None,
    settling: SettleForm | None = None,
    status: int = 200,
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
            "minutes": Span(session.scheduled_start, session.scheduled_end).minutes,
            "may_change": may_administer(request.user, CHANGE),
            "sees_private": not hidden,
            "form": form or GiveForm(session),
            "settling": settling or SettleForm(),
            "changes": changes,
            "now": now,
        }
        return render(request, "desk/session.html", context, status=status)
