"""The years, months and days of a list in the admin, from its first date to its last.

Django's own date_hierarchy looks every row over for those that have something in them.
"""

from datetime import date, datetime
from itertools import takewhile
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("admin/date_hierarchy.html")
def list_dates(cl: Any) -> dict[str, Any]:
    """What can be chosen next, and the way back, as the template of Django's own wants it."""
    chosen = [int(cl.params[key]) for key in takewhile(cl.params.__contains__, _keys(cl))]
    if len(chosen) == 3:
        choices = [{"title": _title(chosen)}]
    else:
        choices = [_step(cl, place) for place in _within(chosen, _ends(cl))]
    return {"show": True, "back": _step(cl, chosen[:-1]) if chosen else None, "choices": choices}


def _keys(cl: Any) -> list[str]:
    return [f"{cl.date_hierarchy}__{part}" for part in ("year", "month", "day")]


def _ends(cl: Any) -> tuple[date, date] | None:
    """The days of the first and of the last in the list."""
    if not cl.result_count:
        return None
    first, last = (timezone.localtime(time).date() for time in _first_and_last(cl, cl.date_hierarchy))
    return first, last


def _first_and_last(cl: Any, field: str) -> tuple[datetime, datetime]:
    """Each by one look into an index; of what a search has found, which is little, by a look at all."""
    times = cl.queryset.values_list(field, flat=True)
    if cl.query:
        found = list(times)
        return min(found), max(found)
    return times.order_by(field, "pk")[0], times.order_by(f"-{field}", "-pk")[0]


def _within(chosen: list[int], ends: tuple[date, date] | None) -> list[list[int]]:
    """The next smaller spans of what is chosen, from the first day to the last."""
    if ends is None:
        return []
    part = ("year", "month", "day")[len(chosen)]
    first, last = (getattr(day, part) for day in ends)
    return [[*chosen, each] for each in range(first, last + 1)]


def _step(cl: Any, place: list[int]) -> dict[str, str]:
    """A link to a span: [2027], [2027, 6] or [2027, 6, 8]; [] is all."""
    link = cl.get_query_string(dict(zip(_keys(cl), place, strict=False)), [f"{cl.date_hierarchy}__"])
    return {"link": link, "title": _title(place)}


def _title(place: list[int]) -> str:
    match place:
        case []:
            return _("All dates")
        case [year]:
            return str(year)
        case [year, month]:
            return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
    return date_format(date(*place), "MONTH_DAY_FORMAT")
