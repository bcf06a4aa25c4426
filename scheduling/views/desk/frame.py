"""What the pages of the desk have in common: their rights, their objects, what is said when it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.desk import zone_of_desk
from scheduling.domain.availability import Span
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.steps import taking
from scheduling.models import Session
from scheduling.views import slots
from scheduling.views.oddities import oddities, remark
from scheduling.views.steps import Doing
from scheduling.wording import plain, said
from trainers.models import Trainer, User

SEE, BOOK, CHANGE = "scheduling.view_session", "scheduling.add_session", "scheduling.change_session"
SEE_CLIENTS, ADD_CLIENTS = "clients.view_client", "clients.add_client"
TAKE_OFF = "trainers.add_timeoff"
KEEP_CLIENTS, KEEP_USERS = "clients.change_client", "trainers.change_user"


def trainer_with(pk: int) -> Trainer:
    return get_object_or_404(Trainer.objects.select_related("user"), pk=pk)


def session_with(uuid: object) -> Session:
    found = Session.objects.select_related("client", "trainer__user", "series__timeline__trainer")
    return get_object_or_404(found, uuid=uuid)


@contextmanager
def doing_for(
    request: HttpRequest, trainer: Trainer, now: datetime, to: Trainer | None = None
) -> Iterator[Doing]:
    """What the domain does inside is a step of the trainer's, which the page offers to undo.

    `to` is who has something of it from then on.
    """
    done = Doing()
    with taking(trainer, now, by=cast(User, request.user), to=to) as step:
        yield done
        step.words = plain(done.words)
    undo = reverse("desk-undo", args=[step.uuid]) if step.pk else ""
    messages.success(request, done.words, extra_tags=undo)


def told(sentence: str | Promise, session: Session, trainer: Trainer, now: datetime) -> SafeString:
    """What became of the session, on the clock of that trainer, which is named if it is not the desk's."""
    zone = "" if trainer.timezone == zone_of_desk().key else trainer.timezone
    with timezone.override(trainer.zone):
        return said(sentence, session, now, zone)


def with_trainer(sentence: str, session: Session, now: datetime) -> SafeString:
    """What was done to the session, and whose it is; what may be a slip."""
    what = told(sentence, session, session.trainer, now)
    words = format_html(_("{what} Trainer: {name}."), what=what, name=session.trainer.full_name)
    (odd,) = oddities(session.trainer, [session], now, to_staff=True)
    return format_html("{} {}", words, remark(odd)) if odd else words


def why(refusal: Exception) -> str:
    """What a refusal of the domain says, without the names of fields, as the end of a sentence."""
    if isinstance(refusal, SchedulingConflict):
        said = taken(refusal)
    else:
        said = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    return said.rstrip(".")


def taken(conflict: SchedulingConflict) -> str:
    """What stands in the way, on the clock of the trainer whose time was wanted."""
    if conflict.in_the_way is None:
        return _("This time was taken a moment ago.")
    session = told(_("{session}, {start}"), conflict.in_the_way, conflict.session.trainer, timezone.now())
    return plain(format_html(_("This time is taken: {session}."), session=session))


def offers(trainer: Trainer, wanted: Span, now: datetime, apart_from: Session | None = None) -> list[Span]:
    """What of the trainer's day could be had instead for as long; `apart_from` is to be moved."""
    length = wanted.end - wanted.start
    day = wanted.start.astimezone(trainer.zone).date()
    found = slots.ahead(trainer, day, now, length, apart_from)
    starts = [start for slot in found for start in slots.starts(slot, length, trainer.zone)]
    # For the client, if not for the trainer, that is taken.
    return [Span(start, start + length) for start in starts if start != wanted.start]


def client_named(text: str) -> Client | None:
    """The active client with that uuid, whoever trains them."""
    return Client.objects.active().select_related("trainer").with_uuid(text).first()


def at_the_desk(start: datetime) -> dict[str, object]:
    """The `day` and the time, `at`, that the desk's clock shows: what its day page asks for."""
    wall = start.astimezone(zone_of_desk())
    return {"day": wall.date(), "at": f"{wall:%H:%M}"}
