"""A client at the desk: with whom, what is booked, what became of the rest, and who has changed what."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clients.models import Client
from scheduling import desk, history
from scheduling.domain import horizon
from scheduling.models import Session
from scheduling.views.desk.frame import BOOK, SEE, SEE_CLIENTS
from trainers.domain_admin import private_fields
from trainers.staff import may_administer, staff_required

AHEAD, PAST = 10, 20
# What the desk does not need to know to book somebody; who must, looks at all fields.
PERSONAL = {"medical_conditions", "notes"}


@staff_required(SEE, SEE_CLIENTS)
@require_safe
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    client, now = get_object_or_404(Client.objects.select_related("trainer__user"), uuid=uuid), timezone.now()
    horizon.look(client.trainer, now, now + horizon.NEAR, now=now)
    sessions = Session.objects.filter(client=client).without_ended().select_related("trainer")
    ahead = Q(status=Session.Status.SCHEDULED, scheduled_end__gt=now)
    records = [*history.of_client(client, to_staff=True), *history.of_bookings(client)]
    hidden = private_fields(request) | PERSONAL
    may_book = may_administer(request.user, BOOK) and client.is_active and client.trainer.user.is_active
    zone = desk.zone_of_desk()
    with timezone.override(zone):
        context = {
            "section": "desk",
            "client": client,
            "coming": sessions.filter(ahead).in_order()[:AHEAD],
            "past": _with_who(sessions.exclude(ahead).order_by("-scheduled_start", "-id")[:PAST]),
            "may_book": may_book,
            "zone": zone.key,
            "changes": history.read(records, now=now, asked=request.GET.get("changes"), hidden=hidden),
            "now": now,
        }
        return render(request, "desk/client.html", context)


def _with_who(sessions: Iterable[Session]) -> list[Session]:
    """Each that is cancelled says by whom: `cancelled_by`."""
    listed = list(sessions)
    names = history.cancelled_by(listed)
    for session in listed:
        session.cancelled_by = names.get(session.pk, "")  # type: ignore[attr-defined]
    return listed
