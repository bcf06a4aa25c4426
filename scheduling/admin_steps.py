"""What staff do to bookings in the admin is a step of their trainer's, who is told of it, as at the desk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduling.domain import booking
from scheduling.domain.steps import Part, WayBack, forget, taking, way_back
from scheduling.models import Series, Session, Timeline
from scheduling.wording import plain, said, titles
from trainers.models import Step, Trainer, User
from trainers.news import note
from trainers.noticing import noticing

# So many of several sessions are named.
NAMED = 3


def in_words(sentence: str | Promise, session: Session, now: datetime) -> str:
    """On the clock of its trainer, who reads it."""
    with timezone.override(session.trainer.zone):
        return plain(said(sentence, session, now))


def of_thing(sentence: str | Promise, thing: Timeline | Series) -> str:
    return plain(format_html(str(sentence), what=format_html("<bdi>{}</bdi>", thing)))


@contextmanager
def removing(what: Session | Timeline | Series, by: User, now: datetime) -> Iterator[Step]:
    with taking(what.trainer, now, by=by) as step:
        if isinstance(what, Session):
            step.words = in_words(_("Deleted {session}, {start}."), what, now)
        else:
            step.words = of_thing(_("Removed {what}."), what)
        yield step


def cancel_all(sessions: QuerySet[Session], by: User, now: datetime) -> list[Session]:
    """As booking.cancel_all; a step for each trainer, all kept at once."""
    with transaction.atomic():
        with noticing() as noticed:
            cancelled = booking.cancel_all(sessions, now=now)
        of_trainers = _by_trainer(cancelled)
        trainers = Trainer.objects.in_bulk(of_trainers)
        steps = [
            Step(trainer=trainers[pk], at=now, by=by, words=_cancelled(of_trainers[pk])) for pk in trainers
        ]
        _keep(steps, way_back(noticed))
        forget(trainers.values(), now)
    return cancelled


def _keep(steps: Sequence[Step], way: WayBack) -> None:
    """Each with its part of the way back, in which there are only sessions."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for part in way.parts:
        parts[part.before["trainer_id"] if part.before else 0].append(part)
    for step in steps:
        step.way_back = replace(way, parts=parts[step.trainer_id]).as_json()
        note(step)
    Step.objects.bulk_create(steps)


def _by_trainer(sessions: Iterable[Session]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        found[session.trainer_id].append(session)
    return found


def _cancelled(found: Sequence[Session]) -> str:
    words = ngettext(
        "Cancelled {count} session: {sessions}.", "Cancelled {count} sessions: {sessions}.", len(found)
    )
    return plain(format_html(words, count=len(found), sessions=titles(found, NAMED)))
