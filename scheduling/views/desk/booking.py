"""The desk books a session with any trainer, for a client who is known or new."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.models import Client
from scheduling.desk_forms import DeskBookingForm
from scheduling.domain import booking
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session
from scheduling.views.desk.frame import (
    ADD_CLIENTS,
    BOOK,
    at_the_desk,
    client_named,
    doing_for,
    offers,
    taken,
    trainer_with,
    with_trainer,
)
from scheduling.views.prefill import TITLE
from scheduling.views.session_form import fill_in_slot
from scheduling.wording import local_day
from trainers.models import Trainer
from trainers.resubmission import sent_once
from trainers.staff import may_administer, staff_required
from trainers.validators import EARLIEST, LATEST


@staff_required(BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def book(request: HttpRequest, pk: int) -> HttpResponse:
    trainer, now = trainer_with(pk), timezone.now()
    with timezone.override(trainer.zone):
        if request.method != "POST":
            form = DeskBookingForm(trainer, initial=_asked(request, trainer))
            return _page(request, trainer, form, now, _wanted(form.initial))
        form = DeskBookingForm(trainer, request.POST)
        if fill_in_slot(request, form):
            form.is_valid()  # reads the form
            return _page(request, trainer, form, now, _wanted(form.cleaned_data))
        return _book(request, trainer, form, now)


def _book(request: HttpRequest, trainer: Trainer, form: DeskBookingForm, now: datetime) -> HttpResponse:
    form.is_valid()  # reads the form
    wanted = _wanted(form.cleaned_data)
    try:
        if not trainer.user.is_active:
            raise ValidationError(_("This trainer is inactive"))
        if form.newcomer and not may_administer(request.user, ADD_CLIENTS):
            raise ValidationError(_("Your role does not allow this: choose a client who is known."))
        if form.newcomer and "another" not in request.POST and (known := _known(form.newcomer, trainer)):
            words = _("%(client)s, whom %(trainer)s trains, has this address.")
            names = {"client": known.name, "trainer": known.trainer.full_name}
            form.refuse(ValidationError({"email": words % names}))
            return _page(request, trainer, form, now, wanted, status=409, known=known)
        with doing_for(request, trainer, now) as done:
            session = booking.book(
                trainer,
                form.session_values,
                now=now,
                errors=form.session_errors,
                newcomer=form.newcomer,
                stands_in=True,
            )
            done.words = with_trainer(_("Booked {session}, {start}."), session, now)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, trainer, form, now, wanted, status=400)
    except SchedulingConflict as conflict:
        form.refuse(ValidationError({"scheduled_start": taken(conflict)}))
        return _page(request, trainer, form, now, wanted, status=409)
    return redirect("desk-day", local_day(session.scheduled_start))


def _asked(request: HttpRequest, trainer: Trainer) -> dict[str, Any]:
    """What the link says of the session: `client`, `start`, an instant, `minutes` and `kind`."""
    kind = request.GET.get("kind", "")
    label = dict(Session.Type.choices).get(kind, "")
    values = {"session_type": kind, "title": str(label)} if label else {"title": _(TITLE)}
    return {**_times(request.GET, trainer), **values, "client": client_named(request.GET.get("client", ""))}


def _times(asked: Mapping[str, str], trainer: Trainer) -> dict[str, datetime]:
    """From `start` on for so many `minutes`; nothing where that cannot be read."""
    try:
        start = datetime.fromisoformat(asked.get("start", ""))
        minutes = int(asked.get("minutes", trainer.usual_session_minutes))
        end = start + timedelta(minutes=min(max(minutes, 5), 24 * 60))
        is_in_bounds = start.tzinfo is not None and start >= EARLIEST and end < LATEST
    except (ValueError, OverflowError):
        return {}
    return {"scheduled_start": start, "scheduled_end": end} if is_in_bounds else {}


def _page(
    request: HttpRequest,
    trainer: Trainer,
    form: DeskBookingForm,
    now: datetime,
    wanted: Span | None,
    status: int = 200,
    known: Client | None = None,
) -> HttpResponse:
    day = local_day(wanted.start) if wanted else None
    context = {
        "section": "desk",
        "trainer": trainer,
        "form": form,
        "day": day,
        "wanted": wanted,
        # Where it is refused, what could be had instead.
        "offers": offers(trainer, wanted, now) if wanted and status == 409 and not known else [],
        "there": at_the_desk(wanted.start) if wanted else None,
        # Who has the address of the newcomer already.
        "known": known,
        "may_add": may_administer(request.user, ADD_CLIENTS),
        "now": now,
    }
    return render(request, "desk/book.html", context, status=status)


def _known(newcomer: Mapping[str, Any], trainer: Trainer) -> Client | None:
    """Who has that address with another trainer."""
    others = Client.objects.active().exclude(trainer=trainer).select_related("trainer")
    return (
        others.filter(email__iexact=newcomer["email"]).order_by("pk").first() if newcomer["email"] else None
    )


def _wanted(values: Mapping[str, Any]) -> Span | None:
    start, end = values.get("scheduled_start"), values.get("scheduled_end")
    return Span(start, end) if start and end and start < end else None
