"""What a script that moves a session is told: an `outcome`, the words to say, and what there is to show.

moved 200, stays 200, which 200 (of a series: a dialog to choose from), taken 409 (what is in the way),
overtaken 409, refused 400 (`errors` by field). Nothing is moved unless it says so.
"""

from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scheduling.domain import scopes
from scheduling.domain.plans import Plan
from scheduling.domain.scopes import Scope
from scheduling.models import Session
from scheduling.move_forms import MoveForm
from scheduling.scope_forms import offered
from scheduling.views import oddities
from scheduling.views.clashes import Clashes
from scheduling.views.conflict import Conflict
from scheduling.views.outlook import Outlook, outlook
from scheduling.wording import called, sessions, wall, when
from trainers.access import TrainerRequest


@dataclass(frozen=True)
class Choice:
    """How far a move may reach, and what it would do then; `odd` is what its times have that is unusual."""

    scope: Scope
    label: str | Promise
    outlook: Outlook
    odd: str

    @property
    def count(self) -> str:
        return sessions(self.outlook.reached)


def are_wanted(request: HttpRequest) -> bool:
    """Whether a script asks, and not a form; what htmx boosts is a form."""
    by_htmx = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    return by_htmx or "application/json" in request.headers.get("Accept", "")


def moved(session: Session, now: datetime) -> JsonResponse:
    return _answer("moved", in_words(session, now), _times(session))


def in_words(session: Session, now: datetime) -> SafeString:
    """Moved Rehab with Emma Wilson, Wed 9 June, 14:00–15:00: also what was stretched only."""
    what = called(session.title, session.client)
    return format_html(_("Moved {session}, {start}."), session=what, start=when(session, now))


def stays(session: Session) -> JsonResponse:
    return _answer(
        "stays", format_html(_("{session} stays where it is."), session=session.title), _times(session)
    )


def which(request: TrainerRequest, form: MoveForm, now: datetime) -> JsonResponse:
    """Raises ValidationError, and SchedulingConflict."""
    choices = _choices(form, now)
    if all(choice.outlook.clashes for choice in choices):
        return clashes(request, choices[0].outlook.clashes, now)
    context = {"session": form.session, "to": form.wanted, "choices": choices, "now": now}
    html = render_to_string("scheduling/_which.html", context, request)
    return _answer("which", _("Which sessions should move?"), {"html": html})


def taken(request: TrainerRequest, session: Session, conflict: Conflict, now: datetime) -> JsonResponse:
    context = {"session": session, "conflict": conflict, "now": now}
    return _shown(request, 409, "taken", context)


def clashes(request: TrainerRequest, found: Clashes, now: datetime) -> JsonResponse:
    return _shown(request, 409, "taken", {"clashes": found, "now": now})


def refused(form: MoveForm) -> JsonResponse:
    errors = {name: [str(each) for each in found] for name, found in form.errors.items()}
    words = " ".join(each for found in errors.values() for each in found)
    outcome = "overtaken" if form.is_overtaken else "refused"
    return _answer(outcome, words, {"errors": errors}, form.status_of_refusal)


def _choices(form: MoveForm, now: datetime) -> list[Choice]:
    session, series = form.session, form.session.series
    found = []
    for scope, label in offered(session):
        try:
            plan = _preview(form, scope, now)
        except ValidationError:
            if scope is Scope.THIS:
                raise
            continue  # the rule has ended by then: there is nothing to move with it
        if series:
            expected = outlook(series, plan, now, session)
            odd = oddities.summary(session.trainer, expected.retimed)
            found.append(Choice(scope, label, expected, odd))
    return found


def _preview(form: MoveForm, scope: Scope, now: datetime) -> Plan:
    session = form.session
    return scopes.revise(session, form.changes, scope, now=now, seen=session.version, preview=True)


def _shown(request: TrainerRequest, status: int, outcome: str, context: dict[str, object]) -> JsonResponse:
    html = render_to_string("scheduling/_not_moved.html", context, request)
    return _answer(outcome, html, {"html": html}, status)


def _times(session: Session) -> dict[str, object]:
    start, end = wall(session.scheduled_start), wall(session.scheduled_end)
    return {"version": session.version, "start": start, "end": end}


def _answer(outcome: str, words: str, more: dict[str, object], status: int = 200) -> JsonResponse:
    plain = " ".join(unescape(strip_tags(words)).split())
    return JsonResponse({"outcome": outcome, "said": plain} | more, status=status)
