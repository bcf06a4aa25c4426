"""A change of a session that reaches others of its series: first what would happen, then it happens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from scheduling.domain import scopes
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.layout import Plan
from scheduling.domain.scopes import TIMES, Scope
from scheduling.models import Session
from scheduling.scope_forms import OccurrenceForm
from scheduling.views.outlook import Outlook, outlook
from scheduling.views.session_form import CONFIRM, is_step, typed
from scheduling.wording import sessions, with_client
from trainers.access import TrainerRequest, back_to

TAKEN = "Not saved yet: times are taken"
WHICH = {
    Scope.FOLLOWING: "this session and all that follow",
    Scope.ALL: "all sessions of this series that are still to come",
}


@dataclass(frozen=True)
class Step:
    """What is to be done, in words, and the call of the domain that does it, or with `preview` says it."""

    verb: str
    button: str
    done: str
    which: str
    act: partial[Plan]
    told: list[tuple[str, str]]
    is_dangerous: bool = False


def revise(request: TrainerRequest, session: Session, form: OccurrenceForm, now: datetime) -> HttpResponse:
    """Raises ValidationError by field of Session, and Session.DoesNotExist."""
    scope = form.cleaned_data["scope"]
    act = partial(scopes.revise, session, form.changes, scope, now=now, errors=form.unreadable)
    step = Step("Change", "Save", "Saved", WHICH[scope], act, list(_told(form)))
    return _answer(request, session, step, now)


def cancel(request: TrainerRequest, session: Session, scope: Scope, now: datetime) -> HttpResponse:
    """Raises ValidationError, and Session.DoesNotExist."""
    act = partial(scopes.cancel, session, scope, now=now)
    return _answer(request, session, Step("Cancel", "Cancel", "Cancelled", WHICH[scope], act, [], True), now)


def _answer(request: TrainerRequest, session: Session, step: Step, now: datetime) -> HttpResponse:
    """Show what the change would do; when that was confirmed, do it."""
    was_quicker = False
    if is_step(request, CONFIRM):
        try:
            plan = step.act()
        except SchedulingConflict:
            was_quicker = True
        else:
            _say(request, session, step, outlook(session, plan, now))
            return back_to(request, "session", session.uuid)
    expected = outlook(session, step.act(preview=True), now)
    context = {
        "question": TAKEN if expected.clashes else f"{step.verb} {step.which}?",
        "button": f"{step.button} {sessions(expected.reached)}",
        "session": session,
        "step": step,
        "outlook": expected,
        "was_quicker": was_quicker,
        "typed": typed(request),
        "now": now,
    }
    status = 409 if was_quicker or expected.clashes else 200
    return render(request, "scheduling/reach.html", context, status=status)


def _say(request: TrainerRequest, session: Session, step: Step, done: Outlook) -> None:
    """Saved Yoga with Emma Wilson: 12 sessions."""
    session.refresh_from_db(fields=["title"])
    who, many = with_client(session.client), sessions(done.reached)
    messages.success(request, format_html("{} <bdi>{}</bdi>{}: {}.", step.done, session.title, who, many))


def _told(form: OccurrenceForm) -> Iterator[tuple[str, str]]:
    """(label, value) of what is changed beside the times."""
    for name, value in form.changes.items():
        if name not in TIMES:
            field: Any = form.fields[name]
            labels = dict(getattr(field, "choices", ())) if name == "session_type" else {}
            yield str(field.label), str(labels.get(value, value) or "nothing")
