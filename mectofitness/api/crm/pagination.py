"""Contract 001's pages: `page`, `per_page`, and what it says of them."""

from typing import Any

from rest_framework import serializers

from mectofitness.api import paging
from mectofitness.api.fields import Input, WholeNumberField


class PageQuery(Input):
    page = WholeNumberField(default=1, min_value=1, help_text="Page number for pagination.")
    per_page = WholeNumberField(
        default=20,
        min_value=1,
        help_text="Items per page (max: 100); more is read as 100.",
    )

    def values(self) -> dict[str, Any]:
        """With `start`, how many come before the page."""
        values = super().values()
        length = min(values["per_page"], paging.MOST)
        return values | {"per_page": length, "start": (values["page"] - 1) * length}


class PaginationData(serializers.Serializer):
    page = serializers.IntegerField(min_value=1)
    per_page = serializers.IntegerField(min_value=1, max_value=paging.MOST)
    total_pages = serializers.IntegerField(min_value=0)
    total_items = serializers.IntegerField(min_value=0)
    has_next = serializers.BooleanField()
    has_prev = serializers.BooleanField()


def pagination(query: dict[str, Any], total: int) -> dict[str, Any]:
    """Beyond the last page there is nothing, which is no error."""
    page, length = query["page"], query["per_page"]
    pages = -(-total // length)
    return {
        "page": page,
        "per_page": length,
        "total_pages": pages,
        "total_items": total,
        "has_next": page < pages,
        "has_prev": page > 1,
    }
