"""The trainer's own preferences."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scheduling.domain import capacity
from trainers.access import TrainerRequest, by_trainers_only, trainer_required
from trainers.preference_forms import ZONES, PreferencesForm


@trainer_required
@by_trainers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest) -> HttpResponse:
    trainer, now = request.trainer, timezone.now()
    if request.method != "POST":
        return _page(request, PreferencesForm(instance=trainer))
    form = PreferencesForm(request.POST, instance=trainer)
    errors = form.unreadable  # reads the form
    try:
        trainer = capacity.revise(trainer, {}, form.changes, errors, seen=form.seen, now=now)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, form, status=form.status_of_refusal)
    translation.activate(trainer.language)  # the next page's
    messages.success(request, _("Saved your preferences."))
    if "timezone" in form.changes:
        words = _("Your clock is %(zone)s from now on, and your working hours are read on it.")
        messages.warning(request, words % {"zone": trainer.timezone})
    return redirect("preferences")


def _page(request: TrainerRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
    context = {"section": "preferences", "form": form, "zones": ZONES, "now": timezone.now()}
    return render(request, "trainers/preferences.html", context, status=status)
