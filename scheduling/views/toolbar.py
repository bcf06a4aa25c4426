"""What stands around each view of the calendar: other views, steps, filters, saved views, a small month."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import BigAutoField
from django.urls import reverse

from scheduling.models import SavedView
from scheduling.views import mini_month
from scheduling.views.calendar import VIEWS, Shown, address, address_now
from trainers.access import TrainerRequest
from trainers.prepared import Given, Prepared

# The keys that lead to them: see scheduling.views.shortcuts.
SHORTCUTS = {"day": "d", "week": "w", "work-week": "x", "month": "m", "agenda": "a"}


@dataclass(frozen=True)
class Link:
    """A place in the toolbar to go to."""

    label: str
    address: str
    is_current: bool = False
    shortcut: str = ""


@dataclass(frozen=True)
class ChipLink:
    """A filter, and the address of the page without it."""

    kind: str
    label: str
    address: str


def context(request: TrainerRequest, shown: Shown) -> dict[str, object]:
    """For the template of any view."""
    view, filters = shown.view, shown.filters
    return {
        "view": view,
        "shown": shown,
        "today": shown.today,
        "now": shown.now,
        "switch": [
            Link(str(label), address(name, shown.day, filters.query), name == view, SHORTCUTS[name])
            for name, label in VIEWS.items()
        ],
        "previous": shown.previous and address(view, shown.previous, filters.query),
        "next": shown.next and address(view, shown.next, filters.query),
        "today_address": address_now(view, filters.query),
        "here": address(view, shown.own_day, filters.query),
        "chips": [
            ChipLink(chip.kind, chip.label, address(view, shown.own_day, chip.query))
            for chip in filters.chips
        ],
        "unfiltered": address(view, shown.own_day),
        "filter_address": _filter_address(shown),
        "saved_views": [
            Link(
                name,
                address_now(saved, query),
                (saved, query) == (view, filters.query),
            )
            for name, saved, query in _saved_views(trainer=request.trainer.pk)
        ],
        "mini": mini_month.of(request, shown),
    }


_saved_views = Prepared(
    lambda: SavedView.objects.filter(trainer=Given("trainer", BigAutoField())).values_list(
        "name", "view", "query"
    )
)


def _filter_address(shown: Shown) -> str:
    asked = [("view", shown.view), ("day", shown.own_day.isoformat()), *shown.filters.pairs]
    return f"{reverse('calendar-filters')}?{urlencode(asked)}"
