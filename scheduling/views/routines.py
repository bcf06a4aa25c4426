"""What takes place on timelines, and when next: for the lists and the pages of timelines and of clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduling.domain import horizon, recurrence
from scheduling.models import Series, Session, Timeline
from scheduling.models.timeline import TimelineQuerySet

REPEATING, ONCE = gettext_noop("Repeating"), gettext_noop("Once")
NO_TIME, OVER = gettext_noop("No time yet"), gettext_noop("Over")
# In the order in which they are shown.
KINDS = (REPEATING, ONCE, NO_TIME, OVER)


@dataclass(frozen=True)
class Item:
    """A series, and its next session; `next_start` alone where that is not stored yet."""

    series: Series
    next_start: datetime | None
    next_uuid: Any

    @property
    def is_placeholder(self) -> bool:
        return self.series.start is None

    @property
    def is_over(self) -> bool:
        return self.series.start is not None and self.next_start is None


@dataclass(frozen=True)
class Routine:
    """A timeline with what takes place on it, what comes next first."""

    timeline: Timeline
    items: list[Item]

    @property
    def next_start(self) -> datetime | None:
        return self.items[0].next_start if self.items else None

    @property
    def current(self) -> list[Item]:
        return [item for item in self.items if not item.is_over]

    @property
    def groups(self) -> list[tuple[str, list[Item]]]:
        kinds: dict[str, list[Item]] = {}
        for item in self.items:
            kinds.setdefault(_kind(item), []).append(item)
        return [(_(name), kinds[name]) for name in KINDS if name in kinds]


def with_series(timelines: TimelineQuerySet, now: datetime) -> QuerySet[Timeline]:
    """The timelines with their clients and series, in two queries; for routines_of()."""
    coming = Session.objects.filter(series=OuterRef("pk")).to_come(now).in_order()
    series = Series.objects.present().annotate(
        next_start=Subquery(coming.values("scheduled_start")[:1]),
        next_uuid=Subquery(coming.values("uuid")[:1]),
    )
    prefetch = Prefetch("series", queryset=series.order_by("id"), to_attr="shown_series")
    return timelines.select_related("client").prefetch_related(prefetch)


def routines_of(timelines: Iterable[Timeline], now: datetime) -> list[Routine]:
    """What with_series() read."""
    return [_routine(timeline, now) for timeline in timelines]


def _routine(timeline: Any, now: datetime) -> Routine:
    items = [_item(series, now) for series in timeline.shown_series]
    return Routine(timeline, sorted(items, key=_in_order))


def _item(series: Any, now: datetime) -> Item:
    start = series.next_start
    if start is None and series.laid_out_until:
        found = recurrence.of_series(series, now, now + horizon.FURTHEST)
        start = next((each.start for each in found if each.start >= series.laid_out_until), None)
    return Item(series, start, series.next_uuid)


def _in_order(item: Item) -> tuple[bool, bool, float, int]:
    """What comes next first; then what has no time yet, then what is over."""
    timestamp = item.next_start.timestamp() if item.next_start else 0.0
    return item.is_over, item.is_placeholder, timestamp, item.series.pk


def _kind(item: Item) -> str:
    if item.is_over:
        return OVER
    if item.is_placeholder:
        return NO_TIME
    return REPEATING if item.series.repeats else ONCE
