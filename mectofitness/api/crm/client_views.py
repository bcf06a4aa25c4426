"""The clients of the trainer who asks, in contract 001's envelope."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from clients import domain
from clients.models import Client
from mectofitness.api import paging
from mectofitness.api.crm import envelope, schema
from mectofitness.api.crm.client_serializers import ClientBody, ClientData
from mectofitness.api.crm.filters import ClientFilter
from mectofitness.api.crm.pagination import PageQuery, pagination
from mectofitness.api.references import DIGITS, parse_id
from mectofitness.api.retries import once_per_key
from mectofitness.api.versions import etag, seen
from mectofitness.api.viewsets import DialectView


@schema.clients
class ClientViewSet(DialectView, GenericViewSet):
    envelope = envelope
    model = Client
    deeds: ClassVar = {**DialectView.deeds, "DELETE": "change"}
    queryset = Client.objects.all()
    filterset_class = ClientFilter
    lookup_value_regex = DIGITS

    def list(self, request: Request) -> Response:
        query = self.query(PageQuery)
        clients = self.filter_queryset(Client.objects.for_trainer(self.trainer).in_order())
        found, total = paging.part(clients, query["start"], query["per_page"])
        data = {"clients": ClientData(found, many=True).data, "pagination": pagination(query, total)}
        return Response(envelope.success(data))

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self._client(pk))

    @once_per_key
    def create(self, request: Request) -> Response:
        values, errors = self.body(ClientBody).read()
        client = domain.enrol(self.trainer, values, errors)
        return self._answer(client, "Client created successfully", status=201)

    def update(self, request: Request, pk: str) -> Response:
        return self._revise(pk, partial=False)

    def partial_update(self, request: Request, pk: str) -> Response:
        return self._revise(pk, partial=True)

    def destroy(self, request: Request, pk: str) -> Response:
        stored = self._client(pk)
        client = domain.deactivate(stored, seen=seen(request, stored))
        return self._answer(client, "Client deactivated successfully")

    def _client(self, pk: str) -> Client:
        return self.own(Client.objects.all(), pk=parse_id(pk))

    def _revise(self, pk: str, *, partial: bool) -> Response:
        client = self._client(pk)
        values, errors = self.body(ClientBody, partial=partial).read()
        client = domain.revise(client, values, errors, seen=seen(self.request, client))
        return self._answer(client, "Client updated successfully")

    def _answer(self, client: Client, message: str | None = None, **options: Any) -> Response:
        answer = envelope.success(ClientData(client).data, message)
        return Response(answer, headers=etag(client), **options)
