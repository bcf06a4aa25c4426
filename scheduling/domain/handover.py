"""A client goes to another trainer, with all that is still to come; what is past stays with who trained it.

What repeats is cut in two: it ends with the one trainer, and goes on with the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.domain import conflicts, horizon, recurrence, splitting
from scheduling.domain.availability import Span
from scheduling.domain.booking import MOST_AT_ONCE
from scheduling.domain.conflicts import Collision, SchedulingConflict
from scheduling.domain.horizon import FURTHEST
from scheduling.domain.locking import lock_all
from scheduling.domain.recurrence import wall_of
from scheduling.models import Series, Session, Timeline
from scheduling.models.series import SeriesQuerySet
from scheduling.models.session import SessionQuerySet
from trainers.models import Trainer
from trainers.validators import LATEST


@dataclass(frozen=True)
class HandOver:
    """What goes with a client, or why the client cannot go: in words, or with the times that are taken."""

    client: Client
    sessions: int
    series: int
    collisions: list[Collision]
    why_not: str = ""

    @property
    def can_be(self) -> bool:
        return not self.why_not and not self.collisions


class NotAll(Exception):
    """Nobody was handed over, because one `client` cannot be: `why` is what hand_over() raised."""

    def __init__(self, client: Client, why: Exception) -> None:
        super().__init__(why)
        self.client, self.why = client, why


def hand_over_all(clients: Iterable[Client], to: Trainer, *, now: datetime) -> None:
    """Let another trainer have all of them, or nobody. Raises NotAll, and Client.DoesNotExist."""
    with transaction.atomic():
        for client in clients:
            try:
                hand_over(client, to, now=now)
            except (ValidationError, SchedulingConflict) as refusal:
                raise NotAll(client, refusal) from refusal


def hand_over(client: Client, to: Trainer, *, now: datetime) -> HandOver:
    """Let another trainer have the client. Raises ValidationError for `client` or `trainer`.

    And SchedulingConflict, when the other trainer has no time for what is booked: it lists all that
    collides, and nothing is done.
    """
    with transaction.atomic():
        trainers = lock_all([client.trainer, to])
        client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
        if client.trainer_id not in trainers:  # somebody else was quicker
            raise ValidationError({"client": _("This client is with another trainer by now")})
        client.trainer, to = trainers[client.trainer_id], trainers[to.pk]
        if to == client.trainer:
            raise ValidationError({"trainer": _("This client is with this trainer already")})
        if not to.user.is_active:
            raise ValidationError({"trainer": _("This trainer is inactive")})
        (found,) = previews([client], to, now=now)
        if found.why_not:
            raise ValidationError({"client": found.why_not})
        if found.collisions:
            raise SchedulingConflict.of(found.collisions)
        _give(_to_come([client], now), to, now)
        _give_timelines(client, to, now)
        _give_client(client, to)
    return found


def previews(clients: Sequence[Client], to: Trainer, *, now: datetime) -> list[HandOver]:
    """What hand_over() would do with each of some clients of one trainer; so many queries for all of them."""
    sessions = list(_to_come(clients, now).select_related("client"))
    series = list(_going_on(clients, now))
    collisions = _collisions(sessions, series, to, now)
    emails = set(Client.objects.for_trainer(to).values_list(Lower("email"), flat=True))
    return [
        HandOver(
            client,
            sum(session.client_id == client.pk for session in sessions),
            sum(each.timeline.client_id == client.pk for each in series),
            [found for found in collisions if found.session.client_id == client.pk],
            _has_one(to) if client.email.lower() in emails else "",
        )
        for client in clients
    ]


def _to_come(clients: Sequence[Client], now: datetime) -> SessionQuerySet:
    """What their trainer has with them; what another has for once stays there."""
    return Session.objects.filter(client__in=clients, trainer=F("client__trainer")).to_come(now).in_order()


def _going_on(clients: Sequence[Client], now: datetime) -> SeriesQuerySet:
    """Their series that have anything still to come, or no time yet."""
    coming = Session.objects.to_come(now).filter(series=OuterRef("pk"))
    present = Series.objects.present().filter(
        Q(laid_out_until__isnull=False) | Q(start=None) | Exists(coming),
        timeline__client__in=clients,
        trainer=F("timeline__client__trainer"),
    )
    return present.select_related("timeline__client", "trainer").order_by("pk")


def _collisions(
    sessions: Sequence[Session], series: Sequence[Series], to: Trainer, now: datetime
) -> list[Collision]:
    """What the other trainer cannot take, stored or following from a rule, in the order of time.

    The clients are where they are; they cannot be in anybody's way who was not before.
    """
    unfinished = [each for each in series if each.laid_out_until]
    coming = [
        horizon.session_of(*found, now) for found in horizon.unstored(unfinished, now, now + FURTHEST, now)
    ]
    every = sorted([*sessions, *coming], key=lambda each: each.scheduled_start)
    spans = [Span(each.scheduled_start, each.scheduled_end) for each in every]
    taken = dict(conflicts.refused(to, None, spans, now=now))
    return [
        Collision(_with(to, each), taken[span])
        for each, span in zip(every, spans, strict=True)
        if span in taken
    ]


def _with(to: Trainer, session: Session) -> Session:
    """The session as it would be, for what is said of it: on the other trainer's clock."""
    session.trainer = to
    return session


def _give_client(client: Client, to: Trainer) -> None:
    client.trainer = to
    try:
        client.save(update_fields=["trainer"])
    except IntegrityError as error:  # enrolled by the other trainer at this moment
        raise ValidationError({"client": _has_one(to)}) from error


def _has_one(to: Trainer) -> str:
    return _("%(trainer)s has a client with this e-mail already") % {"trainer": to.full_name}


def _give(sessions: SessionQuerySet, to: Trainer, now: datetime) -> None:
    pks = list(sessions.values_list("pk", flat=True))
    for start in range(0, len(pks), MOST_AT_ONCE):
        chosen = Session.objects.filter(pk__in=pks[start : start + MOST_AT_ONCE])
        # What the one trainer wrote is not for the other to read.
        chosen.rewrite(trainer=to, trainer_notes=None, updated_at=now)


def _give_timelines(client: Client, to: Trainer, now: datetime) -> None:
    """Those on which nothing has been yet as they are; of others only what goes on."""
    present = Timeline.objects.for_trainer(client.trainer).present().filter(client=client)
    for timeline in present.order_by("pk"):
        going_on = list(_going_on([client], now).filter(timeline=timeline))
        if _is_new(timeline, to):
            timeline.series.present().rewrite(trainer=to, updated_at=now)
            timeline.trainer, timeline.updated_at = to, now
            timeline.save(update_fields=["trainer", "updated_at"])
            continue
        if going_on:
            other = Timeline.objects.create(
                trainer=to,
                client=client,
                name=timeline.name,
                description=timeline.description,
                created_at=now,
                updated_at=now,
            )
            for each in going_on:
                _continue(each, other, now)
        timeline.series.present().rewrite(removed_at=now, updated_at=now)
        timeline.removed_at = timeline.updated_at = now
        timeline.save(update_fields=["removed_at", "updated_at"])


def _is_new(timeline: Timeline, to: Trainer) -> bool:
    """Whether all of its sessions are the other trainer's by now."""
    return not Session.objects.filter(series__timeline=timeline).exclude(trainer=to).exists()


def _continue(series: Series, timeline: Timeline, now: datetime) -> None:
    """What is to come of the series is one on the other trainer's timeline from now on."""
    if series.repeats and series.sessions.exclude(trainer=timeline.trainer).exists():
        first = _first(series, timeline.trainer, now)
        at = splitting.occurrence_of(series, first) if first else None
        if not first or not at:
            return  # nothing of its rule is left
        if not splitting.is_first(series, at):
            series = splitting.split(series, first, at, None, now=now)
    series.timeline, series.trainer, series.updated_at = timeline, timeline.trainer, now
    series.save(update_fields=["timeline", "trainer", "updated_at"])


def _first(series: Series, to: Trainer, now: datetime) -> Session | None:
    """With which the other trainer begins: a session that was given, else what the rule has next."""
    today = wall_of(now, series.zone).date()
    given = series.sessions.filter(trainer=to, occurrence_on__gte=today).order_by("occurrence_on").first()
    if given:
        return given
    found = next((each for each in recurrence.of_series(series, now, LATEST) if each.start >= now), None)
    return horizon.session_of(series, found, now) if found else None
