"""What a change means for the sessions of a series: a plan, of which nothing is stored yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from scheduling.domain.conflicts import Collision
from scheduling.models import Session

WHAT = ("client", "title", "description", "session_type", "location", "status", "cancellation_reason")
WHEN = ("scheduled_start", "scheduled_end", "occurrence_on", "changed_by_hand")


@dataclass(frozen=True)
class Change:
    """A stored session, and what it becomes: an example that is not stored."""

    session: Session
    to: Session

    @property
    def moves(self) -> bool:
        return self.differs_in(WHEN)

    @property
    def differs(self) -> bool:
        return self.differs_in((*WHAT, *WHEN))

    def differs_in(self, fields: Iterable[str]) -> bool:
        return any(getattr(self.session, name) != getattr(self.to, name) for name in fields)


class Kept(StrEnum):
    """Why a change of its series does not touch a session."""

    COMPLETED = "completed"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"
    PAST = "past"
    CHANGED = "changed by hand"


@dataclass(frozen=True)
class Plan:
    """What becomes of the sessions of a series; `session` is the one that the change was made on."""

    changed: list[Change] = field(default_factory=list)
    added: list[Session] = field(default_factory=list)
    dropped: list[Session] = field(default_factory=list)
    kept: list[Session] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    session: Session | None = None


def is_to_come(session: Session, now: datetime) -> bool:
    return session.status == Session.Status.SCHEDULED and session.scheduled_start >= now


def why_kept(session: Session, now: datetime) -> Kept:
    if session.status != Session.Status.SCHEDULED:
        return Kept(session.status)
    return Kept.PAST if session.scheduled_start < now else Kept.CHANGED


def is_free(session: Session, now: datetime) -> bool:
    """Whether a change of its series touches the session."""
    if session.changed_by_hand:
        return False
    # One that was cancelled, and not by hand, was when its series ended: it comes back if that goes on.
    ended = session.status == Session.Status.CANCELLED and session.scheduled_start >= now
    return ended or is_to_come(session, now)
