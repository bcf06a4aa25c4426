"""Several sessions of a list at once: completed, missed or cancelled, as one step."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from scheduling.domain import several
from scheduling.domain.several import NotAll, Outcome
from scheduling.models import Session
from scheduling.views.steps import doing
from scheduling.wording import moment, sessions, with_client
from trainers.access import TrainerRequest, back_to, next_of, trainer_required

DONE = {
    Outcome.COMPLETED: "Completed {}",
    Outcome.NO_SHOW: "Marked {} as no-show",
    Outcome.CANCELLED: "Cancelled {}",
}


class SeveralForm(forms.Form):
    """The button that was pressed, and why, if they are cancelled."""

    outcome = forms.TypedChoiceField(choices=Outcome.choices, coerce=Outcome)
    reason = forms.CharField(required=False, empty_value=None, max_length=200)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: TrainerRequest) -> HttpResponse:
    """POST does it; GET, as after signing in again, shows the day."""
    if request.method != "POST":
        return redirect("day-now")
    form, now = SeveralForm(request.POST), timezone.now()
    if not form.is_valid():
        return _refuse(request, NotAll("Say what became of them; a reason has at most 200 characters"))
    outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
    try:
        chosen = list(_chosen(request))
        with doing(request, now) as done:
            settled = several.settle(request.trainer, chosen, outcome, reason, now=now)
            done.words = _said(outcome, settled, reason)
    except NotAll as refusal:
        return _refuse(request, refusal)
    except ValidationError as error:
        return _refuse(request, NotAll(error.messages[0].rstrip(".")))
    return back_to(request, "day-now")


def _chosen(request: TrainerRequest) -> Iterator[tuple[UUID, int]]:
    """(uuid, version that was shown) of each that is ticked; the page writes them as <uuid>.<version>."""
    for ticked in dict.fromkeys(request.POST.getlist("sessions")):
        uuid, _, version = ticked.partition(".")
        try:
            yield UUID(uuid), int(version)
        except ValueError:
            raise NotAll("One of them is not there any more") from None


def _said(outcome: Outcome, settled: list[Session], reason: str | None) -> SafeString:
    """Completed 3 sessions: Rehab, Boxing, Yoga."""
    names: Any = SafeString(", ").join(format_html("<bdi>{}</bdi>", each.title) for each in settled[:5])
    more = f" and {len(settled) - 5} more" if len(settled) > 5 else ""
    why = format_html(" Reason: <bdi>{}</bdi>.", reason) if reason and outcome is Outcome.CANCELLED else ""
    done = DONE[outcome].format(sessions(len(settled)))
    return format_html("{}: {}{}.{}", done, SafeString(names), more, why)


def _refuse(request: TrainerRequest, refusal: NotAll) -> HttpResponse:
    session = refusal.session
    context: dict[str, Any] = {"why": str(refusal), "session": session, "next": next_of(request)}
    if session:
        context["what"] = format_html(
            "<bdi>{}</bdi>{}, {}", session.title, with_client(session.client), moment(session.scheduled_start)
        )
    return render(request, "scheduling/several_refused.html", context, status=409)
