"""What a change would do to the sessions of a series: which ones change, which stay as they are, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduling.domain.plans import WHAT, Change, Kept, Plan, is_to_come, why_kept
from scheduling.domain.scopes import TIMES
from scheduling.models import Series, Session
from scheduling.views.clashes import Clashes

SHOWN = 12
# Why a session stays as it is, in the order in which it is said.
WORDS = {
    Kept.CHANGED: gettext_noop("changed by hand"),
    Kept.COMPLETED: gettext_noop("completed"),
    Kept.NO_SHOW: gettext_noop("marked as a no-show"),
    Kept.CANCELLED: gettext_noop("cancelled"),
    Kept.PAST: gettext_noop("past, or under way"),
}


@dataclass(frozen=True)
class Some:
    """Sessions or changes; of those that may be shown, the first are."""

    total: int
    listed: Sequence[Session | Change]

    @property
    def shown(self) -> Sequence[Session | Change]:
        return self.listed[:SHOWN]

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class Outlook:
    """`back` are those that were cancelled when the series ended; `kept` are (why, which) of those that stay.

    `retimed` are the sessions that are added, or have another time than before.
    """

    changed: Some
    moved: Some
    back: Some
    added: Some
    dropped: Some
    kept: list[tuple[str, Some]]
    clashes: Clashes
    retimed: list[Session]

    @property
    def reached(self) -> int:
        return self.changed.total + self.back.total + self.added.total + self.dropped.total


def outlook(series: Series, plan: Plan, now: datetime, made_on: Session | None = None) -> Outlook:
    """Of a change of a series, made on one of its sessions or on the whole."""
    back = [change.to for change in plan.changed if _comes_back(change)]
    # What a trainer sees: the day that a session stands for is nothing of that.
    seen = [change for change in plan.changed if change.differs_in((*WHAT, *TIMES))]
    changed = [change for change in seen if not _comes_back(change)]
    moved = [change for change in changed if change.differs_in(TIMES)]
    added = list(_really_added(series, plan))
    return Outlook(
        _some(changed),
        _some(moved),
        _some(back),
        _some(added),
        _some(plan.dropped),
        list(_kept(plan.kept, now, made_on)),
        Clashes.explain(series.trainer, plan.collisions),
        [*(change.to for change in moved), *back, *added],
    )


def _some(found: Sequence[Session | Change]) -> Some:
    return Some(len(found), found)


def _comes_back(change: Change) -> bool:
    cancelled, scheduled = Session.Status.CANCELLED, Session.Status.SCHEDULED
    return (change.session.status, change.to.status) == (cancelled, scheduled)


def _really_added(series: Series, plan: Plan) -> Iterator[Session]:
    """Without those that the series has anyhow, and that are only stored now."""
    until = series.laid_out_until
    return (each for each in plan.added if until is None or each.scheduled_start < until)


def _kept(kept: Iterable[Session], now: datetime, made_on: Session | None) -> Iterator[tuple[str, Some]]:
    by_reason: dict[Kept, list[Session]] = {}
    for each in kept:
        # The one that the change is made on follows, whatever was done to it before.
        if each != made_on or not is_to_come(each, now):
            by_reason.setdefault(why_kept(each, now), []).append(each)
    for reason, words in WORDS.items():
        if found := by_reason.get(reason):
            yield _(words), Some(len(found), [each for each in found if each.scheduled_start >= now])
