"""Contract 001: the sessions of the trainer who asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from mectofitness.api.acting import NOT_ALLOWED, may_act
from mectofitness.api.crm import envelope, rows, schema
from mectofitness.api.crm.filters import Like, PeriodFilter, SessionFilter
from mectofitness.api.crm.pagination import PageQuery, pagination
from mectofitness.api.crm.scope_serializers import PreviewData, ScopedDeleteQuery, ScopeQuery
from mectofitness.api.crm.serializers import (
    AvailabilityQuery,
    CancelledData,
    IncludeQuery,
    SessionBody,
    SessionChanges,
    SortQuery,
)
from mectofitness.api.references import DIGITS, parse_id
from mectofitness.api.retries import once_per_key
from mectofitness.api.versions import etag, seen, tag
from mectofitness.api.viewsets import DialectView
from scheduling.domain import availability, booking, listing, scopes, wall_clock
from scheduling.domain.plans import Plan
from scheduling.domain.scopes import Scope
from scheduling.models import Session
from trainers.prepared import row_of


class ListQuery(SortQuery, IncludeQuery, PageQuery):
    """All that a list may be asked for with, but for what the sessions are like."""


@schema.sessions
class SessionViewSet(DialectView, GenericViewSet):
    envelope = envelope
    model = Session
    deeds: ClassVar = {**DialectView.deeds, "DELETE": "change"}
    names = {"client": "client_id"}
    queryset = Session.objects.all()
    filterset_class = SessionFilter
    lookup_value_regex = DIGITS

    def list(self, request: Request) -> Response:
        query = self.query(ListQuery)
        included = _included(query)
        found, total = listing.page(
            self.trainer,
            self._like(),
            rows.columns(included),
            sort_by=query["sort_by"],
            descending=query["sort_order"] == "desc",
            start=query["start"],
            length=query["per_page"],
            now=timezone.now(),
        )
        context = self.get_serializer_context()
        sessions = [rows.written(row, included, context) for row in found]
        return Response(envelope.success({"sessions": sessions, "pagination": pagination(query, total)}))

    def retrieve(self, request: Request, pk: str) -> Response:
        included = _included(self.query(IncludeQuery))
        found = listing.one(self.trainer, parse_id(pk), ("version", *rows.columns(included)))
        if found is None:
            raise self.why_not(Session.objects.all(), pk=parse_id(pk))
        version, *row = found
        data = rows.written(row, included, self.get_serializer_context())
        return Response(envelope.success(data), headers=tag(version))

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
        session, scope = self.own_session(pk=parse_id(pk)), Scope(query["scope"])
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
        found = listing.summarize(self.trainer, self._like(), now=timezone.now())
        return Response(envelope.success(found))

    @action(detail=False, filterset_class=None)
    def availability(self, request: Request) -> Response:
        query = self.query(AvailabilityQuery)
        now, duration = timezone.now(), timedelta(minutes=query["duration"])
        day = query.get("date") or wall_clock.today(now, self.trainer.zone)
        found = availability.of_day(self.trainer, day, duration, now=now)
        answer = {
            "date": day.isoformat(),
            "requested_duration": query["duration"],
            "available_slots": [rows.slot(slot, self.trainer.zone) for slot in found.slots],
            "booked_sessions": [rows.booked(session, self.trainer.zone) for session in found.booked],
        }
        return Response(envelope.success(answer))

    def _like(self) -> Like:
        """What was asked for. Raises ValidationError."""
        asked = DjangoFilterBackend().get_filterset(self.request, self.queryset, self)
        if not asked.is_valid():
            raise translate_validation(asked.errors)
        asked.filter_queryset(self.queryset)
        return cast(Like, asked.like)

    def _revise(self, pk: str, *, partial: bool) -> Response:
        query, now = self.query(ScopeQuery), timezone.now()
        session, scope = self.own_session(pk=parse_id(pk)), Scope(query["scope"])
        values, errors = self.body(SessionChanges, partial=partial, stored=session).read()
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

    def _data(self, session: Session, included: Sequence[str] = ()) -> Any:
        row = row_of(session, rows.columns(included))
        return rows.written(row, included, self.get_serializer_context())


def _included(flags: dict[str, Any]) -> list[str]:
    """The names of the related objects that the caller wants to see."""
    return [name for name in ("client", "trainer") if flags[f"include_{name}"]]
