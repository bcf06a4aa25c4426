"""What booking, changing and repeating a session have in common: its form, and what is said of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.fields import instant_of
from scheduling.forms import BookingForm
from scheduling.models import Session
from scheduling.series_forms import SeriesForm
from scheduling.views import oddities
from scheduling.views.clashes import Clashes
from scheduling.views.conflict import Conflict
from trainers.access import TrainerRequest, next_of

# What a page that shows what would happen sends on as `step`, beside all that was typed.
CHANGE, CONFIRM, USUAL = "change", "confirm", "usual"


def page(
    request: TrainerRequest,
    form: BaseForm,
    conflict: Conflict | None = None,
    clashes: Clashes | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a session, or of a series on its timeline."""
    instance: Any = getattr(form, "instance", None)
    context = {
        "form": form,
        "stored": instance if instance and instance.pk else None,
        "conflict": conflict,
        "clashes": clashes,
        "next": next_of(request),
        "now": timezone.now(),
    }
    template = "series_form.html" if isinstance(form, SeriesForm) else "session_form.html"
    return render(request, f"scheduling/{template}", context, status=status)


def refused(request: TrainerRequest, form: BookingForm | SeriesForm, error: ValidationError) -> HttpResponse:
    form.refuse(error)
    return page(request, form, status=form.status_of_refusal)


def in_the_way(
    request: TrainerRequest, form: BaseForm, wanted: Span, conflict: SchedulingConflict, now: datetime
) -> HttpResponse:
    explained = Conflict.explain(request.trainer, wanted, conflict, now)
    return page(request, form, conflict=explained, status=409)


def is_step(request: TrainerRequest, step: str) -> bool:
    return request.POST.get("step") == step


def fill_in_slot(request: HttpRequest, form: BookingForm | SeriesForm) -> bool:
    """Whether a free slot was picked instead of saving; its times are put into what was typed."""
    texts, zone = request.POST.get("slot", "").partition("/"), timezone.get_current_timezone()
    start, end = instant_of(texts[0], zone), instant_of(texts[2], zone)
    if start is None or end is None:
        return False
    form.with_times(start, end)
    return True


def remark(request: TrainerRequest, session: Session, now: datetime) -> None:
    """Say what is allowed and may be a slip all the same."""
    if session.scheduled_end <= now:
        messages.warning(request, _("This time has gone by."))
    elif odd := oddities.oddities(request.trainer, [session], now)[0]:
        messages.warning(request, oddities.remark(odd))
