"""What a page of the calendar shows, in a few letters: a script asks with them whether that has changed."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from scheduling.rows import Listed


def state_of(sessions: Iterable[Listed], now: datetime, *others: object) -> str:
    """Another one when a session shown has changed, begun or ended, and when another thing is drawn.

    `others` are lists of plain values or dataclasses: what is drawn besides the sessions.
    """
    shown = [
        (it.pk, it.version, it.client and it.client.name, it.scheduled_start <= now, it.scheduled_end <= now)
        for it in sessions
    ]
    return blake2b(repr((shown, others)).encode(), digest_size=12).hexdigest()
