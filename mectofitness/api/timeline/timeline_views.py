"""The timelines of the trainer who asks, in contract 002's wrapper."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api.retries import once_per_key
from mectofitness.api.timeline import filters, rows, schema
from mectofitness.api.timeline.timeline_serializers import TimelineBody
from mectofitness.api.timeline.viewsets import TimelineDialect
from mectofitness.api.versions import seen
from scheduling.domain import timelines
from scheduling.models import Timeline


@schema.timelines
class TimelineViewSet(TimelineDialect):
    names = {"client": "clientId"}
    model = Timeline
    queryset = Timeline.objects.all()
    columns = rows.TIMELINE
    written = staticmethod(rows.timeline)

    def list(self, request: Request) -> Response:
        query = self.query(filters.TimelineQuery)
        return self.part(filters.timelines(self.trainer, query), query)

    def retrieve(self, request: Request, id: str) -> Response:
        return self.one(self._timeline(id))

    @once_per_key
    def create(self, request: Request) -> Response:
        values, errors = self.body(TimelineBody).read()
        return self.one(timelines.create(self.trainer, values, now=timezone.now(), errors=errors))

    def partial_update(self, request: Request, id: str) -> Response:
        timeline = self._timeline(id)
        changes, errors = self.body(TimelineBody, partial=True).read()
        revised = timelines.revise(
            timeline, changes, now=timezone.now(), errors=errors, seen=seen(request, timeline)
        )
        return self.one(revised)

    def destroy(self, request: Request, id: str) -> Response:
        timeline = self._timeline(id)
        return self.one(timelines.remove(timeline, now=timezone.now(), seen=seen(request, timeline)))

    def _timeline(self, uuid: str) -> Timeline:
        found: Timeline = self.own(Timeline.objects.present().select_related("trainer", "client"), uuid=uuid)
        return found
