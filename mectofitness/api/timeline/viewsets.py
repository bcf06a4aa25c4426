"""What the views of contract 002 do alike: a bearer token only, a part of a list, one object, wrapped."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from mectofitness.api import paging
from mectofitness.api.authentication import BearerAuthentication
from mectofitness.api.references import WRITTEN
from mectofitness.api.timeline import envelope
from mectofitness.api.versions import etag
from mectofitness.api.viewsets import DialectView


class TimelineDialect(DialectView, GenericViewSet):
    """Subclasses set `serializer_class`, which writes what is answered."""

    envelope = envelope
    authentication_classes = (BearerAuthentication,)
    credentials = "a bearer token"
    lookup_field = "uuid"
    lookup_url_kwarg = "id"
    lookup_value_regex = WRITTEN

    def one(self, instance: Any) -> Response:
        return Response(envelope.success(self._data(instance)), headers=etag(instance))

    def part(self, objects: QuerySet[Any], query: Mapping[str, Any]) -> Response:
        """The part of the objects that `skip` and `take` of the query name."""
        skip, take = query["skip"], min(query["take"], paging.MOST)
        found, count = paging.part(objects, skip, take)
        return Response(
            envelope.success(self._data(found, many=True), {"skip": skip, "take": take, "count": count})
        )

    def _data(self, instance: Any, **options: Any) -> Any:
        return self.get_serializer_class()(instance, **options).data
