"""What the admin does with all that is held about a client: it is handed out, or erased."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.domain import ERASED
from clients.erasure_forms import ErasureForm
from clients.models import Client
from scheduling.domain import erasure
from scheduling.personal_data import Document
from trainers.domain_admin import DomainAdmin, private_fields


class ErasureAdmin(DomainAdmin):
    """Who may see clients may hand out what is held; who may delete them, erase it."""

    def get_urls(self) -> list[Any]:
        views = {"export": self.export_view, "erase": self.erase_view}
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"clients_client_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.is_erased) and super().has_change_permission(request, obj)

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        client = self._client(request, object_id)
        if not self.has_view_permission(request, client):
            raise PermissionDenied
        zone, hidden = self.zone_of(client), private_fields(request)
        return Document(client, timezone.now(), zone, hidden=hidden).download()

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        client = self._client(request, object_id)
        if not self.has_delete_permission(request, client):
            raise PermissionDenied
        form = ErasureForm(client, request.POST if request.method == "POST" else None)
        if client.is_erased:
            self.message_user(request, f"{gettext(ERASED)}.", messages.WARNING)
        elif form.is_valid():
            self._erase(request, client)
            self.message_user(request, _("The client is erased."), messages.SUCCESS)
        else:
            return self._ask(request, client, form)
        return redirect("admin:clients_client_change", client.pk)

    def _erase(self, request: HttpRequest, client: Client) -> None:
        try:
            with transaction.atomic():
                self.log_change(request, erasure.erase(client, now=timezone.now()), "Erased.")
        except Client.DoesNotExist as gone:
            raise Http404 from gone

    def _client(self, request: HttpRequest, object_id: str) -> Client:
        client: Client | None = self.get_object(request, unquote(object_id))
        if client is None:
            raise Http404
        return client

    def _same_person(self, client: Client) -> QuerySet[Client]:
        """Perhaps: whom other trainers have under the same address."""
        others = Client.objects.filter(email__iexact=client.email, erased_at=None).exclude(pk=client.pk)
        return others.select_related("trainer").order_by("pk")

    def _ask(self, request: HttpRequest, client: Client, form: ErasureForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase this client?"),
            "opts": self.opts,
            "media": self.media,
            "object": client,
            "form": form,
            "others": self._same_person(client),
            "to_come": erasure.to_come(client, timezone.now()).count(),
        }
        return TemplateResponse(request, "admin/clients/client/erase.html", context)
