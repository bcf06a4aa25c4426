"""What takes place on a timeline: added, changed and removed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scheduling.domain import series as domain
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Series
from scheduling.series_forms import SeriesForm
from scheduling.views import repeating, revision
from scheduling.views.clashes import Clashes
from scheduling.views.removal import Removal, to_come
from scheduling.views.session_form import CHANGE, fill_in_slot, in_the_way, is_step, page, refused
from scheduling.views.steps import doing
from scheduling.views.timelines import own_timeline
from scheduling.wording import rule
from trainers.access import TrainerRequest, back_to, trainer_required
from trainers.resubmission import sent_once


def own_series(request: TrainerRequest, uuid: UUID) -> Series:
    """The asker's series; anybody else's is not there."""
    found = Series.objects.for_trainer(request.trainer).present().select_related("timeline__client")
    series = get_object_or_404(found, uuid=uuid)
    series.trainer = request.trainer
    return series


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def add(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Once, or without a time yet, at once; what repeats is shown first."""
    timeline, now = own_timeline(request, uuid), timezone.now()
    if request.method != "POST":
        return page(request, SeriesForm(request.trainer, timeline, initial={"title": timeline.name}))
    form = SeriesForm(request.trainer, timeline, request.POST)
    if fill_in_slot(request, form) or is_step(request, CHANGE):
        return page(request, form)
    form.is_valid()  # reads the form
    if form.repeats:
        return repeating.answer(request, form, now)
    try:
        with doing(request, now) as done:
            series = domain.create(
                request.trainer, form.series_values(timeline), now=now, errors=form.series_errors
            )
            done.words = _said(_("Added <bdi>{name}</bdi>: {rule}."), series)
    except ValidationError as error:
        return refused(request, form, error)
    except SchedulingConflict as conflict:
        return _in_the_way(request, form, conflict, now)
    return back_to(request, "timeline", series.timeline.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """What takes place once at once; of what repeats it is shown first what the change would do."""
    series, now = own_series(request, uuid), timezone.now()
    if request.method != "POST":
        return page(request, SeriesForm(request.trainer, series.timeline, instance=series))
    form = SeriesForm(request.trainer, series.timeline, request.POST, instance=series)
    if fill_in_slot(request, form) or is_step(request, CHANGE):
        return page(request, form)
    form.is_valid()  # reads the form
    try:
        if form.changes and (series.repeats or form.repeats):
            return revision.revise(request, series, form, now)
        with doing(request, now) as done:
            series = domain.revise(series, form.changes, now=now, errors=form.series_errors, seen=form.seen)
            done.words = _said(_("Saved <bdi>{name}</bdi>: {rule}."), series)
    except ValidationError as error:
        return refused(request, form, error)
    except SchedulingConflict as conflict:
        return _in_the_way(request, form, conflict, now)
    except Series.DoesNotExist as gone:
        raise Http404 from gone
    return back_to(request, "timeline", series.timeline.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    series, now = own_series(request, uuid), timezone.now()
    cancelled = to_come(request.trainer, now).filter(series=series).count()
    removal = Removal(_("Remove this from the timeline?"), series.title, series.timeline, cancelled, series)
    if request.method != "POST":
        return removal.ask(request)
    try:
        with doing(request, now) as done:
            domain.remove(series, now=now)
            done.words = removal.said()
    except Series.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("timeline", series.timeline.uuid)


def _in_the_way(
    request: TrainerRequest, form: SeriesForm, conflict: SchedulingConflict, now: datetime
) -> HttpResponse:
    """One session is offered the times that are free instead; of many it is said which collide."""
    if conflict.of_series:
        clashes = Clashes.explain(request.trainer, conflict.of_series)
        return page(request, form, clashes=clashes, status=409)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    wanted = Span(start, end or start + timedelta(minutes=request.trainer.usual_session_minutes))
    return in_the_way(request, form, wanted, conflict, now)


def _said(sentence: str, series: Series) -> SafeString:
    """Added Yoga: Once, 8 June 2027, 10:00–11:00."""
    return format_html(sentence, name=series.title, rule=rule(series))
