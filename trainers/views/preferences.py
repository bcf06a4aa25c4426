"""The trainer's own preferences."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scheduling.domain import capacity
from trainers.access import TrainerRequest, trainer_required
from trainers.preference_forms import ZONES, PreferencesForm


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest) -> HttpResponse:
    trainer, now = request.trainer, timezone.now()
    if request.method != "POST":
        return _page(request, PreferencesForm(instance=trainer))
    form = PreferencesForm(request.POST, instance=trainer)
    errors = form.unreadable  # reads the form
    try:
        capacity.revise(trainer, {}, form.changes, errors, seen=form.seen, now=now)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, form, status=form.status_of_refusal)
    messages.success(request, "Saved your preferences.")
    if "timezone" in form.changes:
        zone = form.changes["timezone"]
        messages.warning(request, f"Your clock is {zone} from now on, and your working hours are read on it.")
    return redirect("preferences")


def _page(request: TrainerRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
    context = {"section": "preferences", "form": form, "zones": ZONES, "now": timezone.now()}
    return render(request, "trainers/preferences.html", context, status=status)
