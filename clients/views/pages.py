"""One client: shown, enrolled, changed, deactivated and brought back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients import domain
from clients.forms import ClientForm
from clients.models import Client
from scheduling.domain import horizon, wall_clock
from scheduling.domain.attendance import attendance
from scheduling.domain.statistics import summarize
from scheduling.history import of_client, read
from scheduling.models import Session, Timeline
from scheduling.models.session import is_to_come
from scheduling.views.routines import routines_of, with_series
from scheduling.views.steps import doing
from trainers.access import TrainerRequest, trainer_required
from trainers.resubmission import sent_once

PAGE = 25
UPCOMING = 5
NOTED = 2


def own_client(request: TrainerRequest, uuid: UUID) -> Client:
    """The asker's client; anybody else's is not there."""
    return get_object_or_404(Client.objects.for_trainer(request.trainer), uuid=uuid)


def client_of_link(request: TrainerRequest) -> Client | None:
    """The asker's active client whom the link names (`?client=`)."""
    own = Client.objects.for_trainer(request.trainer).active()
    return own.with_uuid(request.GET.get("client", "")).first()


@trainer_required
@require_safe
def show(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    client, now = own_client(request, uuid), timezone.now()
    horizon.look(request.trainer, now, now + horizon.NEAR, now=now)
    sessions = Session.objects.for_trainer(request.trainer).filter(client=client).without_ended()
    ahead = Q(status=Session.Status.SCHEDULED, scheduled_end__gt=now)
    upcoming = list(sessions.filter(ahead).in_order()[:UPCOMING])
    begun = sessions.holding_time().filter(scheduled_start__lte=now).order_by("-scheduled_start", "-id")
    timelines = Timeline.objects.for_trainer(request.trainer).present().filter(client=client)
    summary = summarize(sessions, now=now)
    kept = attendance(sessions, summary, now=now)
    gone = Paginator(sessions.exclude(is_to_come(now)).order_by("-scheduled_start", "-id"), PAGE)
    # They are counted already.
    gone.count = summary["total_sessions"] - summary["upcoming_sessions"]
    context = {
        "section": "clients",
        "client": client,
        "now": now,
        "today": wall_clock.today(now, request.trainer.zone),
        "upcoming": upcoming,
        # As the last session was or, of somebody new, as the first will be.
        "like": kept.last or next(iter(upcoming), None),
        "noted": list(begun.with_notes()[:NOTED]),
        "history": gone.get_page(request.GET.get("page")),
        "routines": routines_of(with_series(timelines, now), now),
        "summary": summary,
        "attendance": kept,
        "changes": read(of_client(client), now=now, asked=request.GET.get("changes")),
    }
    return render(request, "clients/client.html", context)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: TrainerRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, ClientForm())
    form = ClientForm(request.POST)
    errors = form.unreadable  # reads the form
    try:
        with doing(request, timezone.now()) as done:
            client = domain.enrol(request.trainer, form.cleaned_data, errors)
            done.words = _said(_("{} is now your client."), client)
    except ValidationError as error:
        return _refused(request, form, error)
    return redirect("client", client.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    client = own_client(request, uuid)
    if client.is_erased:
        return _erased(request, client)
    if request.method != "POST":
        return _form_page(request, ClientForm(instance=client))
    form = ClientForm(request.POST, instance=client)
    errors = form.unreadable  # reads the form
    try:
        with doing(request, timezone.now()) as done:
            client = domain.revise(client, form.changes, errors, seen=form.seen)
            done.words = _said(_("Saved {}."), client)
    except ValidationError as error:
        return _refused(request, form, error)
    except Client.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("client", client.uuid)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _answer(request, uuid, domain.deactivate, _("{} is inactive now and cannot be booked."))


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def reactivate(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _answer(request, uuid, domain.reactivate, _("{} is active again."))


def _answer(request: TrainerRequest, uuid: UUID, act: Callable[[Client], Client], words: str) -> HttpResponse:
    """POST does it; GET, as after signing in again, shows the page with the button."""
    client = own_client(request, uuid)
    if request.method != "POST":
        return redirect("client", uuid)
    try:
        with doing(request, timezone.now()) as done:
            client = act(client)
            done.words = _said(words, client)
    except ValidationError:
        return _erased(request, client)
    except Client.DoesNotExist as gone:
        raise Http404 from gone
    return redirect("client", client.uuid)


def _erased(request: TrainerRequest, client: Client) -> HttpResponse:
    """A page that was open before still has its form and its buttons."""
    messages.error(request, f"{_(domain.ERASED)}.")
    return redirect("client", client.uuid)


def _said(words: str, client: Client) -> SafeString:
    return format_html(words, format_html("<bdi>{}</bdi>", client.name))


def _form_page(request: TrainerRequest, form: ClientForm, status: int = 200) -> HttpResponse:
    stored = form.instance if form.instance.pk else None
    context = {"section": "clients", "form": form, "client": stored}
    return render(request, "clients/client_form.html", context, status=status)


def _refused(request: TrainerRequest, form: ClientForm, error: ValidationError) -> HttpResponse:
    form.refuse(error)
    return _form_page(request, form, status=form.status_of_refusal)
