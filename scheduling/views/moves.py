"""A session is moved to another time: from a page of its own, or by a script that drags it in the grid."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from scheduling.domain import booking, scopes
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.scopes import Scope
from scheduling.models import Series, Session
from scheduling.move_forms import MoveForm
from scheduling.views import move_answers, reach, slots
from scheduling.views.calendar import in_bounds
from scheduling.views.conflict import Conflict
from scheduling.views.place import goes_on
from scheduling.views.reach import Step
from scheduling.views.session_form import CHANGE, is_step, remark
from scheduling.views.sessions import own_session
from scheduling.views.steps import doing
from scheduling.wording import local_day
from trainers.access import TrainerRequest, back_to, next_of, trainer_required

MOVE_WHICH = {
    Scope.FOLLOWING: gettext_lazy("Move this session and all that follow?"),
    Scope.ALL: gettext_lazy("Move all sessions of this series that are still to come?"),
}
# Another day, or another length: its free times are shown, and nothing is moved.
LOOK = "look"


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    session, now = own_session(request, uuid), timezone.now()
    if request.method != "POST":
        return page(request, MoveForm(session, request.GET if "start" in request.GET else None), now)
    form = MoveForm(session, _sent(request))
    if is_step(request, LOOK) or is_step(request, CHANGE):
        return page(request, form, now)
    is_script = move_answers.are_wanted(request)
    if not form.is_valid():
        return _refused(request, form, now, is_script)
    try:
        if is_script:
            return _for_script(request, form, now)
        return _for_page(request, form, now)
    except ValidationError as error:
        form.refuse(error)
        return _refused(request, form, now, is_script)
    except SchedulingConflict as conflict:
        return _taken(request, form, conflict, now, is_script)
    except Session.DoesNotExist as gone:
        raise Http404 from gone


def _sent(request: TrainerRequest) -> dict[str, Any]:
    """A free time that was picked (`at`) is the start."""
    sent = dict(request.POST.items())
    return sent | {"start": sent["at"]} if sent.get("at") else sent


def _for_page(request: TrainerRequest, form: MoveForm, now: datetime) -> HttpResponse:
    if _is_wider(form):
        return reach.answer(request, _step(form, now), now)
    if form.changes:
        _move(request, form, now)
    return back_to(request, "session", form.session.uuid)


def _for_script(request: TrainerRequest, form: MoveForm, now: datetime) -> HttpResponse:
    """Of what repeats it is asked how far the move reaches, unless that is said."""
    if not form.changes:
        return move_answers.stays(form.session)
    if goes_on(form.session) and not form.data.get("scope"):
        return move_answers.which(request, form, now)
    if _is_wider(form):
        return _move_many(request, form, now)
    return move_answers.moved(_move(request, form, now), now)


def _is_wider(form: MoveForm) -> bool:
    return goes_on(form.session) and form.cleaned_data["scope"] is not Scope.THIS and bool(form.changes)


def _move(request: TrainerRequest, form: MoveForm, now: datetime) -> Session:
    with doing(request, now) as done:
        session = booking.revise(form.session, form.changes, now=now, seen=form.session.version)
        done.words = move_answers.in_words(session, now)
    remark(request, session, now)
    return session


def _move_many(request: TrainerRequest, form: MoveForm, now: datetime) -> HttpResponse:
    step = _step(form, now)
    expected = reach.expected_of(step, now)
    if expected.clashes:
        return move_answers.clashes(request, expected.clashes, now)
    with doing(request, now) as done:
        plan = step.act()
        done.words = reach.in_words(step, expected)
    return move_answers.moved(cast(Session, plan.session), now)


def _step(form: MoveForm, now: datetime) -> Step:
    session, scope = form.session, form.cleaned_data["scope"]
    series = cast(Series, session.series)
    return Step(
        MOVE_WHICH[scope],
        reach.MOVE,
        partial(scopes.revise, session, form.changes, scope, now=now, seen=session.version),
        series,
        ("session", session.uuid),
        made_on=session,
        is_endless=series.is_endless,
    )


def _refused(request: TrainerRequest, form: MoveForm, now: datetime, is_script: bool) -> HttpResponse:
    if is_script:
        return move_answers.refused(form)
    return page(request, form, now, status=form.status_of_refusal)


def _taken(
    request: TrainerRequest, form: MoveForm, conflict: SchedulingConflict, now: datetime, is_script: bool
) -> HttpResponse:
    explained = Conflict.explain(request.trainer, form.wanted, conflict, now)
    if is_script:
        return move_answers.taken(request, form.session, explained, now)
    return page(request, form, now, explained, status=409)


def page(
    request: TrainerRequest,
    form: MoveForm,
    now: datetime,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    if form.is_bound:
        form.is_valid()  # reads the form
    day = local_day(form.wanted.start)
    context = {
        "form": form,
        "session": form.session,
        "repeats": goes_on(form.session),
        "conflict": conflict,
        "wanted": form.wanted,
        "free": list(_free(request, form, day, now)),
        "before": in_bounds(day - date.resolution),
        "after": in_bounds(day + date.resolution),
        "next": next_of(request),
        "now": now,
    }
    return render(request, "scheduling/move.html", context, status=status)


def _free(request: TrainerRequest, form: MoveForm, day: date, now: datetime) -> Iterator[datetime]:
    """When the session could start on that day."""
    trainer, length = request.trainer, form.wanted.end - form.wanted.start
    for slot in slots.ahead(trainer, day, now, length, apart_from=form.session):
        yield from slots.starts(slot, length, trainer.zone)
