"""A day at the desk: all trainers side by side, and who is free at a time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling import desk, week_layout
from scheduling.desk import DeskDay, Opening
from scheduling.desk_forms import WhenForm
from scheduling.domain import wall_clock
from scheduling.views.calendar import DAY, day_of, in_bounds
from scheduling.views.desk.frame import SEE, client_named
from trainers.staff import staff_required


@dataclass(frozen=True)
class Asked:
    """Who is free from `start` on for `length`."""

    start: datetime
    length: timedelta
    kind: str
    openings: list[Opening]


@staff_required(SEE)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """To the day that is asked for (`?day=`), or to today on the clock of most trainers."""
    zone = desk.zone_of_desk()
    wanted = day_of(request.GET.get("day", "")) or wall_clock.today(timezone.now(), zone)
    query = f"?client={who.uuid}" if (who := client_named(request.GET.get("client", ""))) else ""
    return redirect(f"{reverse('desk-day', args=[wanted])}{query}")


@staff_required(SEE)
@require_safe
def show(request: HttpRequest, day: date) -> HttpResponse:
    now = timezone.now()
    shown = DeskDay(day, now)
    form = WhenForm(request.GET if "at" in request.GET else None)
    with timezone.override(shown.zone):
        board = shown.board(whole="whole" in request.GET)
        context = {
            "section": "desk",
            "day": day,
            "today": wall_clock.today(now, shown.zone),
            "previous": in_bounds(day - DAY),
            "next": in_bounds(day + DAY),
            "zone": shown.zone.key,
            "noon": shown.whole.start + (shown.whole.end - shown.whole.start) / 2,
            "board": board,
            "now_row": week_layout.row_of(now, board.hours, shown.zone),
            "form": form,
            "asked": _asked(form, shown),
            "who": client_named(request.GET.get("client", "")),
            "now": now,
        }
        return render(request, "desk/day.html", context)


def _asked(form: WhenForm, shown: DeskDay) -> Asked | None:
    """The answer to the form; None where it asks nothing, or cannot be read."""
    if not form.is_valid():
        return None
    try:
        start = form.start(shown.day, shown.zone)
    except ValidationError as error:
        form.add_error("at", error)
        return None
    openings = shown.openings(start, form.length)
    return Asked(start, form.length, form.cleaned_data["kind"] or "personal", openings)
