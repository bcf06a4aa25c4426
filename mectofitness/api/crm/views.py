"""Contract 001: the sessions of the trainer who asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from mectofitness.api.acting import NOT_ALLOWED, may_act
from mectofitness.api.crm import envelope, schema
from mectofitness.api.crm.filters import PeriodFilter, SessionFilter
from mectofitness.api.crm.pagination import Pagination
from mectofitness.api.crm.scope_serializers import PreviewData, ScopedDeleteQuery, ScopeQuery
from mectofitness.api.crm.serializers import (
    AvailabilityData,
    AvailabilityQuery,
    CancelledData,
    IncludeQuery,
    SessionBody,
    SessionChanges,
    SessionData,
    SortQuery,
)
from mectofitness.api.retries import once_per_key
from mectofitness.api.versions import etag, seen
from mectofitness.api.viewsets import DialectView
from scheduling.domain import availability, booking, scopes, statistics, wall_clock
from scheduling.domain.plans import Plan
from scheduling.domain.scopes import Scope
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet

RELATED = {"client": "client", "trainer": "trainer__user"}


@schema.sessions
class SessionViewSet(DialectView, GenericViewSet):
    envelope = envelope
    model = Session
    deeds: ClassVar = {**DialectView.deeds, "DELETE": "change"}
    names = {"client": "client_id"}
    list_name = "sessions"
    pagination_class = Pagination
    queryset = Session.objects.all()
    serializer_class = SessionData
    filterset_class = SessionFilter
    lookup_value_regex = "[0-9]{1,18}"

    def list(self, request: Request) -> Response:
        included = self._included()
        sort = self.query(SortQuery)
        sessions = _with_related(self._filtered(), included)
        sessions = sessions.sorted_by(sort["sort_by"], descending=sort["sort_order"] == "desc")
        page = self.paginate_queryset(sessions)
        return self.get_paginated_response(self._data(page, included, many=True))

    def retrieve(self, request: Request, pk: str) -> Response:
        included = self._included()
        session = self._session(pk, *included)
        return Response(envelope.success(self._data(session, included)), headers=etag(session))

    @once_per_key
    def create(self, request: Request) -> Response:
        values, errors = self.body(SessionBody).read()
        session = booking.book(self.trainer, values, now=timezone.now(), errors=errors)
        answer = envelope.success(self._data(session, ["client"]), "Session created successfully")
        return Response(answer, status=201, headers=etag(session))

    def update(self, request: Request, pk: str) -> Response:
        return self._revise(pk, partial=False)

    def partial_update(self, request: Request, pk: str) -> Response:
        return self._revise(pk, partial=True)

    def destroy(self, request: Request, pk: str) -> Response:
        query, now = self.query(ScopedDeleteQuery), timezone.now()
        session, scope = self._session(pk), Scope(query["scope"])
        if query["permanent"] and not may_act(request.user, self.trainer, self.right("delete")):
            raise PermissionDenied(NOT_ALLOWED)
        plan = scopes.cancel(
            session,
            scope,
            now=now,
            seen=seen(request, session),
            permanent=query["permanent"],
            preview=query["dry_run"],
        )
        if query["dry_run"]:
            return self._preview(plan, now)
        if query["permanent"]:
            return Response(envelope.success(message="Session permanently deleted"))
        cancelled = cast(Session, plan.session)
        data = CancelledData(cancelled, context=self.get_serializer_context()).data
        return Response(envelope.success(data, "Session cancelled successfully"), headers=etag(cancelled))

    @action(detail=False, filterset_class=PeriodFilter)
    def stats(self, request: Request) -> Response:
        return Response(envelope.success(statistics.summarize(self._filtered(), now=timezone.now())))

    @action(detail=False, filterset_class=None)
    def availability(self, request: Request) -> Response:
        query = self.query(AvailabilityQuery)
        now, duration = timezone.now(), timedelta(minutes=query["duration"])
        day = query.get("date") or wall_clock.today(now, self.trainer.zone)
        found = availability.of_day(self.trainer, day, duration, now=now)
        data = {
            "date": day,
            "requested_duration": query["duration"],
            "available_slots": found.slots,
            "booked_sessions": found.booked,
        }
        answer = AvailabilityData(data, context=self.get_serializer_context()).data
        return Response(envelope.success(answer))

    def _filtered(self) -> SessionQuerySet:
        sessions: Any = self.filter_queryset(Session.objects.for_trainer(self.trainer))
        return sessions

    def _session(self, pk: str, *related: str) -> Session:
        return self.own(Session.objects.select_related("trainer", *related), pk=int(pk))

    def _revise(self, pk: str, *, partial: bool) -> Response:
        query, now = self.query(ScopeQuery), timezone.now()
        session, scope = self._session(pk, "client"), Scope(query["scope"])
        values, errors = self.body(SessionChanges, partial=partial, client=session.client).read()
        plan = scopes.revise(
            session,
            values,
            scope,
            now=now,
            errors=errors,
            seen=seen(self.request, session),
            preview=query["dry_run"],
        )
        if query["dry_run"]:
            return self._preview(plan, now)
        revised = cast(Session, plan.session)
        answer = envelope.success(self._data(revised), "Session updated successfully")
        return Response(answer, headers=etag(revised))

    def _preview(self, plan: Plan, now: datetime) -> Response:
        data = PreviewData(plan, context=self.get_serializer_context() | {"now": now}).data
        return Response(envelope.success(data, "Nothing was changed: this is a preview"))

    def _included(self) -> Sequence[str]:
        """The names of the related objects that the caller wants to see."""
        flags = self.query(IncludeQuery)
        return [name for name in ("client", "trainer") if flags[f"include_{name}"]]

    def _data(self, sessions: Any, included: Sequence[str] = (), **options: Any) -> Any:
        context = self.get_serializer_context() | {"include": included}
        return SessionData(sessions, context=context, **options).data


def _with_related(sessions: SessionQuerySet, included: Sequence[str]) -> SessionQuerySet:
    """The sessions with what the answer includes, read in the same query."""
    # Without a name select_related() would join every table there is.
    return sessions.select_related(*(RELATED[name] for name in included)) if included else sessions
