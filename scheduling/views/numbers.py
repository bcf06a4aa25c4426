"""The numbers: how a period went, against the one before it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling import charts
from scheduling.charts import sessions_of
from scheduling.domain import wall_clock
from scheduling.domain.statistics import Report, report
from scheduling.listing_forms import PeriodForm
from scheduling.models import Session
from trainers.access import TrainerRequest, trainer_required

COMPLETED, CANCELLED, NO_SHOW = Session.Status.COMPLETED, Session.Status.CANCELLED, Session.Status.NO_SHOW


@dataclass(frozen=True)
class Tile:
    """A number, what it counts in words, what it was before, and where those that it counts are."""

    label: str
    value: str
    words: str
    then: str
    link: str


@trainer_required
@require_safe
def show(request: TrainerRequest) -> HttpResponse:
    trainer, now = request.trainer, timezone.now()
    form = PeriodForm(request.GET)
    period = form.chosen(wall_clock.today(now, trainer.zone), trainer.week_starts_on)
    found = report(trainer, period, now=now)
    context = {
        "section": "numbers",
        "form": form,
        "name": form.name,
        "names": PeriodForm.NAMES,
        "report": found,
        "tiles": _tiles(found),
        "statuses": charts.bars(
            period, "status", Session.Status.choices, found.now.statuses, found.then.statuses
        ),
        "types": charts.bars(period, "type", Session.Type.choices, found.now.types, found.then.types),
        "columns": charts.columns(found, trainer.week_starts_on),
        "height": charts.HEIGHT,
        "stack": [(status.value, status.label) for status in charts.STACK],
        "hours": [
            (charts.day_of_weekday(weekday), cells)
            for weekday, cells in charts.hours(found, trainer.week_starts_on)
        ],
    }
    return render(request, "scheduling/numbers.html", context)


def _tiles(found: Report) -> list[Tile]:
    period, now, then = found.period, found.now, found.then
    (trained, planned), (trained_then, _) = charts.hours_of(now), charts.hours_of(then)
    clients = reverse("clients")
    added = f"status=all&added_from={period.first}&added_to={period.last}"
    return [
        Tile("Sessions", str(now.total), "whatever came of them", str(then.total), sessions_of(period)),
        Tile(
            "Completed",
            _percent(now.completion_percent),
            f"{now.statuses[COMPLETED]} of {now.settled} that are settled",
            _percent(then.completion_percent),
            sessions_of(period, status=[COMPLETED.value, CANCELLED.value, NO_SHOW.value]),
        ),
        Tile(
            "No-shows",
            _percent(now.no_show_percent),
            f"{now.statuses[NO_SHOW]} of {now.due} that were not called off",
            _percent(then.no_show_percent),
            sessions_of(period, status=NO_SHOW.value),
        ),
        Tile(
            "Hours trained",
            f"{trained:.1f}",
            f"{planned:.1f} were planned",
            f"{trained_then:.1f}",
            sessions_of(period, status=COMPLETED.value),
        ),
        Tile("New clients", str(now.new_clients), "added", str(then.new_clients), f"{clients}?{added}"),
        Tile(
            "Not seen lately",
            str(found.not_seen),
            "active clients, for three weeks until today",
            "",
            f"{clients}?seen=long-ago",
        ),
    ]


def _percent(number: int | None) -> str:
    return "–" if number is None else f"{number} %"
