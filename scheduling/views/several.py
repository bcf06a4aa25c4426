"""Several sessions of a list at once: completed, missed or cancelled, as one step."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from scheduling.domain import several
from scheduling.domain.several import NotAll, NotBegun, Outcome
from scheduling.models import Session
from scheduling.views.steps import doing
from scheduling.wording import called, moment, titles
from trainers.access import TrainerRequest, back_to, next_of, trainer_required

# So many are named in what is said when it is done.
NAMED = 5


class SeveralForm(forms.Form):
    """The button that was pressed, why, if they are cancelled, and whether it is meant before they begin."""

    outcome = forms.TypedChoiceField(choices=Outcome.choices, coerce=Outcome)
    reason = forms.CharField(required=False, empty_value=None, max_length=200)
    early = forms.BooleanField(required=False)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: TrainerRequest) -> HttpResponse:
    """POST does it; GET, as after signing in again, shows the day."""
    if request.method != "POST":
        return redirect("day-now")
    form, now = SeveralForm(request.POST), timezone.now()
    if not form.is_valid():
        return _refuse(request, NotAll(_("Say what became of them; a reason has at most 200 characters")))
    said = form.cleaned_data
    try:
        chosen = list(_chosen(request))
        with doing(request, now) as done:
            settled = several.settle(request.trainer, chosen, **said, now=now)
            done.words = _said(said["outcome"], settled, said["reason"])
    except NotBegun as early:
        return _ask(request, said["outcome"], chosen, early.sessions, now)
    except NotAll as refusal:
        return _refuse(request, refusal)
    except ValidationError as error:
        return _refuse(request, NotAll(error.messages[0].rstrip(".")))
    return back_to(request, "day-now")


def _chosen(request: TrainerRequest) -> Iterator[tuple[UUID, int]]:
    """(uuid, version that was shown) of each that is ticked; the page writes them as <uuid>.<version>."""
    for ticked in dict.fromkeys(request.POST.getlist("sessions")):
        uuid, __, version = ticked.partition(".")
        try:
            yield UUID(uuid), int(version)
        except ValueError:
            raise NotAll(_("One of them is not there any more")) from None


def _said(outcome: Outcome, settled: list[Session], reason: str | None) -> SafeString:
    """Completed 3 sessions: Rehab, Boxing, Yoga."""
    count = len(settled)
    said = format_html(_done(outcome, count), count=count, sessions=titles(settled, NAMED))
    if not reason or outcome is not Outcome.CANCELLED:
        return said
    return format_html("{} {}", said, format_html(_("Reason: <bdi>{}</bdi>."), reason))


def _done(outcome: Outcome, count: int) -> str:
    match outcome:
        case Outcome.COMPLETED:
            return ngettext(
                "Completed {count} session: {sessions}.", "Completed {count} sessions: {sessions}.", count
            )
        case Outcome.NO_SHOW:
            return ngettext(
                "Marked {count} session as no-show: {sessions}.",
                "Marked {count} sessions as no-show: {sessions}.",
                count,
            )
        case Outcome.CANCELLED:
            return ngettext(
                "Cancelled {count} session: {sessions}.", "Cancelled {count} sessions: {sessions}.", count
            )


def _ask(
    request: TrainerRequest,
    outcome: Outcome,
    chosen: Sequence[tuple[UUID, int]],
    to_come: Sequence[Session],
    now: datetime,
) -> HttpResponse:
    """Whether those that have not begun yet are meant too."""
    context = {
        "outcome": outcome.value,
        "ticked": [f"{uuid}.{version}" for uuid, version in chosen],
        "to_come": to_come,
        "next": next_of(request),
        "now": now,
    }
    return render(request, "scheduling/several_early.html", context)


def _refuse(request: TrainerRequest, refusal: NotAll) -> HttpResponse:
    session = refusal.session
    context: dict[str, Any] = {"why": str(refusal), "session": session, "next": next_of(request)}
    if session:
        context["what"] = format_html(
            "{}, {}", called(session.title, session.client), moment(session.scheduled_start)
        )
    return render(request, "scheduling/several_refused.html", context, status=409)
