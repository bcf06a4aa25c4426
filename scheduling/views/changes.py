"""What was changed of late, by the asker and by others: listed, undone and done again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scheduling.domain import undo as domain
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.steps import BY_OTHERS, KEPT_OF_OTHERS, OFFERED
from scheduling.domain.undo import CannotTurn
from scheduling.history import name_of, on_behalf
from scheduling.views.clashes import Clashes
from scheduling.views.landing import landing
from scheduling.views.steps import address, wants_json
from scheduling.wording import plain
from trainers.access import TrainerRequest, next_of, stand_in, trainer_required
from trainers.models import Step, Trainer
from trainers.news import is_new, seen, steps_about

PAGE = 25


@dataclass(frozen=True)
class Line:
    """A step, and where it is turned, or why it cannot be; and who did and undid it, if not its trainer.

    `stays` names what stays of an import that is taken back. `is_new`: its trainer has not seen it yet.
    """

    step: Step
    address: str
    why_not: str
    stays: str
    by: str
    undone_by: str
    is_new: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why a step stays as it is; `clashes` are the times that are taken."""

    words: SafeString
    clashes: Clashes | None = None


@trainer_required
@require_safe
def index(request: TrainerRequest) -> HttpResponse:
    return _list(request)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _answer(request, partial(_own_step, request, uuid), domain.undo)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def redo(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _answer(request, partial(_own_step, request, uuid), domain.redo)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo_last(request: TrainerRequest) -> HttpResponse:
    return _answer(request, partial(_last, request, domain.last_done), domain.undo)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def redo_last(request: TrainerRequest) -> HttpResponse:
    return _answer(request, partial(_last, request, domain.last_undone), domain.redo)


def _own_step(request: TrainerRequest, uuid: UUID) -> Step:
    """The asker's step; anybody else's is not there."""
    step = get_object_or_404(Step.objects.filter(trainer=request.trainer), uuid=uuid)
    step.trainer = request.trainer
    return step


def _last(request: TrainerRequest, find: Callable[..., Step | None]) -> Step | None:
    step = find(request.trainer, now=timezone.now())
    if step:
        step.trainer = request.trainer
    return step


def _answer(
    request: TrainerRequest, find: Callable[[], Step | None], turn: Callable[..., Step]
) -> HttpResponse:
    """POST turns the step; GET, as after signing in again, shows all with their buttons."""
    step, now = find(), timezone.now()
    if request.method != "POST":
        return redirect("changes")
    is_undo = turn is domain.undo
    if step is None:
        return _refuse(
            request,
            Refusal(
                SafeString(_("There is nothing to undo.") if is_undo else _("There is nothing to redo."))
            ),
        )
    try:
        step = turn(step, now=now, by=stand_in(request))
    except CannotTurn as reason:
        return _refuse(request, _refusal(is_undo, step, f"{reason}."))
    except ValidationError as error:
        return _refuse(request, _refusal(is_undo, step, f"{error.messages[0]}."))
    except SchedulingConflict as conflict:
        return _refuse(request, _in_the_way(request, is_undo, step, conflict))
    words = turned(step, now)
    messages.success(request, words, extra_tags=address(step))
    target = landing(step, next_of(request))
    if wants_json(request):
        return JsonResponse({"said": plain(words), "next": target})
    return redirect(target or "changes")


def turned(step: Step, now: datetime) -> SafeString:
    """That the step was undone or done again, and what stays."""
    words = format_html(_("Undone: {step}") if step.is_undone else _("Done again: {step}"), step=step.words)
    if step.is_undone and (names := domain.outlook([step], now=now).stays.get(step.pk)):
        stayed = format_html(_("What was changed or used since stays: {names}."), names=names)
        words = format_html("{}. {}", words, stayed)
    return words


def _refusal(is_undo: bool, step: Step, why: str) -> Refusal:
    words = _("Not undone: {step} {why}") if is_undo else _("Not done again: {step} {why}")
    return Refusal(format_html(words, step=step.words, why=why))


def _in_the_way(request: TrainerRequest, is_undo: bool, step: Step, conflict: SchedulingConflict) -> Refusal:
    if not conflict.of_series:
        why = _("A time was taken a moment ago and may be free again. Try once more.")
        return _refusal(is_undo, step, why)
    clashes = Clashes.explain(request.trainer, conflict.of_series)
    why = _("Its time is taken by now.") if clashes.total == 1 else _("Times are taken by now.")
    return Refusal(_refusal(is_undo, step, why).words, clashes)


def _refuse(request: TrainerRequest, refusal: Refusal) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"said": plain(refusal.words)}, status=409)
    return _list(request, refusal)


def _line(trainer: Trainer, step: Step, why_not: str, stays: str) -> Line:
    hands = (step.by, step.undone_by)
    if step.trainer_id == trainer.pk:
        by, undone_by = (on_behalf(it, trainer) if it and it.pk != trainer.user_id else "" for it in hands)
    else:
        by, undone_by = (name_of(it) if it else "" for it in hands)
        why_not = _("Only staff take back what came from another trainer")
    return Line(step, address(step), why_not, stays, by, undone_by, is_new(step, trainer))


def _recent(trainer: Trainer, now: datetime) -> QuerySet[Step]:
    """The trainer's of a day, and of some days what others did."""
    # Without who did it, if that is another trainer, or was deleted.
    of_others = BY_OTHERS | Q(is_news=True) | Q(to=trainer)
    since = Q(at__gt=now - OFFERED) | (of_others & Q(at__gt=now - KEPT_OF_OTHERS))
    return Step.objects.filter(steps_about(trainer), since)


def _list(request: TrainerRequest, refusal: Refusal | None = None) -> HttpResponse:
    now, trainer = timezone.now(), request.trainer
    recent = _recent(trainer, now).select_related("by__trainer", "undone_by__trainer")
    page = Paginator(recent, PAGE).get_page(request.GET.get("page"))
    steps = page.object_list
    why_not, stays = domain.outlook([it for it in steps if it.trainer_id == trainer.pk], now=now)
    context = {
        "section": "changes",
        "page": page,
        "lines": [_line(trainer, it, why_not.get(it.pk, ""), stays.get(it.pk, "")) for it in steps],
        "refusal": refusal,
        "now": now,
    }
    if request.method == "GET" and not request.working_as:
        seen(page.object_list, trainer)
    return render(request, "scheduling/changes.html", context, status=409 if refusal else 200)
