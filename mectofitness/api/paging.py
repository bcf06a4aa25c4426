"""A part of a list, whatever a dialect calls its pages: at most a hundred, and nothing beyond the end."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, QuerySet, Subquery

from trainers.prepared import Prepared

MOST = 100


class Parts:
    """Of a trainer's list, made into SQL once: a part, and how many there are in all.

    `objects` is a function that answers the queryset in its order, with what is not known yet as `Given`.
    """

    def __init__(self, objects: Callable[[], QuerySet[Any]], columns: Sequence[str]) -> None:
        self.total = Prepared(lambda: _total(objects()))
        self.rows = Prepared(
            lambda: objects().annotate(total=Subquery(_total(objects()))).values_list(*columns, "total")
        )

    def __call__(self, start: int, length: int, /, **given: Any) -> tuple[list[Sequence[Any]], int]:
        """The columns of at most `length` from `start` on, and how many there are."""
        # The database's integers end, and before that everything that is listed has.
        rows = self.rows((min(start, 2**63 - 1), length), **given)
        if rows:
            return [row[:-1] for row in rows], rows[0][-1]
        counted = self.total(**given) if start else []
        return [], counted[0][0] if counted else 0


def _total(objects: QuerySet[Any]) -> QuerySet[Any, Any]:
    return objects.order_by().values("trainer").annotate(total=Count("pk")).values_list("total")


def part(objects: QuerySet[Any], start: int, length: int) -> tuple[list[Any], int]:
    """Those from `start` on, at most `length`, and how many there are in all."""
    total = objects.count()
    # An offset beyond the end may be larger than the database's integers.
    if start >= total:
        return [], total
    found = list(objects[start : start + length])
    # Somebody may have written since they were counted: the number must not contradict what is shown.
    reached = start + len(found)
    return found, reached if len(found) < length else max(total, reached)
