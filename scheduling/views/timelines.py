"""The timelines: listed, shown, made, changed and removed."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.views.pages import client_of_link
from scheduling import history
from scheduling.domain import timelines
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Timeline
from scheduling.models.timeline import TimelineQuerySet
from scheduling.timeline_forms import TimelineForm
from scheduling.views.clashes import Clashes
from scheduling.views.handover import Handover
from scheduling.views.removal import Removal, to_come
from scheduling.views.routines import routines_of, with_series
from scheduling.views.session_form import CHANGE, CONFIRM, is_step
from scheduling.views.steps import doing
from trainers.access import TrainerRequest, next_of, trainer_required
from trainers.resubmission import sent_once

PAGE = 25


def own_timelines(request: TrainerRequest) -> TimelineQuerySet:
    return Timeline.objects.for_trainer(request.trainer).present()


def own_timeline(request: TrainerRequest, uuid: UUID) -> Timeline:
    """The asker's timeline; anybody else's is not there."""
    timeline = get_object_or_404(own_timelines(request).select_related("client"), uuid=uuid)
    timeline.trainer = request.trainer
    return timeline


@trainer_required
@require_safe
def index(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    found = with_series(own_timelines(request), now)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"section": "clients", "page": page, "routines": routines_of(page.object_list, now), "now": now}
    return render(request, "scheduling/timelines.html", context)


@trainer_required
@require_safe
def show(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    timeline = get_object_or_404(with_series(own_timelines(request), now), uuid=uuid)
    routine = routines_of([timeline], now)[0]
    context = {
        "section": "clients",
        "timeline": timeline,
        "routine": routine,
        "may_add": timeline.client is None or timeline.client.is_active,
        "changes": history.read(
            history.of_timeline(timeline, request.trainer), now=now, asked=request.GET.get("changes")
        ),
        "now": now,
    }
    return render(request, "scheduling/timeline.html", context)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: TrainerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(
            request,
            TimelineForm(request.trainer, initial={"client": client_of_link(request)}),
        )
    form = TimelineForm(request.trainer, request.POST)
    errors = form.unreadable  # reads the form
    try:
        now = timezone.now()
        with doing(request, now) as done:
            timeline = timelines.create(request.trainer, form.cleaned_data, now=now, errors=errors)
            done.words = _said(_("Made {timeline}. Now add what takes place on it."), timeline)
    except ValidationError as error:
        return _refused(request, form, error)
    return redirect("timeline", timeline.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    timeline = own_timeline(request, uuid)
    if request.method != "POST":
        return _page(request, TimelineForm(request.trainer, instance=timeline))
    form = TimelineForm(request.trainer, request.POST, instance=timeline)
    errors = form.unreadable  # reads the form
    if is_step(request, CHANGE):
        return _page(request, form)
    now = timezone.now()
    handover = Handover.of(timeline, form, now)
    revise = partial(timelines.revise, timeline, form.changes, now=now, errors=errors, seen=form.seen)
    try:
        if handover and not is_step(request, CONFIRM):
            return handover.ask(request, _tried(revise))
        with doing(request, now) as done:
            timeline = revise()
            done.words = _said(_("Saved {timeline}."), timeline)
    except ValidationError as error:
        return _refused(request, form, error)
    except SchedulingConflict as conflict:
        return _page(request, form, conflict, status=409)
    except Timeline.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("timeline", timeline.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    timeline, now = own_timeline(request, uuid), timezone.now()
    removal = Removal(
        _("Remove this timeline?"),
        timeline.name,
        timeline,
        to_come(request.trainer, now).filter(series__timeline=timeline).count(),
    )
    if request.method != "POST":
        return removal.ask(request)
    try:
        with doing(request, now) as done:
            timelines.remove(timeline, now=now)
            done.words = removal.said()
    except Timeline.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("client", timeline.client.uuid) if timeline.client else redirect("timelines")


def _page(
    request: TrainerRequest, form: TimelineForm, conflict: SchedulingConflict | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "section": "clients",
        "form": form,
        "timeline": form.instance if form.instance.pk else None,
        "conflict": conflict,
        "clashes": Clashes.explain(request.trainer, conflict.of_series) if conflict else None,
        "next": next_of(request),
        "now": timezone.now(),
    }
    return render(request, "scheduling/timeline_form.html", context, status=status)


def _refused(request: TrainerRequest, form: TimelineForm, error: ValidationError) -> HttpResponse:
    form.refuse(error)
    return _page(request, form, status=form.status_of_refusal)


def _tried(revise: Callable[[], Timeline]) -> Timeline:
    """What would come of it; nothing is stored."""
    with transaction.atomic():
        timeline = revise()
        transaction.set_rollback(True)
    return timeline


def _said(sentence: str, timeline: Timeline) -> SafeString:
    return format_html(sentence, timeline=format_html("<bdi>{}</bdi>", timeline.name))
