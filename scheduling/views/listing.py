"""The list of sessions: what its address asks for; each number of the numbers leads here."""

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scheduling import exporting
from scheduling.charts import sessions_of
from scheduling.domain import periods, wall_clock
from scheduling.listing_forms import COLUMNS, SessionFilter
from scheduling.models import Session
from scheduling.views.calendar import SHOWN
from trainers import downloads
from trainers.access import TrainerRequest, trainer_required
from trainers.lists import chips, headers, query_of

PAGE = 50


@trainer_required
@require_safe
def index(request: TrainerRequest) -> HttpResponse:
    """Without a question, this month."""
    now = timezone.now()
    if not request.GET:
        month = periods.month(wall_clock.today(now, request.trainer.zone))
        return redirect(sessions_of(month))
    form = SessionFilter(request.trainer, request.GET)
    found = form.apply(Session.objects.for_trainer(request.trainer), now)
    sessions = found.select_related("client").only(*SHOWN, "client__trainer")
    context = {
        "section": "sessions",
        "now": now,
        "form": form,
        "headers": headers(request.GET, {key: str(label) for key, label in COLUMNS.items()}, form.sort_shown),
        "chips": chips(request.GET, form.said),
        "downloads": query_of(request.GET),
        "page": Paginator(sessions, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "scheduling/listing.html", context)


@trainer_required
@require_safe
def download(request: TrainerRequest, kind: str) -> StreamingHttpResponse:
    """All that the list shows with the same question, on however many pages."""
    trainer, now = request.trainer, timezone.now()
    found = SessionFilter(trainer, request.GET).apply(Session.objects.for_trainer(trainer), now)
    name = f"{_('sessions')} {wall_clock.today(now, trainer.zone)}"
    return downloads.download(name, kind, exporting.table(found, trainer.zone))
