"""The trainer's own page of working hours, and of the time off to come."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trainers.access import TrainerRequest, trainer_required
from trainers.hours import set_hours
from trainers.hours_forms import HoursForm
from trainers.models import USUAL_HOURS


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, HoursForm(instance=request.trainer))
    form = HoursForm(request.POST, instance=request.trainer)
    if form.take_step(request.POST.get("step", "")):
        return _page(request, form)
    errors = form.unreadable  # reads the form
    try:
        set_hours(request.trainer, form.days, form.values, errors, seen=form.seen)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, form, status=form.status_of_refusal)
    messages.success(request, _("Saved your hours. What is booked already stays booked."))
    return redirect("hours")


def _page(request: TrainerRequest, form: HoursForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "section": "hours",
        "form": form,
        "are_set": request.trainer.working_hours.exists(),
        "usual": USUAL_HOURS,
        "to_come": request.trainer.time_off.filter(end__gt=now),
        "now": now,
    }
    return render(request, "trainers/hours.html", context, status=status)
