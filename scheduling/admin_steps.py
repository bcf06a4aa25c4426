"""What staff do to bookings in the admin is a step of their trainer's, who is told of it, as at the desk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduling.domain import booking
from scheduling.domain.steps import taking
from scheduling.models import Series, Session, Timeline
from scheduling.wording import plain, said
from trainers.models import Step, Trainer, User

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
    """As booking.cancel_all; a step for each trainer."""
    cancelled = []
    for trainer in Trainer.objects.filter(sessions__in=sessions).distinct().order_by("pk"):
        with taking(trainer, now, by=by) as step:
            found = booking.cancel_all(sessions.filter(trainer=trainer), now=now)
            step.words = _cancelled(found)
        cancelled += found
    return cancelled


def _cancelled(found: Sequence[Session]) -> str:
    words = ngettext(
        "Cancelled {count} session: {sessions}.", "Cancelled {count} sessions: {sessions}.", len(found)
    )
    names = format_html_join(", ", "<bdi>{}</bdi>", ((each.title,) for each in found[:NAMED]))
    if len(found) > NAMED:
        names = format_html(_("{names} and {count} more"), names=names, count=len(found) - NAMED)
    return plain(format_html(words, count=len(found), sessions=names))
