"""Contract 001's pages: `page`, `per_page`, and what it says of them."""

from typing import Any

from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api import paging
from mectofitness.api.crm import envelope
from mectofitness.api.fields import Input, WholeNumberField


class PageQuery(Input):
    page = WholeNumberField(default=1, min_value=1, help_text="Page number for pagination.")
    per_page = WholeNumberField(
        default=20,
        min_value=1,
        help_text="Items per page (max: 100); more is read as 100.",
    )


class PaginationData(serializers.Serializer):
    page = serializers.IntegerField(min_value=1)
    per_page = serializers.IntegerField(min_value=1, max_value=paging.MOST)
    total_pages = serializers.IntegerField(min_value=0)
    total_items = serializers.IntegerField(min_value=0)
    has_next = serializers.BooleanField()
    has_prev = serializers.BooleanField()


class Pagination(BasePagination):
    """Beyond the last page there is nothing, which is no error. The view's `list_name` names the list."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        query = view.query(PageQuery)
        self.name = view.list_name
        self.page, self.per_page = query["page"], min(query["per_page"], paging.MOST)
        rows, self.total = paging.part(queryset, (self.page - 1) * self.per_page, self.per_page)
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        pages = -(-self.total // self.per_page)
        pagination = {
            "page": self.page,
            "per_page": self.per_page,
            "total_pages": pages,
            "total_items": self.total,
            "has_next": self.page < pages,
            "has_prev": self.page > 1,
        }
        return Response(envelope.success({self.name: data, "pagination": pagination}))
