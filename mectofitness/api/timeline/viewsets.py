"""What the views of contract 002 do alike: a bearer token only, a part of a list, one object, wrapped."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from mectofitness.api.authentication import BearerAuthentication
from mectofitness.api.references import WRITTEN
from mectofitness.api.timeline import envelope, filters
from mectofitness.api.versions import etag
from mectofitness.api.viewsets import DialectView
from trainers.prepared import row_of


class TimelineDialect(DialectView, GenericViewSet):
    """Subclasses set what is read of an object, and what makes of it what is answered."""

    columns: Sequence[str]
    written: Callable[..., dict[str, Any]]
    envelope = envelope
    authentication_classes = (BearerAuthentication,)
    credentials = "a bearer token"
    lookup_field = "uuid"
    lookup_url_kwarg = "id"
    lookup_value_regex = WRITTEN

    def one(self, instance: Any) -> Response:
        data = self.written(*row_of(instance, self.columns))
        return Response(envelope.success(data), headers=etag(instance))

    def part(self, found: filters.Part, query: Mapping[str, Any]) -> Response:
        """The part of a list that `skip` and `take` of the query name."""
        rows, count = found
        part = {"skip": query["skip"], "take": query["take"], "count": count}
        return Response(envelope.success([self.written(*row) for row in rows], part))
