"""A change that reaches many sessions of a series: first what would happen, then it happens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, cast

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from scheduling.domain import scopes
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.plans import Plan
from scheduling.domain.scopes import TIMES, Scope
from scheduling.models import Series, Session
from scheduling.scope_forms import OccurrenceForm
from scheduling.series_forms import SeriesForm
from scheduling.views import oddities
from scheduling.views.outlook import Outlook, outlook
from scheduling.views.session_form import CONFIRM, is_step
from scheduling.views.steps import doing
from scheduling.wording import called, sessions
from trainers.access import TrainerRequest, back_to
from trainers.resubmission import typed

TAKEN = _("Not saved yet: times are taken")
CHANGE_WHICH = {
    Scope.FOLLOWING: _("Change this session and all that follow?"),
    Scope.ALL: _("Change all sessions of this series that are still to come?"),
}
CANCEL_WHICH = {
    Scope.FOLLOWING: _("Cancel this session and all that follow?"),
    Scope.ALL: _("Cancel all sessions of this series that are still to come?"),
}


@dataclass(frozen=True)
class Words:
    """What a button says, and what is said when it is done; each with how many sessions, and without.

    `button_of` has the place %(count)s, the other two {what} and {many}.
    """

    button: Promise
    button_of: Any
    done: Promise
    done_with: Promise


SAVE = Words(
    _("Save"),
    ngettext_lazy("Save %(count)s session", "Save %(count)s sessions", "count"),
    _("Saved {what}."),
    _("Saved {what}: {many}."),
)
MOVE = Words(
    _("Move"),
    ngettext_lazy("Move %(count)s session", "Move %(count)s sessions", "count"),
    _("Moved {what}."),
    _("Moved {what}: {many}."),
)
CANCEL = Words(
    _("Cancel"),
    ngettext_lazy("Cancel %(count)s session", "Cancel %(count)s sessions", "count"),
    _("Cancelled {what}."),
    _("Cancelled {what}: {many}."),
)


@dataclass(frozen=True)
class Step:
    """What is to be done, in words, and the call that does it, or with `preview` only says what it would do.

    `back` is the name and the uuid of the page to go on to, `told` are (label, value) of what changes;
    `is_endless` says whether the series goes on without an end after that.
    """

    question: str | Promise
    words: Words
    act: Callable[..., Plan]
    series: Series
    back: tuple[str, Any]
    told: list[tuple[str, str]] = field(default_factory=list)
    made_on: Session | None = None
    is_endless: bool = False
    is_dangerous: bool = False

    @property
    def subject(self) -> Session | Series:
        return self.made_on or self.series

    @property
    def client(self) -> Client | None:
        return self.made_on.client if self.made_on else self.series.timeline.client


def revise(request: TrainerRequest, session: Session, form: OccurrenceForm, now: datetime) -> HttpResponse:
    """Raises ValidationError by field of Session, and Session.DoesNotExist."""
    scope, series = form.cleaned_data["scope"], cast(Series, session.series)
    step = Step(
        CHANGE_WHICH[scope],
        SAVE,
        partial(scopes.revise, session, form.changes, scope, now=now, errors=form.unreadable, seen=form.seen),
        series,
        ("session", session.uuid),
        list(told(form)),
        made_on=session,
        is_endless=series.is_endless,
    )
    return answer(request, step, now)


def cancel(request: TrainerRequest, session: Session, form: BaseForm, now: datetime) -> HttpResponse:
    """Raises ValidationError, and Session.DoesNotExist."""
    scope, reason = form.cleaned_data["scope"], form.cleaned_data["reason"]
    step = Step(
        CANCEL_WHICH[scope],
        CANCEL,
        partial(scopes.cancel, session, scope, now=now, reason=reason, seen=session.version),
        cast(Series, session.series),
        ("session", session.uuid),
        [(gettext("Reason"), reason)] if reason else [],
        made_on=session,
        is_dangerous=True,
    )
    return answer(request, step, now)


def answer(request: TrainerRequest, step: Step, now: datetime) -> HttpResponse:
    """Show what the change would do; when that was confirmed, do it."""
    was_quicker = False
    expected = expected_of(step, now)
    if is_step(request, CONFIRM) and not expected.clashes:
        try:
            with doing(request, now) as done:
                step.act()
                done.words = in_words(step, expected)
        except SchedulingConflict:
            was_quicker, expected = True, expected_of(step, now)
        else:
            return back_to(request, *step.back)
    context = {
        "question": TAKEN if expected.clashes else step.question,
        "button": _button(step, expected),
        "step": step,
        "outlook": expected,
        "odd": oddities.summary(request.trainer, expected.retimed),
        "was_quicker": was_quicker,
        "typed": typed(request),
        "now": now,
    }
    status = 409 if was_quicker or expected.clashes else 200
    return render(request, "scheduling/reach.html", context, status=status)


def expected_of(step: Step, now: datetime) -> Outlook:
    return outlook(step.series, step.act(preview=True), now, step.made_on)


def told(form: OccurrenceForm | SeriesForm) -> Iterator[tuple[str, str]]:
    """(label, value) of the words that are changed, beside the times and the rule."""
    for name, value in form.changes.items():
        if name in form.Meta.fields and name not in {*TIMES, "start", "end"}:
            options: Any = getattr(form.fields[name], "choices", ()) if name == "session_type" else ()
            yield str(form.fields[name].label), str(dict(options).get(value, value) or gettext("nothing"))


def _button(step: Step, expected: Outlook) -> str:
    """Save 12 sessions; only Save where some are deleted."""
    is_plain = not expected.reached or (expected.dropped and not step.is_dangerous)
    return str(step.words.button) if is_plain else step.words.button_of % {"count": expected.reached}


def in_words(step: Step, done: Outlook) -> SafeString:
    """Saved Yoga with Emma Wilson: 12 sessions."""
    step.subject.refresh_from_db(fields=["title"])
    what, many = called(step.subject.title, step.client), _many(step, done)
    words = step.words.done_with if many else step.words.done
    return format_html(str(words), what=what, many=many)


def _many(step: Step, done: Outlook) -> str:
    """12 sessions, and all later ones; 3 sessions changed, 1 added, 2 deleted, 8 come back."""
    counts = (done.changed.total, done.added.total, done.dropped.total, done.back.total)
    if not any(counts):
        return ""
    is_plain = step.is_dangerous or counts == (done.reached, 0, 0, 0)
    said = sessions(done.reached) if is_plain else ", ".join(_told_apart(*counts))
    return gettext("%(sessions)s, and all later ones") % {"sessions": said} if step.is_endless else said


def _told_apart(changed: int, added: int, deleted: int, back: int) -> list[str]:
    """3 sessions changed, 1 added, 2 deleted, 8 come back: the first says of what."""
    of_sessions = [
        (changed, ngettext("%(count)s session changed", "%(count)s sessions changed", changed)),
        (added, ngettext("%(count)s session added", "%(count)s sessions added", added)),
        (deleted, ngettext("%(count)s session deleted", "%(count)s sessions deleted", deleted)),
        (back, ngettext("%(count)s session come back", "%(count)s sessions come back", back)),
    ]
    others = [
        (changed, ngettext("%(count)s changed", "%(count)s changed", changed)),
        (added, ngettext("%(count)s added", "%(count)s added", added)),
        (deleted, ngettext("%(count)s deleted", "%(count)s deleted", deleted)),
        (back, ngettext("%(count)s come back", "%(count)s come back", back)),
    ]
    first = next(n for n, (count, words) in enumerate(of_sessions) if count)
    said = [of_sessions[first], *others[first + 1 :]]
    return [words % {"count": count} for count, words in said if count]
