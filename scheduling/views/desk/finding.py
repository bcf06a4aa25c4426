"""The desk finds a client, whoever trains them: when they come next, and a booking for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clients.models import Client
from scheduling import desk
from scheduling.models import Session
from scheduling.quick_forms import SearchForm
from scheduling.views.desk.frame import BOOK, SEE, SEE_CLIENTS
from trainers.staff import may_administer, staff_required

MOST = 20


@dataclass(frozen=True)
class Found:
    """A client, and the session they come to next, with whomever."""

    client: Client
    next: Session | None


@staff_required(SEE, SEE_CLIENTS)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    form, now = SearchForm(request.GET), timezone.now()
    is_readable = form.is_valid()
    text = form.cleaned_data.get("q", "").strip()
    clients = list(_named(text, now)[: MOST + 1]) if is_readable and text else []
    context = {
        "section": "desk",
        "form": form,
        "text": text,
        "found": _with_sessions(clients[:MOST]),
        "has_more": len(clients) > MOST,
        "most": MOST,
        "may_book": may_administer(request.user, BOOK),
        "zone": desk.zone_of_desk().key,
        "now": now,
    }
    return render(request, "desk/find.html", context, status=200 if is_readable else 400)


def _named(text: str, now: datetime) -> QuerySet[Any]:
    """Of every trainer: those who can be booked first."""
    coming = Session.objects.filter(client=OuterRef("pk")).to_come(now).in_order()
    named = Client.objects.search(text).select_related("trainer__user")
    dated = named.annotate(next_pk=Subquery(coming.values("pk")[:1]))
    return dated.order_by("status", "first_name", "last_name", "id")


def _with_sessions(clients: Sequence[Any]) -> list[Found]:
    coming = Session.objects.select_related("trainer").in_bulk([it.next_pk for it in clients if it.next_pk])
    return [Found(client, coming.get(client.next_pk)) for client in clients]
