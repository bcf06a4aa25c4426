"""Sessions that were kept elsewhere are taken in, many at once: those whose time is free.

What was there before stays as it is: a session with the same client at the same time is the same. However
many they are, there are as many queries. Written as booking does: lock, check, write.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clients.domain import ERASED, Outcome, compare, enrol_all
from clients.domain import Wanted as Values
from clients.models import Client
from scheduling.domain.availability import Span
from scheduling.domain.booking import INACTIVE, MOST_AT_ONCE, Errors
from scheduling.domain.conflicts import Held, Taken
from scheduling.domain.locking import lock
from scheduling.models import Session
from trainers.clocks import say_span
from trainers.models import Trainer
from trainers.validators import check

NEWCOMER = ("first_name", "last_name", "email")


class Wanted(NamedTuple):
    """`values` are {field of Session: value}; `errors` what the door could not read, {field: message}.

    The client is one of the trainer's, or a `newcomer`, {field of Client: value}, who is enrolled with it.
    `row` is where it stands in a list.
    """

    values: Mapping[str, Any]
    errors: Errors
    client: Client | None = None
    newcomer: Mapping[str, Any] | None = None
    row: int = 0


@dataclass(frozen=True)
class Entry:
    """What happens to one of them; the client of a newcomer's session is not stored before it is."""

    outcome: Outcome
    session: Session
    errors: Mapping[str, list[str]] = field(default_factory=dict)


def look(trainer: Trainer, wanted: Sequence[Wanted], *, now: datetime) -> list[Entry]:
    """What take_in() would do with each of them, in their order."""
    return list(_entries(trainer, wanted, now))


@transaction.atomic
def take_in(trainer: Trainer, wanted: Sequence[Wanted], *, now: datetime) -> list[Entry]:
    """Store all that can be. Raises ValidationError, and writes nothing, when somebody else is quicker."""
    trainer = lock(trainer)
    entries = look(trainer, wanted, now=now)
    new = [each.session for each in entries if each.outcome == Outcome.NEW]
    _enrol(trainer, new)
    try:
        with transaction.atomic():
            Session.objects.bulk_create(new, batch_size=MOST_AT_ONCE)
    except IntegrityError as error:
        # The trainer's time is ours; another trainer may have booked a client of theirs at this moment.
        raise ValidationError({"scheduled_start": _("This time was taken a moment ago.")}) from error
    return entries


def _enrol(trainer: Trainer, sessions: Sequence[Session]) -> None:
    """The newcomers among their clients, each once."""
    unknown = {each.client.email: each.client for each in sessions if each.client and not each.client.pk}
    wanted: list[Values] = [({name: getattr(it, name) for name in NEWCOMER}, {}) for it in unknown.values()]
    enrolled = {it.client.email: it.client for it in enrol_all(trainer, wanted)} if wanted else {}
    for session in sessions:
        if session.client and not session.client.pk:
            session.client = enrolled[session.client.email]


class _Known:
    """Whom the sessions are with: each client under a number, a newcomer under one below zero."""

    def __init__(self, trainer: Trainer, wanted: Sequence[Wanted]) -> None:
        told = {str(it["email"]).lower(): it for each in wanted if (it := each.newcomer)}
        found = compare(trainer, [(values, {}) for values in told.values()]) if told else []
        self._newcomers = dict(zip(told, found, strict=True))
        self._numbers = {email: -number for number, email in enumerate(told, start=1)}

    def who(self, wanted: Wanted) -> tuple[Client | None, int, dict[str, str]]:
        """(client, their number, what is wrong with them)."""
        if wanted.client:
            return wanted.client, wanted.client.pk, {}
        if not wanted.newcomer:
            return None, 0, {"client": _("Client is required")}
        email = str(wanted.newcomer["email"]).lower()
        entry = self._newcomers[email]
        wrong = {name: " ".join(said) for name, said in entry.errors.items()}
        return entry.client, entry.client.pk or self._numbers[email], wrong


def _entries(trainer: Trainer, wanted: Sequence[Wanted], now: datetime) -> Iterator[Entry]:
    known = _Known(trainer, wanted)
    checked = [_checked(trainer, each, known, now) for each in wanted]
    fine = [session for session, _, errors in checked if not errors]
    start = min((each.scheduled_start for each in fine), default=now)
    end = max((each.scheduled_end for each in fine), default=now)
    held, there = Held.between(trainer, start, end, now=now), _there(trainer, start, end)
    rows: dict[Taken, int] = {}
    for (session, number, errors), it in zip(checked, wanted, strict=True):
        key = (number, session.scheduled_start, session.scheduled_end)
        if not errors and key in there:
            yield Entry(Outcome.UNCHANGED, session)
        elif errors := errors or _against(session, number, held, rows):
            yield Entry(Outcome.REFUSED, session, errors)
        else:
            there.add(key)
            if session.holds_time:
                held.add(taken := _taken(session, number))
                rows[taken] = it.row
            yield Entry(Outcome.NEW, session)


def _checked(
    trainer: Trainer, wanted: Wanted, known: _Known, now: datetime
) -> tuple[Session, int, Mapping[str, list[str]]]:
    """(session, number of its client, what is wrong with it by itself)."""
    client, number, wrong = known.who(wanted)
    session = Session(trainer=trainer, client=client, created_at=now, updated_at=now, **wanted.values)
    unread = {"scheduled_start", "scheduled_end"} - set(wanted.values) if wanted.errors else set()
    try:
        check(session, exclude={"trainer", "client", "series"} | unread, errors={**wrong, **wanted.errors})
    except ValidationError as error:
        return session, number, error.message_dict
    return session, number, {}


def _there(trainer: Trainer, start: datetime, end: datetime) -> set[tuple[int | None, datetime, datetime]]:
    """(client, start, end) of what the trainer has, whatever came of it."""
    stored = Session.objects.for_trainer(trainer).between(start, end).order_by()
    return set(stored.values_list("client", "scheduled_start", "scheduled_end"))


def _against(session: Session, number: int, held: Held, rows: Mapping[Taken, int]) -> dict[str, list[str]]:
    """What keeps the session from being stored, by field; `rows` are those of the list that hold a time."""
    client = session.client
    if client and client.is_erased:
        return {"client": [_(ERASED)]}
    if client and not client.is_active and session.status == Session.Status.SCHEDULED:
        return {"client": [_(INACTIVE)]}
    if not session.holds_time:
        return {}
    taken = held.first_in_the_way(number, Span(session.scheduled_start, session.scheduled_end))
    return {"scheduled_start": [_in_words(taken, session, rows.get(taken))]} if taken else {}


def _in_words(taken: Taken, session: Session, row: int | None) -> str:
    """Without a title: what is in the way may be another trainer's."""
    zone = session.trainer.zone
    walls = taken.start.astimezone(zone), taken.end.astimezone(zone)
    when = {"day": f"{walls[0]:%Y-%m-%d}", "times": say_span(*walls)}
    if row:
        return _("This time is taken, by row %(row)s of this list: %(day)s, %(times)s.") % {
            **when,
            "row": row,
        }
    return _("This time is taken, by a session on %(day)s, %(times)s.") % when


def _taken(session: Session, number: int) -> Taken:
    span = session.scheduled_start, session.scheduled_end
    return Taken(*span, None, session.trainer_id, number, session.title)
