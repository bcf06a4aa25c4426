"""What a change of a whole series does to its sessions; for a preview it is taken back again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from scheduling.domain import series as whole
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.plans import Change, Plan, is_free
from scheduling.models import Series, Session


def revise(
    series: Series,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    errors: Mapping[str, str] | None = None,
    seen: int | None = None,
    preview: bool = False,
) -> Plan:
    """As series.revise(). With `preview` nothing is stored, and what of the series collides is listed."""
    with transaction.atomic():
        before = _stored(series)
        try:
            whole.revise(series, changes, now=now, errors=errors, seen=seen)
        except SchedulingConflict as conflict:
            if not preview or not conflict.of_series:
                raise
            return Plan(collisions=list(conflict.of_series))
        plan = _between(before, _stored(series), now)
        transaction.set_rollback(preview)
    return plan


def _stored(series: Series) -> dict[int, Session]:
    sessions = series.sessions.select_related("client").order_by("scheduled_start", "id")
    return {session.pk: session for session in sessions}


def _between(before: dict[int, Session], after: dict[int, Session], now: datetime) -> Plan:
    both = [Change(before[pk], after[pk]) for pk in before if pk in after]
    return Plan(
        changed=[change for change in both if change.differs],
        added=[session for pk, session in after.items() if pk not in before],
        dropped=[session for pk, session in before.items() if pk not in after],
        kept=[each.session for each in both if not each.differs and not is_free(each.session, now)],
    )
