"""The form that filters the calendar: a page of its own, and what opens in the toolbar's menu."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.domain import wall_clock
from scheduling.models import Session
from scheduling.views.calendar import VIEWS, address, address_now, day_of
from scheduling.views.filters import Filters
from trainers.access import TrainerRequest, trainer_required
from trainers.models import Trainer

# Where a trainer has been lately; any other place can be typed.
LATELY = timedelta(days=366)
MOST_PLACES = 30


@trainer_required
@require_safe
def choose(request: TrainerRequest) -> HttpResponse:
    """Of the view and the day in the address; the form leads to them."""
    trainer, now = request.trainer, timezone.now()
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "week"
    day = day_of(request.GET.get("day", "")) or wall_clock.today(now, trainer.zone)
    filters = Filters.of(request)
    clients = trainer.clients.active().in_order()
    context = {
        "section": "calendar",
        "action": address_now(view),
        "day": day,
        "back": address(view, day, filters.query),
        "unfiltered": address(view, day),
        "filters": filters,
        "client_choices": clients.only("uuid", "trainer", "first_name", "last_name"),
        "types": Session.Type.choices,
        "statuses": Session.Status.choices,
        "places": _places(trainer),
    }
    is_menu = request.headers.get("HX-Request") == "true"
    template = "_filter_form" if is_menu else "filters"
    return render(request, f"scheduling/{template}.html", context)


def _places(trainer: Trainer) -> list[str | None]:
    lately = Session.objects.for_trainer(trainer).filter(scheduled_start__gte=timezone.now() - LATELY)
    places = lately.exclude(location=None).exclude(location="").order_by("location")
    return list(places.values_list("location", flat=True).distinct()[:MOST_PLACES])
