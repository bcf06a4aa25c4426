"""A trainer is away for some days: what is booked then goes to somebody else, as far as they are free."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from scheduling.desk_forms import SpanForm
from scheduling.domain import standing_in, wall_clock
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict, Taken
from scheduling.models import Session
from scheduling.views.desk.frame import CHANGE, TAKE_OFF, doing_for, trainer_with, why
from scheduling.views.oddities import oddities, remark
from scheduling.wording import called, day, days_off
from trainers.hours import take_time_off
from trainers.models import TimeOff, Trainer
from trainers.staff import may_administer, staff_required
from trainers.versions import Overtaken

# So many of the sessions are named when they have gone.
NAMED = 3


@dataclass(frozen=True)
class Line:
    """A session, what keeps whoever stands in from it, and else what they may not expect of its time."""

    session: Session
    taken: Taken | None
    odd: str


@dataclass(frozen=True)
class Shown:
    """What is booked in the days that were asked for, and whether whoever stands in has time."""

    days: Span
    by: Trainer | None
    lines: list[Line]
    off: TimeOff | None

    @property
    def free(self) -> int:
        return sum(not line.taken for line in self.lines)


@staff_required(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest, pk: int) -> HttpResponse:
    trainer, now = trainer_with(pk), timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    today = wall_clock.today(now, trainer.zone)
    form = SpanForm(trainer, sent if "first" in sent else None, initial={"first": today, "last": today})
    with timezone.override(trainer.zone):
        shown = _shown(trainer, form, now)
        if request.method == "POST" and shown and "off" in request.POST:
            return _take_off(request, trainer, shown, now)
        if request.method == "POST" and shown and shown.by:
            return _give(request, trainer, form, shown, shown.by, now)
        return _page(request, trainer, form, shown, now)


def _shown(trainer: Trainer, form: SpanForm, now: datetime) -> Shown | None:
    if not form.is_valid():
        return None
    start = wall_clock.day(form.cleaned_data["first"], trainer.zone)[0]
    end = wall_clock.day(form.cleaned_data["last"], trainer.zone)[1]
    by = form.cleaned_data["by"]
    found = standing_in.booked(trainer, by, start, end, now=now)
    odd = oddities(by, [each.session for each in found], to_staff=True) if by else [[]] * len(found)
    lines = zip(found, odd, strict=True)
    return Shown(
        Span(start, end),
        by,
        [Line(each.session, each.taken, remark(kinds) if kinds else "") for each, kinds in lines],
        trainer.time_off.filter(start__lte=start, end__gte=end).first(),
    )


def _give(
    request: HttpRequest, trainer: Trainer, form: SpanForm, shown: Shown, by: Trainer, now: datetime
) -> HttpResponse:
    chosen = set(request.POST.getlist("session"))
    sessions = [line.session for line in shown.lines if str(line.session.uuid) in chosen]
    versions = dict(_versions(request))
    if not sessions:
        messages.error(request, _("Nothing was chosen."))
        return _page(request, trainer, form, shown, now, status=400)
    try:
        with doing_for(request, trainer, now, to=by) as done:
            standing_in.give(sessions, by, versions, now=now)
            done.words = _gone(sessions, trainer, by, now)
    except Session.DoesNotExist:
        messages.error(request, _("One of them is not there any more"))
        return redirect(request.get_full_path())
    except (ValidationError, SchedulingConflict, Overtaken) as refusal:
        messages.error(request, format_html(_("Nothing was changed: {why}."), why=why(refusal)))
        return _page(request, trainer, form, shown, now, status=409)
    return redirect(request.get_full_path())


def _gone(sessions: Sequence[Session], trainer: Trainer, by: Trainer, now: datetime) -> SafeString:
    """Which they are, also for whoever finds it in a list later."""
    words = ngettext(
        "{n} session of {trainer} goes to {by}: {which}.",
        "{n} sessions of {trainer} go to {by}: {which}.",
        len(sessions),
    )
    named = [(called(it.title, it.client), day(it.scheduled_start, now)) for it in sessions[:NAMED]]
    which = format_html_join("; ", "{}, {}", named)
    if len(sessions) > NAMED:
        which = format_html("{}; …", which)
    names = {"trainer": trainer.full_name, "by": by.full_name}
    return format_html(words, n=len(sessions), which=which, **names)


def _take_off(request: HttpRequest, trainer: Trainer, shown: Shown, now: datetime) -> HttpResponse:
    """So that nothing more is offered in these days; what is booked in them stays."""
    if not may_administer(request.user, TAKE_OFF):
        raise PermissionDenied(_("Your role does not allow this."))
    if not shown.off:
        with doing_for(request, trainer, now) as done:
            off = take_time_off(trainer, {"start": shown.days.start, "end": shown.days.end})
            words = _("{name} has time off: {days}.")
            done.words = format_html(words, name=trainer.full_name, days=days_off(off, now))
    return redirect(request.get_full_path())


def _versions(request: HttpRequest) -> Iterator[tuple[UUID, int]]:
    """The versions of the sessions that the page has shown."""
    for text in request.POST.getlist("seen"):
        uuid, __, version = text.partition("/")
        with suppress(ValueError):
            yield UUID(uuid), int(version)


def _page(
    request: HttpRequest,
    trainer: Trainer,
    form: SpanForm,
    shown: Shown | None,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    context = {
        "section": "desk",
        "trainer": trainer,
        "form": form,
        "shown": shown,
        "may_take_off": may_administer(request.user, TAKE_OFF),
        "now": now,
    }
    return render(request, "desk/away.html", context, status=status)
