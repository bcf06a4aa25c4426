"""What repeats is booked: first it is shown, with nothing stored; confirmed, it is stored as a whole."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients.domain import enrol
from clients.models import Client
from scheduling.domain import series, timelines
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.plans import Plan
from scheduling.models import Series, Timeline
from scheduling.series_forms import NewSessionForm, SeriesForm
from scheduling.views.forecast import forecast, total_of
from scheduling.views.session_form import CONFIRM, is_step, refused
from scheduling.views.steps import doing
from scheduling.wording import called, rule
from trainers.access import TrainerRequest, back_to
from trainers.models import Trainer
from trainers.resubmission import typed

TAKEN = gettext_lazy("Not booked yet: times are taken")
Form = NewSessionForm | SeriesForm


def answer(request: TrainerRequest, form: Form, now: datetime) -> HttpResponse:
    """Show what would be booked; when that was confirmed, book it."""
    try:
        if not is_step(request, CONFIRM):
            return _show(request, form, now)
        with doing(request, now) as done:
            made = _create(request.trainer, form, now)
            done.words = _booked(made)
    except ValidationError as error:
        return refused(request, form, error)
    except SchedulingConflict:
        return _show(request, form, now, was_quicker=True)
    return back_to(request, "timeline", made.timeline.uuid)


def _show(request: TrainerRequest, form: Form, now: datetime, *, was_quicker: bool = False) -> HttpResponse:
    plan = _draft(request.trainer, form, now)
    if not plan.added:
        raise ValidationError({"start": _("All of these were over more than ten years ago.")})
    expected = forecast(request.trainer, plan, now)
    context = {
        "question": TAKEN if expected.clashes else _question(expected.total),
        "button": _button(expected.total),
        "forecast": expected,
        "series": expected.series,
        "was_quicker": was_quicker,
        "typed": typed(request),
        "now": now,
    }
    status = 409 if expected.clashes or was_quicker else 200
    return render(request, "scheduling/repeating.html", context, status=status)


def _question(total: int | None) -> str:
    if not total:
        return _("Book these sessions?")
    return ngettext("Book %(count)s session?", "Book %(count)s sessions?", total) % {"count": total}


def _button(total: int | None) -> str:
    if not total:
        return _("Book these sessions")
    return ngettext("Book %(count)s session", "Book %(count)s sessions", total) % {"count": total}


def _draft(trainer: Trainer, form: Form, now: datetime) -> Plan:
    with transaction.atomic():
        values = form.series_values(_timeline(trainer, form, now))
        plan = series.draft(trainer, values, now=now, errors=form.series_errors)
        transaction.set_rollback(True)  # the timeline, if it is new
    return plan


def _create(trainer: Trainer, form: Form, now: datetime) -> Series:
    with transaction.atomic():
        values = form.series_values(_timeline(trainer, form, now))
        return series.create(trainer, values, now=now, errors=form.series_errors)


def _timeline(trainer: Trainer, form: Form, now: datetime) -> Timeline | None:
    """The one that was chosen, else the client's first, else a new one; None while nobody knows whose.

    In the caller's transaction: a new client and a new timeline are there with what repeats, or not at all.
    """
    if isinstance(form, SeriesForm):
        return form.timeline
    client = _enrol(trainer, form) if form.newcomer else form.cleaned_data.get("client")
    if chosen := form.cleaned_data.get("timeline"):
        return Timeline.objects.for_trainer(trainer).select_related("client").get(pk=chosen.pk)
    return timelines.first_of(trainer, client, now=now) if client else None


def _enrol(trainer: Trainer, form: NewSessionForm) -> Client:
    """The new client; what is wrong with that is said with all else that is wrong."""
    try:
        return enrol(trainer, form.newcomer or {})
    except ValidationError as error:
        read = {name: [message] for name, message in form.session_errors.items()}
        raise ValidationError(error.message_dict | read) from error


def _booked(made: Series) -> SafeString:
    """Booked Yoga with Emma Wilson, 12 sessions: Every Tuesday 09:00–10:00, 12 times."""
    what, total = called(made.title, made.timeline.client), total_of(made)
    if not total:
        return format_html(_("Booked {what}, without an end: {rule}."), what=what, rule=rule(made))
    words = ngettext(
        "Booked {what}, {count} session: {rule}.", "Booked {what}, {count} sessions: {rule}.", total
    )
    return format_html(words, what=what, count=total, rule=rule(made))
