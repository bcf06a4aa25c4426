"""How far ahead the sessions of a series are stored, and how the rest is when somebody looks further.

A series is laid out for AHEAD. Beyond, its sessions follow from its rule: they are in the way of others all
the same, and are stored as soon as their time is looked at, or booked, up to FURTHEST from now.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigAutoField, DateTimeField, Exists, QuerySet

from clients.models import Client
from scheduling.domain import recurrence
from scheduling.domain.locking import let_others_in, lock
from scheduling.domain.recurrence import Occurrence, period
from scheduling.models import Series, Session, guard
from scheduling.models.session import LONGEST
from trainers.models import Trainer
from trainers.prepared import Given, Prepared
from trainers.recording import LAID_OUT, by_nobody
from trainers.validators import EARLIEST, LATEST

AHEAD = timedelta(days=366)
FURTHEST = timedelta(days=3653)
# What is read when no end is named; so far ahead nothing is missing while `extend` runs now and then.
NEAR = timedelta(days=300)
# Stored in one go at most: whoever looks at years at once keeps nobody else waiting for as long.
PART = timedelta(days=92)
# Stored, and compared to tell such a session: the same in all languages.
NO_PLACE = "Not booked: when the calendar came to this day, something else had the time."


def end_of(series: Series, now: datetime) -> datetime:
    """Until when a series is to be laid out: a year from now, or from its start if that is later."""
    return min(max(series.start or now, now) + AHEAD, LATEST)


def look(trainer: Trainer, start: datetime, end: datetime, *, now: datetime) -> bool:
    """Store what the trainer's series have in [start, end): whoever reads or books there sees them.

    Says whether there was anything to store.
    """
    end = within_reach(end, now)
    if not _first_unfinished(trainer=trainer.pk, until=end):
        return False
    unfinished = list(_unfinished(trainer, end))
    if not any(unstored(unfinished, start, end, now)):
        return False
    start = max(start, min(each.laid_out_until or start for each in unfinished))
    while start < end:
        until = min(start + PART, end)
        with transaction.atomic():
            lock(trainer)
            added = store(
                session_of(*found, now) for found in unstored(_unfinished(trainer, until), start, until, now)
            )
        if added and until < end:
            let_others_in()
        start = until
    return True


def complete(
    trainer: Trainer, ask: Callable[..., list[Any]], start: datetime, end: datetime, *, now: datetime
) -> list[Any]:
    """What `ask` finds of the trainer in [start, end) once all that series have there is stored.

    Its rows end with is_behind(), so that nearly always one question is enough.
    """
    rows = ask(until=within_reach(end, now))
    if rows and not rows[0][-1]:
        return rows
    return ask(until=within_reach(end, now)) if look(trainer, start, end, now=now) else rows


def is_behind() -> Exists:
    """Whether the `trainer` has series that are not laid out `until` then: see trainers.prepared."""
    return Exists(_behind())


def _behind() -> QuerySet[Series]:
    trainer, until = Given("trainer", BigAutoField()), Given("until", DateTimeField())
    return Series.objects.filter(trainer_id=trainer).unfinished(until).order_by()


def within_reach(end: datetime, now: datetime) -> datetime:
    """The end of what is read or compared: so far ahead series have their sessions."""
    return min(end, now + FURTHEST)


def look_at_all(start: datetime, end: datetime, *, now: datetime) -> None:
    """The same of all trainers; only of those is asked who have anything that is not stored by then."""
    unfinished = Series.objects.unfinished(within_reach(end, now))
    for trainer in Trainer.objects.filter(pk__in=unfinished.values("trainer")).order_by("pk"):
        look(trainer, start, end, now=now)


def extend(trainer: Trainer, *, now: datetime) -> int:
    """Lay the trainer's series out for AHEAD; returns how many sessions were added."""
    end = now + AHEAD
    with transaction.atomic():
        lock(trainer)
        unfinished = _unfinished(trainer, end)
        added = store(session_of(*found, now) for found in unstored(unfinished, EARLIEST, end, now))
        for series in unfinished:
            # Nothing that anybody reads of a series: it stays the version that it is.
            Series.objects.filter(pk=series.pk).update(laid_out_until=laid_out(series, end))
    return added


def behind(now: datetime) -> QuerySet[Series, int]:
    """The primary keys of the trainers who have series to be laid out further."""
    return Series.objects.unfinished(now + AHEAD).values_list("trainer", flat=True).distinct()


def laid_out(series: Series, until: datetime) -> datetime | None:
    """`until`, or None if the series has no session from then on."""
    return until if any(recurrence.of_series(series, until, LATEST)) else None


def unstored(
    unfinished: Iterable[Series], start: datetime, end: datetime, now: datetime
) -> Iterator[tuple[Series, Occurrence]]:
    """What the series have in [start, end), by their rules, beyond what is laid out."""
    unfinished = list(unfinished)
    stood_for, back = _stood_for(unfinished, start), _back_since(unfinished, now)
    for series in unfinished:
        since = max(series.laid_out_until or EARLIEST, back.get(series.timeline.client_id, EARLIEST))
        for found in recurrence.of_series(series, max(start, since), end):
            is_new = (series.pk, period(series.cycle, found.wall.date())) not in stood_for
            if is_new and found.start >= since:
                yield series, found


def session_of(series: Series, occurrence: Occurrence, now: datetime) -> Session:
    """A session of the series, not stored yet."""
    return Session(
        trainer=series.trainer,
        client=series.timeline.client,
        series=series,
        occurrence_on=occurrence.wall.date(),
        title=series.title,
        description=series.description,
        session_type=series.session_type,
        location=series.location,
        scheduled_start=occurrence.start,
        scheduled_end=occurrence.end,
        created_at=now,
        updated_at=now,
    )


def store(sessions: Iterable[Session]) -> int:
    """Store sessions that were promised; where the time is taken after all, as cancelled, with a word why."""
    sessions = list(sessions)
    for session in sessions:
        by_nobody(session, LAID_OUT)  # whoever looks at a day has not booked it
    try:
        _insert(sessions)
    except IntegrityError:
        for session in sessions:
            _store_or_cancel(session)
    return len(sessions)


def _store_or_cancel(session: Session) -> None:
    try:
        _insert([session])
    except IntegrityError as error:
        if not guard.is_overlap(error):
            raise
        session.status, session.notes, session.changed_by_hand = Session.Status.CANCELLED, NO_PLACE, True
        _insert([session])


def _insert(sessions: list[Session]) -> None:
    with transaction.atomic():
        Session.objects.bulk_create(sessions, batch_size=500)


# Whoever books asks this first, and nearly always there is none.
_first_unfinished = Prepared(lambda: _behind().values_list("pk")[:1])


def _unfinished(trainer: Trainer, end: datetime) -> QuerySet[Series]:
    series = Series.objects.for_trainer(trainer).unfinished(end)
    return series.select_related("timeline__client", "trainer").order_by("id")


def _stood_for(series: list[Series], start: datetime) -> set[tuple[int, date]]:
    """(series, period) in which there is a session already, or was one that was deleted for good."""
    cycles = {each.pk: each.cycle for each in series}
    # A session may stand for the whole year around it, and be under way for LONGEST.
    earliest = max(start - timedelta(days=367) - LONGEST, EARLIEST).date()
    stored = Session.objects.filter(series__in=series, occurrence_on__gte=earliest)
    found: Any = stored.values_list("series_id", "occurrence_on")
    deleted = ((each.pk, date.fromisoformat(day)) for each in series for day in each.deleted_on)
    return {(pk, period(cycles[pk], day)) for pk, day in [*found, *deleted]}


def _back_since(series: list[Series], now: datetime) -> dict[int | None, datetime]:
    """{client: when they came back} of those who were inactive: their series have nothing until then.

    Only series that are not laid out until now stood still for so long.
    """
    behind = {each.timeline.client_id for each in series if each.laid_out_until and each.laid_out_until < now}
    behind.discard(None)
    if not behind:
        return {}
    kept: Any = Client.history.filter(id__in=behind).order_by("history_date", "history_id")
    away, back = set(), {}
    for client, status, at in kept.values_list("id", "status", "history_date"):
        if status == Client.Status.INACTIVE:
            away.add(client)
        elif client in away:
            away.remove(client)
            back[client] = at
    return back
