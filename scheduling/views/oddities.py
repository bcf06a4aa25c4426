"""What a trainer may not expect of times: they are outside working hours, in time off, or too close."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from scheduling.domain import availability
from scheduling.models import Session
from trainers.models import Trainer

OUTSIDE = gettext_noop("outside your working hours")
AWAY = gettext_noop("in your time off")
CLOSE = gettext_noop("closer to another session than your buffer")
SHORT = gettext_noop("at shorter notice than you ask for")
BESIDE = gettext_noop("beside another session")
# The same, said to whoever is not the trainer.
THEIRS = {
    OUTSIDE: gettext_noop("outside their working hours"),
    AWAY: gettext_noop("in their time off"),
    CLOSE: gettext_noop("closer to another session than their buffer"),
    SHORT: gettext_noop("at shorter notice than they ask for"),
    BESIDE: gettext_noop("beside another session of theirs"),
}


def oddities(
    trainer: Trainer, sessions: Sequence[Session], now: datetime | None = None, *, to_staff: bool = False
) -> list[list[str]]:
    """Of each session, in as many queries for many as for one. Without `now` nothing is said of notice.

    A trainer who has places for several at once knows that; staff are told of what is beside it.
    """
    found = _odd(trainer, sessions, now, beside=to_staff)
    return [[_(THEIRS[words] if to_staff else words) for words in odd] for odd in found]


def remark(odd: Sequence[str]) -> str:
    """This is outside your working hours and in your time off."""
    what = reduce(lambda one, other: _("%(one)s and %(other)s") % {"one": one, "other": other}, odd)
    return _("This is %(what)s.") % {"what": what}


def summary(trainer: Trainer, sessions: Sequence[Session]) -> str:
    """12 are outside your working hours, 1 is in your time off; nothing where all is as usual."""
    counts = Counter(words for odd in _odd(trainer, sessions) for words in odd)
    outside, away, close = counts[OUTSIDE], counts[AWAY], counts[CLOSE]
    said = [
        (
            outside,
            ngettext(
                "%(count)s is outside your working hours",
                "%(count)s are outside your working hours",
                outside,
            ),
        ),
        (away, ngettext("%(count)s is in your time off", "%(count)s are in your time off", away)),
        (
            close,
            ngettext(
                "%(count)s is closer to another session than your buffer",
                "%(count)s are closer to another session than your buffer",
                close,
            ),
        ),
    ]
    return ", ".join(words % {"count": count} for count, words in said if count)


def _odd(
    trainer: Trainer, sessions: Sequence[Session], now: datetime | None = None, *, beside: bool = False
) -> list[list[str]]:
    if not sessions:
        return []
    prefetch_related_objects([trainer], "working_hours")
    first = min(session.scheduled_start for session in sessions)
    last = max(session.scheduled_end for session in sessions)
    time_off = list(trainer.time_off.filter(start__lt=last, end__gt=first))
    others = _others(trainer, sessions, first, last, beside=beside and trainer.parallel_sessions > 1)
    found = []
    for session in sessions:
        start, end = session.scheduled_start, session.scheduled_end
        hours = availability.working_hours(trainer, start.astimezone(trainer.zone).date())
        odd = {
            OUTSIDE: not any(on.start <= start and end <= on.end for on in hours),
            AWAY: any(off.start < end and start < off.end for off in time_off),
            CLOSE: _is_close(trainer, session, others),
            SHORT: now is not None and _is_at_short_notice(trainer, session, now),
            BESIDE: beside and any(it.scheduled_start < end and start < it.scheduled_end for it in others),
        }
        found.append([words for words, is_so in odd.items() if is_so])
    return found


def _others(
    trainer: Trainer, sessions: Sequence[Session], first: datetime, last: datetime, *, beside: bool
) -> list[Session]:
    """What else is booked around and `beside` them; nobody asks where there is no buffer to keep."""
    buffer = availability.buffer_of(trainer)
    if not buffer and not beside:
        return []
    around = Session.objects.for_trainer(trainer).holding_time().between(first - buffer, last + buffer)
    own = {session.pk for session in sessions}
    return [other for other in around.only("scheduled_start", "scheduled_end") if other.pk not in own]


def _is_close(trainer: Trainer, session: Session, others: list[Session]) -> bool:
    buffer = availability.buffer_of(trainer)
    start, end = session.scheduled_start - buffer, session.scheduled_end + buffer
    near = [other for other in others if other.scheduled_start < end and start < other.scheduled_end]
    full = availability.full(near, trainer.parallel_sessions, buffer)
    return any(span.start < session.scheduled_end and session.scheduled_start < span.end for span in full)


def _is_at_short_notice(trainer: Trainer, session: Session, now: datetime) -> bool:
    day = availability.Span(session.scheduled_start, session.scheduled_end)
    return any(session.scheduled_start < soon.end for soon in availability.too_soon(trainer, day, now))
