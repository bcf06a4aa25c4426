"""What a trainer may not expect of many times: they are outside working hours, or in time off."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from scheduling.domain import availability
from scheduling.models import Session
from trainers.models import Trainer

OUTSIDE, AWAY = "outside your working hours", "in your time off"


def oddities(trainer: Trainer, sessions: Sequence[Session]) -> list[list[str]]:
    """Of each session, in two queries for all of them."""
    if not sessions:
        return []
    prefetch_related_objects([trainer], "working_hours")
    first = min(session.scheduled_start for session in sessions)
    last = max(session.scheduled_end for session in sessions)
    time_off = list(trainer.time_off.filter(start__lt=last, end__gt=first))
    found = []
    for session in sessions:
        start, end = session.scheduled_start, session.scheduled_end
        hours = availability.working_hours(trainer, start.astimezone(trainer.zone).date())
        odd = {
            OUTSIDE: not any(on.start <= start and end <= on.end for on in hours),
            AWAY: any(off.start < end and start < off.end for off in time_off),
        }
        found.append([words for words, is_so in odd.items() if is_so])
    return found


def summary(trainer: Trainer, sessions: Sequence[Session]) -> str:
    """12 are outside your working hours, 1 is in your time off; nothing where all is as usual."""
    counts = Counter(words for odd in oddities(trainer, sessions) for words in odd)
    found = ((words, counts[words]) for words in (OUTSIDE, AWAY) if counts[words])
    return ", ".join(f"{count} {'is' if count == 1 else 'are'} {words}" for words, count in found)
