"""What the form of a new session is shown with: what the link says, and what is usual."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clients.models import Client
from clients.views.pages import client_of_link
from scheduling.domain import wall_clock
from scheduling.fields import instant_of
from scheduling.models import Session
from scheduling.series_forms import NewSessionForm
from scheduling.usual import free_again, usual_of
from scheduling.views import slots
from scheduling.wording import exact
from trainers.access import TrainerRequest
from trainers.models import Trainer

TITLE = gettext_noop("Personal training")


def prefilled(request: TrainerRequest, now: datetime) -> dict[str, object]:
    """By `again`, or by `client`, `start` and `end`; else the next free time today, for the usual time."""
    if session := _session_of_link(request):
        return next_one(session, request.trainer, now)
    client = client_of_link(request)
    values = usual_values(request.trainer, client)
    length = values.pop("length")
    start = _instant(request, "start") or next_free(request.trainer, now, length)
    return values | {
        "client": client,
        "cycle": request.GET.get("repeats", ""),
        "scheduled_start": start,
        "scheduled_end": _instant(request, "end") or start + length,
    }


def usual_values(trainer: Trainer, client: Client | None) -> dict[str, Any]:
    """{field of Session: what is usual with the client}, and the `length`."""
    usual = usual_of(trainer, client) if client else None
    if usual is None:
        return {"title": _(TITLE), "length": timedelta(minutes=trainer.usual_session_minutes)}
    return {
        "title": usual.title,
        "session_type": usual.session_type,
        "location": usual.location,
        "length": usual.length,
    }


def next_one(session: Session, trainer: Trainer, now: datetime) -> dict[str, object]:
    """The same again at the same time of the next week in which that is free."""
    length = session.scheduled_end - session.scheduled_start
    again = free_again(trainer, session, now)
    start = again.start if again else next_free(trainer, now, length)
    return {
        "client": session.client,
        "title": session.title,
        "session_type": session.session_type,
        "location": session.location,
        "scheduled_start": start,
        "scheduled_end": start + length,
    }


def fill_in_usual(request: TrainerRequest, form: NewSessionForm) -> None:
    """Put what is usual with the chosen client into what was typed; the start stays."""
    form.is_valid()  # reads the form
    client, start = form.cleaned_data.get("client"), form.cleaned_data.get("scheduled_start")
    if client is None:
        return
    values = usual_values(request.trainer, client)
    length = values.pop("length")
    form.fill_in(values | ({"scheduled_end": exact(start + length)} if start else {}))


def next_free(trainer: Trainer, now: datetime, length: timedelta) -> datetime:
    """When the trainer is free for so long today; when there is no such time, the next full hour."""
    today = wall_clock.today(now, trainer.zone)
    slot = next(slots.ahead(trainer, today, now, length), None)
    return slot.start if slot else _next_full_hour(now, trainer)


def _next_full_hour(now: datetime, trainer: Trainer) -> datetime:
    """On the trainer's clock, which may be half an hour from UTC."""
    minutes = now.astimezone(trainer.zone).minute
    return now.replace(second=0, microsecond=0) + timedelta(minutes=60 - minutes)


def _session_of_link(request: TrainerRequest) -> Session | None:
    """The asker's session that the link names, with a client who can be booked."""
    try:
        uuid = UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    own = Session.objects.for_trainer(request.trainer).filter(client__status=Client.Status.ACTIVE)
    return own.select_related("client").filter(uuid=uuid).first()


def _instant(request: TrainerRequest, name: str) -> datetime | None:
    return instant_of(request.GET.get(name, ""), request.trainer.zone)
