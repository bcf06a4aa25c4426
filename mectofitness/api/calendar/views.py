"""Contract 000: a range of the trainer's sessions; book, change and cancel one."""

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api.acting import may_act, with_key
from mectofitness.api.calendar import envelope, rows, schema
from mectofitness.api.calendar.serializers import (
    RangeBody,
    SessionBody,
    SessionChanges,
    SessionData,
)
from mectofitness.api.retries import once_per_key
from mectofitness.api.versions import etag, seen
from mectofitness.api.viewsets import DialectView
from scheduling.domain import booking, listing
from scheduling.models import Session
from trainers.models import Trainer


class CalendarView(DialectView):
    envelope = envelope
    model = Session
    deeds: ClassVar = {**DialectView.deeds, "DELETE": "change"}
    names = {
        "client": "client_id",
        "title": "session_type",
        "scheduled_start": "start_time",
        "scheduled_end": "end_time",
    }


class RangeView(CalendarView):
    @cached_property
    def trainer(self) -> Trainer:
        """By uuid or id: the asker, or for staff any. 403 for another trainer, 404 for none."""
        key, own = self.kwargs["key"], getattr(self.request.user, "trainer", None)
        found = own if own and key.lower() in {str(own.uuid), str(own.pk)} else with_key(key).first()
        if found is None:
            raise NotFound("Trainer not found")
        if not may_act(self.request.user, found, self.right("view")):
            raise PermissionDenied("You do not have permission to view this trainer")
        return found

    @schema.in_range
    def post(self, request: Request, key: str) -> Response:
        asked = self.body(RangeBody).values()
        span = asked["start_range"], asked["end_range"]
        found = listing.in_range(self.trainer, *span, rows.COLUMNS, now=timezone.now())
        return Response([rows.in_range(*row) for row in found])


class SessionsView(CalendarView):
    @schema.create
    @once_per_key
    def post(self, request: Request) -> Response:
        values, errors = self.body(SessionBody).read()
        session = booking.book(self.trainer, _typed(values), now=timezone.now(), errors=errors)
        return Response(SessionData(session).data, status=201, headers=etag(session))


class SessionView(CalendarView):
    @schema.update
    def patch(self, request: Request, uuid: UUID) -> Response:
        session = self.own_session(uuid=uuid)
        values, errors = self.body(SessionChanges, partial=True).read()
        if not (values.get("description") or session.description):
            values.pop("description", None)  # one that was never written is answered as an empty one
        changes = values if values.get("title") == session.title else _typed(values)
        session = booking.revise(
            session, changes, now=timezone.now(), errors=errors, seen=seen(request, session)
        )
        return Response(SessionData(session).data, headers=etag(session))

    @schema.cancel
    def delete(self, request: Request, uuid: UUID) -> Response:
        session = self.own_session(uuid=uuid)
        session = booking.cancel(session, now=timezone.now(), seen=seen(request, session))
        return Response({"message": "session has been cancelled"}, headers=etag(session))


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """With the CRM's type of the session: the text, where it is one of the five, else personal."""
    if "title" not in values:
        return values
    known = values["title"] in Session.Type.values
    return values | {"session_type": values["title"] if known else Session.Type.PERSONAL}
