"""What a member of staff did at the desk of late, or as a trainer: listed, taken back and done again."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clients.models import Client
from scheduling import desk
from scheduling.domain import undo
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.steps import KEPT_OF_OTHERS, WayBack
from scheduling.domain.undo import CannotTurn
from scheduling.history import name_of
from scheduling.models import Series, Timeline
from scheduling.views.changes import PAGE, Line, turned
from scheduling.views.desk.frame import CHANGE, KEEP_CLIENTS, SEE, TAKE_OFF, why
from trainers.access import back_to
from trainers.models import Step, TimeOff, User
from trainers.staff import may_administer, staff_required

# What it takes to turn a step in which there is such a thing.
RIGHTS = {
    Client: KEEP_CLIENTS,
    TimeOff: TAKE_OFF,
    Timeline: "scheduling.change_timeline",
    Series: "scheduling.change_series",
}


@staff_required(SEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now, me = timezone.now(), cast(User, request.user)
    recent = Step.objects.filter(by=me, at__gt=now - KEPT_OF_OTHERS)
    recent = recent.select_related("trainer", "undone_by__trainer")
    page = Paginator(recent, PAGE).get_page(request.GET.get("page"))
    steps = page.object_list
    why_not, stays = undo.outlook(steps, now=now, gives_clients=True)
    zone = desk.zone_of_desk()
    with timezone.override(zone):
        context = {
            "section": "desk-changes",
            "page": page,
            "lines": [_line(request, it, why_not.get(it.pk, ""), stays.get(it.pk, "")) for it in steps],
            "zone": zone.key,
            "now": now,
        }
        return render(request, "desk/changes.html", context)


@staff_required(CHANGE)
@require_POST
def turn(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the asker did is taken back, or done again."""
    own = Step.objects.filter(by=cast(User, request.user)).select_related("trainer")
    step, now = get_object_or_404(own, uuid=uuid), timezone.now()
    if not _may_turn(request, step):
        raise PermissionDenied(_("Your role does not allow this."))
    _turn(request, step, now)
    return back_to(request, "desk")


def _turn(request: HttpRequest, step: Step, now: datetime) -> None:
    turning = undo.redo if step.is_undone else undo.undo
    try:
        step = turning(step, now=now, by=cast(User, request.user), gives_clients=True)
    except (CannotTurn, SchedulingConflict, ValidationError) as refusal:
        words = _("Not done again: {step} {why}.") if step.is_undone else _("Not undone: {step} {why}.")
        messages.error(request, format_html(words, step=step.words, why=why(refusal)))
    else:
        messages.success(request, turned(step, now))


def _may_turn(request: HttpRequest, step: Step) -> bool:
    way = WayBack.read(step)
    return may_administer(request.user, CHANGE, *(right for kind, right in RIGHTS.items() if way.of(kind)))


def _line(request: HttpRequest, step: Step, why_not: str, stays: str) -> Line:
    if not why_not and not _may_turn(request, step):
        why_not = _("Your role does not allow this")
    undone_by = name_of(step.undone_by) if step.undone_by and step.undone_by != request.user else ""
    return Line(step, reverse("desk-undo", args=[step.uuid]), why_not, stays, "", undone_by)
