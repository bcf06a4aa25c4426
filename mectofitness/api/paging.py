"""A part of a list, whatever a dialect calls its pages: at most a hundred, and nothing beyond the end."""

from typing import Any

from django.db.models import QuerySet

MOST = 100


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
