"""Contract 002: what takes place, once or again and again, on the timelines of the trainer who asks."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api.retries import once_per_key
from mectofitness.api.timeline import filters, rows, schema
from mectofitness.api.timeline.serializers import SessionBody
from mectofitness.api.timeline.viewsets import TimelineDialect
from mectofitness.api.versions import seen
from scheduling.domain import series
from scheduling.models import Series


@schema.sessions
class SessionViewSet(TimelineDialect):
    """A session of the contract is a `Series` here; a `Session` is one appointment of it."""

    names = {
        "timeline": "timelineId",
        "title": "name",
        "start": "startDateTime",
        "end": "endDateTime",
        "cycle": "repeatCycleType",
        "day": "recurringDayOfWeek",
        "interval": "repeatInterval",
        "until": "repeatUntil",
        "count": "repeatCount",
    }
    model = Series
    queryset = Series.objects.all()
    columns = rows.SESSION
    written = staticmethod(rows.session)

    def list(self, request: Request) -> Response:
        query = self.query(filters.SessionQuery)
        return self.part(filters.sessions(self.trainer, query), query)

    def retrieve(self, request: Request, id: str) -> Response:
        return self.one(self._series(id))

    @once_per_key
    def create(self, request: Request) -> Response:
        values, errors = self.body(SessionBody).read()
        return self.one(series.create(self.trainer, values, now=timezone.now(), errors=errors))

    def partial_update(self, request: Request, id: str) -> Response:
        stored = self._series(id)
        values, errors = self.body(SessionBody, partial=True, series=stored, zone=stored.zone).read()
        revised = series.revise(stored, values, now=timezone.now(), errors=errors, seen=seen(request, stored))
        return self.one(revised)

    def destroy(self, request: Request, id: str) -> Response:
        stored = self._series(id)
        return self.one(series.remove(stored, now=timezone.now(), seen=seen(request, stored)))

    def _series(self, uuid: str) -> Series:
        found: Series = self.own(
            Series.objects.present().select_related("trainer", "timeline"), "session", uuid=uuid
        )
        return found
