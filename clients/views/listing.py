"""The list of clients: searched, filtered and sorted by its address."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from clients import exporting
from clients.list_forms import COLUMNS, ClientFilter
from clients.models import Client
from scheduling.domain import wall_clock
from trainers import downloads
from trainers.access import TrainerRequest, trainer_required
from trainers.lists import chips, headers, query_of

PAGE = 25


@trainer_required
@require_safe
def index(request: TrainerRequest) -> HttpResponse:
    """The page; to a search that is being typed, the list alone."""
    form, now = ClientFilter(request.GET), timezone.now()
    clients = Client.objects.for_trainer(request.trainer)
    found = form.apply(clients, now, request.trainer.zone)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "clients",
        "now": now,
        "today": wall_clock.today(now, request.trainer.zone),
        "form": form,
        "status": form.status_shown,
        "headers": headers(request.GET, COLUMNS, form.sort_shown),
        "chips": chips(request.GET, form.said),
        "page": page,
        "downloads": query_of(request.GET),
        "is_new_here": not page.paginator.count and not clients.exists(),
    }
    if is_typed(request):
        return push_url(render(request, "clients/_list.html", context), query_of(request.GET))
    return render(request, "clients/index.html", context)


@trainer_required
@require_safe
def download(request: TrainerRequest, kind: str) -> StreamingHttpResponse:
    """All that the list shows with the same question, on however many pages."""
    trainer, now = request.trainer, timezone.now()
    found = ClientFilter(request.GET).apply(Client.objects.for_trainer(trainer), now, trainer.zone)
    name = f"{_('clients')} {wall_clock.today(now, trainer.zone)}"
    return downloads.download(name, kind, exporting.table(found))


def is_typed(request: TrainerRequest) -> bool:
    """Whether the page stays and only its list is asked for; a step back in the history asks for the page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and htmx.target == "clients" and not htmx.history_restore_request
