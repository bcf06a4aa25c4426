"""When clients were seen last and are to be seen next, by their own trainer."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery

from clients.models import Client, ClientQuerySet
from scheduling.models import Session

LONG = timedelta(weeks=3)


def with_dates(clients: ClientQuerySet, now: datetime) -> ClientQuerySet:
    """Each with the starts of the next session and of the last one that was not called off or missed."""
    sessions = Session.objects.filter(client=OuterRef("pk"), trainer=OuterRef("trainer"))
    coming = sessions.to_come(now).in_order()
    gone = sessions.holding_time().filter(scheduled_start__lt=now).order_by("-scheduled_start", "-id")
    return clients.annotate(
        next_session=Subquery(coming.values("scheduled_start")[:1]),
        last_session=Subquery(gone.values("scheduled_start")[:1]),
    )


def not_for_long(dated: ClientQuerySet, now: datetime) -> ClientQuerySet:
    """The active ones, of with_dates(), whom nobody has seen for three weeks, or since they came before."""
    then = now - LONG
    never = Q(last_session=None, created_at__lt=then)
    return dated.filter(Q(last_session__lt=then) | never, status=Client.Status.ACTIVE)
