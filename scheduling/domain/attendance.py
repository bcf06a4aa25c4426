"""How reliably a client comes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from scheduling.domain.statistics import Summary
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from trainers.validators import EARLIEST

RECENT = 10


@dataclass(frozen=True)
class Attendance:
    """`streak` is how many in a row took place until now; `recent` are the latest, the latest last."""

    completed: int
    missed: int
    streak: int
    recent: list[Session]

    @property
    def due(self) -> int:
        """How many the client should have come to: what is cancelled is nobody's fault."""
        return self.completed + self.missed

    @property
    def percent(self) -> int | None:
        """Of those that were due; None without any."""
        return round(100 * self.completed / self.due) if self.due else None


def attendance(sessions: SessionQuerySet, summary: Summary, *, now: datetime) -> Attendance:
    """Of the sessions of one client, and of their summarize(); two queries."""
    gone = sessions.filter(scheduled_start__lt=now).order_by("-scheduled_start", "-id")
    missed = gone.filter(status=Session.Status.NO_SHOW).values("scheduled_start")[:1]
    since = Coalesce(Subquery(missed), Value(EARLIEST))
    recent = gone.exclude(status=Session.Status.SCHEDULED)[:RECENT]
    return Attendance(
        completed=summary["by_status"][Session.Status.COMPLETED],
        missed=summary["by_status"][Session.Status.NO_SHOW],
        streak=gone.filter(status=Session.Status.COMPLETED, scheduled_start__gt=since).count(),
        recent=list(recent.only("uuid", "status", "scheduled_start"))[::-1],
    )
