"""How long clients are kept who come no more: who is inactive and untouched since then is erased."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from clients.models import Client
from scheduling.domain import erasure
from scheduling.models import Session, Timeline


def untouched(since: datetime) -> models.QuerySet[Client]:
    """The inactive of whom nothing took place, was to, or was changed since then."""
    gone = Client.objects.filter(status=Client.Status.INACTIVE, erased_at=None, created_at__lt=since)
    sessions = Q(scheduled_end__gte=since) | Q(updated_at__gte=since)
    recent: list[Any] = [
        Session.objects.filter(sessions, client=OuterRef("pk")),
        Timeline.objects.filter(client=OuterRef("pk"), updated_at__gte=since),
        Client.history.filter(id=OuterRef("pk"), history_date__gte=since),
    ]
    for rows in recent:
        gone = gone.exclude(Exists(rows))
    return gone.select_related("trainer").order_by("pk")


@transaction.atomic
def erase_untouched(client: Client, since: datetime, *, now: datetime) -> bool:
    """Erase the client, unless they came back, were erased or deleted meanwhile; whether it was done."""
    try:
        erasure.locked(client)
    except Client.DoesNotExist:
        return False
    is_due = untouched(since).filter(pk=client.pk).exists()
    if is_due:
        erasure.erase(client, now=now)
    return is_due
