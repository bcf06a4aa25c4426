"""The numbers: how a period went, against the one before it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
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
    (trained, planned), trained_then = charts.hours_of(now), charts.hours_of(then)[0]
    clients = reverse("clients")
    added = f"status=all&added_from={period.first}&added_to={period.last}"
    return [
        Tile(_("Sessions"), str(now.total), _("whatever came of them"), str(then.total), sessions_of(period)),
        Tile(
            _("Completed"),
            _percent(now.completion_percent),
            _("%(count)s of %(total)s that are settled")
            % {"count": now.statuses[COMPLETED], "total": now.settled},
            _percent(then.completion_percent),
            sessions_of(period, status=[COMPLETED.value, CANCELLED.value, NO_SHOW.value]),
        ),
        Tile(
            _("No-shows"),
            _percent(now.no_show_percent),
            _("%(count)s of %(total)s that were not called off")
            % {"count": now.statuses[NO_SHOW], "total": now.due},
            _percent(then.no_show_percent),
            sessions_of(period, status=NO_SHOW.value),
        ),
        Tile(
            _("Hours trained"),
            _hours(trained),
            _("%(hours)s were planned") % {"hours": _hours(planned)},
            _hours(trained_then),
            sessions_of(period, status=COMPLETED.value),
        ),
        Tile(
            _("New clients"),
            str(now.new_clients),
            pgettext("new clients", "added"),
            str(then.new_clients),
            f"{clients}?{added}",
        ),
        Tile(
            _("Not seen lately"),
            str(found.not_seen),
            _("active clients, for three weeks until today"),
            "",
            f"{clients}?seen=long-ago",
        ),
    ]


def _hours(number: float) -> str:
    return number_format(round(number, 1), 1)


def _percent(number: int | None) -> str:
    return "–" if number is None else f"{number} %"
