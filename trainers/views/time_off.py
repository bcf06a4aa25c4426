"""Time off: taken, changed and given back, with the sessions that are booked in it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from scheduling.domain import horizon
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from scheduling.views.steps import doing
from scheduling.wording import days_off
from trainers.access import TrainerRequest, trainer_required
from trainers.hours import change_time_off, give_back, take_time_off
from trainers.models import TimeOff
from trainers.resubmission import sent_once
from trainers.time_off_forms import TimeOffForm

SHOWN = 50


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: TrainerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, TimeOffForm(request.trainer, initial={"first": request.GET.get("day")}))
    form = TimeOffForm(request.trainer, request.POST)
    errors = form.unreadable  # reads the form
    now = timezone.now()
    try:
        with doing(request, now) as done:
            off = take_time_off(request.trainer, form.changes, errors)
            done.words = format_html(_("Taken off: {}."), days_off(off, now))
    except ValidationError as error:
        return _refused(request, form, error)
    return _done(request, off, now)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, pk: int) -> HttpResponse:
    off = _own(request, pk)
    if request.method != "POST":
        return _page(request, TimeOffForm(request.trainer, instance=off))
    form = TimeOffForm(request.trainer, request.POST, instance=off)
    errors = form.unreadable  # reads the form
    now = timezone.now()
    try:
        with doing(request, now) as done:
            off = change_time_off(off, form.changes, errors, seen=form.seen)
            done.words = format_html(_("Saved: off {}."), days_off(off, now))
    except ValidationError as error:
        return _refused(request, form, error)
    except TimeOff.DoesNotExist as gone:
        raise Http404 from gone
    return _done(request, off, now)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: TrainerRequest, pk: int) -> HttpResponse:
    off, now = _own(request, pk), timezone.now()
    if request.method != "POST":
        context = {"section": "hours", "off": off, "now": now}
        return render(request, "trainers/time_off_removal.html", context)
    try:
        with doing(request, now) as done:
            give_back(off)
            words = _("Removed: you are not off %(days)s any more.")
            done.words = format_html("{}", words % {"days": days_off(off, now)})
    except TimeOff.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("hours")


def _own(request: TrainerRequest, pk: int) -> TimeOff:
    """The asker's; anybody else's is not there."""
    off = get_object_or_404(request.trainer.time_off, pk=pk)
    off.trainer = request.trainer
    return off


def booked_in(off: TimeOff, now: datetime) -> SessionQuerySet:
    """The trainer's sessions to come in that time; of what repeats those of a year."""
    begin = max(off.start, now)
    horizon.look(off.trainer, begin, min(off.end, begin + horizon.AHEAD), now=now)
    in_it = Session.objects.for_trainer(off.trainer).between(off.start, off.end).to_come(now)
    return in_it.select_related("client").in_order()


def _page(request: TrainerRequest, form: TimeOffForm, status: int = 200) -> HttpResponse:
    now, off = timezone.now(), form.instance if form.instance.pk else None
    booked = list(booked_in(off, now)) if off else []
    context = {
        "section": "hours",
        "form": form,
        "off": off,
        "booked": booked[:SHOWN],
        "total": len(booked),
        "more": len(booked[SHOWN:]),
        "now": now,
    }
    return render(request, "trainers/time_off.html", context, status=status)


def _refused(request: TrainerRequest, form: TimeOffForm, error: ValidationError) -> HttpResponse:
    form.refuse(error)
    return _page(request, form, status=form.status_of_refusal)


def _done(request: TrainerRequest, off: TimeOff, now: datetime) -> HttpResponse:
    """To the hours; where something is booked in that time, to what that is."""
    booked = booked_in(off, now).count()
    if off.end <= now:
        messages.warning(request, _("This time has gone by."))
    if not booked:
        return redirect("hours")
    words = ngettext(
        "%(count)s session is booked in this time, and stays booked.",
        "%(count)s sessions are booked in this time, and stay booked.",
        booked,
    )
    messages.warning(request, words % {"count": booked})
    return redirect("time-off", off.pk)
