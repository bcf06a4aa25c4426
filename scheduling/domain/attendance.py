"""How reliably a client comes."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from scheduling.domain.statistics import Summary, percent
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet

RECENT = 10
# So far back it is looked: a longer streak is said to be of as many.
LATEST = 100


@dataclass(frozen=True)
class Attendance:
    """`streak` is how many in a row took place until now; `recent` are the latest, the latest last.

    `last` is the latest that took place, or was to.
    """

    completed: int
    missed: int
    streak: int
    recent: list[Session]
    last: Session | None = None

    @property
    def due(self) -> int:
        """How many the client should have come to: what is cancelled is nobody's fault."""
        return self.completed + self.missed

    @property
    def percent(self) -> int | None:
        """Of those that were due; None without any."""
        return percent(self.completed, self.due)


def attendance(sessions: SessionQuerySet, summary: Summary, *, now: datetime) -> Attendance:
    """Of the sessions of one client, and of their summarize(); one query."""
    gone = sessions.filter(scheduled_start__lt=now).order_by("-scheduled_start", "-id")
    latest = list(gone.only("uuid", "status", "scheduled_start", "scheduled_end")[:LATEST])
    settled = [each for each in latest if each.status != Session.Status.SCHEDULED]
    kept = takewhile(lambda each: each.status != Session.Status.NO_SHOW, settled)
    return Attendance(
        completed=summary["by_status"][Session.Status.COMPLETED],
        missed=summary["by_status"][Session.Status.NO_SHOW],
        streak=sum(each.status == Session.Status.COMPLETED for each in kept),
        recent=settled[:RECENT][::-1],
        last=next((each for each in latest if each.holds_time), None),
    )
