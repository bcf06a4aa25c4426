"""How many sessions of which kind."""

from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Q

from scheduling.models.session import Session, SessionQuerySet, is_to_come


class Summary(TypedDict):
    """Every status and every type is there, zero or not, so that a reader may divide by any of them."""

    total_sessions: int
    by_status: dict[str, int]
    by_type: dict[str, int]
    upcoming_sessions: int


def summarize(sessions: SessionQuerySet, *, now: datetime) -> Summary:
    """Counts of the given sessions, in one query, so that they agree with each other."""
    by_status = {f"status_{value}": Count("pk", filter=Q(status=value)) for value in Session.Status.values}
    by_type = {f"type_{value}": Count("pk", filter=Q(session_type=value)) for value in Session.Type.values}
    counts = sessions.order_by().aggregate(
        total=Count("pk"), upcoming=Count("pk", filter=is_to_come(now)), **by_status, **by_type
    )
    return Summary(
        total_sessions=counts["total"],
        by_status={value: counts[f"status_{value}"] for value in Session.Status.values},
        by_type={value: counts[f"type_{value}"] for value in Session.Type.values},
        upcoming_sessions=counts["upcoming"],
    )
