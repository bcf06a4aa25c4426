"""What is said of several sessions at once: how each came out. All of them, or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.domain import booking
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.locking import lock
from scheduling.models import Session
from trainers.models import Trainer
from trainers.versions import Overtaken

MOST = 100


class Outcome(TextChoices):
    COMPLETED = "complete", gettext_lazy("Completed")
    NO_SHOW = "no-show", gettext_lazy("No-show")
    CANCELLED = "cancel", gettext_lazy("Cancelled")


class NotAll(Exception):
    """Nothing was done, because one cannot be; `str()` says why, `session` is it, if it is there."""

    def __init__(self, why: str, session: Session | None = None) -> None:
        super().__init__(why)
        self.session = session


class NotBegun(Exception):
    """Nothing was done yet: of `sessions`, which have not begun, nobody can know how they came out."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        super().__init__()
        self.sessions = sessions


def settle(
    trainer: Trainer,
    chosen: Sequence[tuple[UUID, int]],
    outcome: Outcome,
    reason: str | None,
    *,
    now: datetime,
    early: bool = False,
) -> list[Session]:
    """Say the outcome of sessions of the trainer that are scheduled; `chosen` are (uuid, version seen).

    Raises NotAll, ValidationError of what is said, and NotBegun unless it is meant to be `early`.
    """
    if not chosen:
        raise NotAll(_("No session was chosen"))
    if len(chosen) > MOST:
        raise NotAll(_("More than %(count)s sessions at once are too many") % {"count": MOST})
    with transaction.atomic():
        trainer = lock(trainer)
        found = {
            each.uuid: each for each in Session.objects.for_trainer(trainer).filter(uuid__in=dict(chosen))
        }
        settled = [_settled(found.get(uuid), seen, outcome, reason, now) for uuid, seen in chosen]
        to_come = [each for each in settled if each.scheduled_start > now]
        if to_come and not early and outcome is not Outcome.CANCELLED:
            raise NotBegun(to_come)
    return settled


def _settled(
    session: Session | None, seen: int, outcome: Outcome, reason: str | None, now: datetime
) -> Session:
    if session is None:
        raise NotAll(_("One of them is not there any more"))
    if session.status != Session.Status.SCHEDULED:
        raise NotAll(_settled_before(session), session)
    try:
        return booking.revise(session, changes_of(session, outcome, reason), now=now, seen=seen)
    except Overtaken:
        raise NotAll(_("Somebody else has changed it since you opened this page"), session) from None
    except SchedulingConflict:
        raise NotAll(_("Its time is taken"), session) from None


def _settled_before(session: Session) -> str:
    words = {
        Session.Status.COMPLETED: _("It is completed already"),
        Session.Status.NO_SHOW: _("It is no-show already"),
        Session.Status.CANCELLED: _("It is cancelled already"),
    }
    return words[Session.Status(session.status)]


def changes_of(session: Session, outcome: Outcome, reason: str | None) -> dict[str, Any]:
    """{field: value} of a session that came out like that."""
    if outcome is Outcome.COMPLETED:
        return booking.completed_as_planned(session)
    if outcome is Outcome.CANCELLED:
        return {"status": Session.Status.CANCELLED, "cancellation_reason": reason}
    return {"status": Session.Status.NO_SHOW}
