"""A trainer's sessions by what they are like: a page of them, one of them, how many there are of each kind.

What they are like is {name: value} of CLIENT, FIRST, LAST, BEFORE, SEARCH, `status` and `session_type`. Each
set of names is made into SQL once (trainers.prepared): these are asked for more often than all else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from django.db.models import BigAutoField, CharField, Count, DateTimeField, Field, Subquery

from scheduling.domain import horizon, statistics
from scheduling.domain.statistics import Summary
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet, earliest_of
from trainers.models import Trainer
from trainers.prepared import Given, Prepared, instance
from trainers.prepared import columns as columns_of

# By the key of the client; from an instant on, up to one, and until before one; with a text.
CLIENT, FIRST, LAST, BEFORE = "client", "scheduled_start__gte", "scheduled_start__lte", "scheduled_start__lt"
SEARCH = "search"
SECOND = timedelta(seconds=1)  # a time at the end of a period belongs to it

Like = Mapping[str, Any]
Columns = tuple[str, ...]


def page(
    trainer: Trainer,
    like: Like,
    columns: Columns,
    *,
    sort_by: str,
    descending: bool,
    start: int,
    length: int,
    now: datetime,
) -> tuple[list[Sequence[Any]], int]:
    """Of at most `length` sessions from `start` on the columns; and how many there are in all."""
    names, given = tuple(sorted(like)), {"trainer": trainer.pk, **like}
    # The database's integers end, and before that everything that is listed has.
    asked = _page(names, columns, sort_by, descending)
    ask = partial(asked, (min(start, 2**63 - 1), length), **given)
    rows = horizon.complete(trainer, ask, *_period(like, now), now=now)
    if rows:
        return rows, rows[0][-2]
    counted = _count(names)(**given) if start else []
    return [], counted[0][0] if counted else 0


def one(trainer: Trainer, key: int, columns: Columns) -> Sequence[Any] | None:
    """The columns of the trainer's session with that key."""
    rows = _one(columns)(trainer=trainer.pk, key=key)
    return rows[0] if rows else None


def in_range(
    trainer: Trainer, start: datetime, end: datetime, columns: Columns, *, now: datetime
) -> list[Sequence[Any]]:
    """The columns of those that are under way in [start, end) and not cancelled, in order."""
    ask = partial(_in_range(columns), **_span(trainer, start, end))
    return [row[:-1] for row in horizon.complete(trainer, ask, start, end, now=now)]


def holding(trainer: Trainer, start: datetime, end: datetime, *, now: datetime) -> list[Session]:
    """Those that hold the trainer's time in [start, end), in order."""
    ask = partial(_holding, **_span(trainer, start, end))
    return [instance(Session, row[:-1]) for row in horizon.complete(trainer, ask, start, end, now=now)]


def summarize(trainer: Trainer, like: Like, *, now: datetime) -> Summary:
    ask = partial(_kinds(tuple(sorted(like))), trainer=trainer.pk, now=now, **like)
    rows = horizon.complete(trainer, ask, *_period(like, now), now=now)
    return statistics.summary_of(row[:-1] for row in rows)


def _period(like: Like, now: datetime) -> tuple[datetime, datetime]:
    """When those start that are asked for; without a period, in some months."""
    first, last = like.get(FIRST, now), like.get(LAST, like.get(BEFORE))
    return first, max(first, now) + horizon.NEAR if last is None else last + SECOND


def _span(trainer: Trainer, start: datetime, end: datetime) -> dict[str, Any]:
    return {"trainer": trainer.pk, "start": start, "end": end, "earliest": earliest_of(start)}


def _between() -> SessionQuerySet:
    return _like(()).between(_given("start"), _given("end"), _given("earliest")).in_order()


_holding = Prepared(lambda: _behind(_between().holding_time()).values_list(*columns_of(Session), "is_behind"))


@lru_cache(maxsize=256)
def _in_range(columns: Columns) -> Prepared:
    return Prepared(
        lambda: _behind(_between().exclude(status=Session.Status.CANCELLED)).values_list(
            *columns, "is_behind"
        )
    )


def _behind(sessions: Any) -> Any:
    return sessions.annotate(is_behind=horizon.is_behind())


def _like(names: Columns) -> SessionQuerySet:
    sessions = Session.objects.filter(
        trainer_id=_given("trainer"), **{name: _given(name) for name in names if name != SEARCH}
    )
    return sessions.search(_given(SEARCH)) if SEARCH in names else sessions


def _given(name: str) -> Any:
    return Given(name, FIELDS.get(name, CharField()))


FIELDS: dict[str, Field] = dict.fromkeys(
    [FIRST, LAST, BEFORE, "now", "start", "end", "earliest"], DateTimeField()
)
FIELDS |= dict.fromkeys(["trainer", CLIENT, "key"], BigAutoField())


@lru_cache(maxsize=256)
def _page(names: Columns, columns: Columns, sort_by: str, descending: bool) -> Prepared:
    return Prepared(
        lambda: (
            _behind(_like(names))
            .annotate(total=Subquery(_total(names)))
            .sorted_by(sort_by, descending=descending)
            .values_list(*columns, "total", "is_behind")
        )
    )


@lru_cache(maxsize=256)
def _count(names: Columns) -> Prepared:
    return Prepared(lambda: _total(names))


def _total(names: Columns) -> Any:
    return _like(names).order_by().values("trainer").annotate(total=Count("pk")).values_list("total")


@lru_cache(maxsize=256)
def _one(columns: Columns) -> Prepared:
    return Prepared(lambda: _like(()).filter(pk=_given("key")).order_by().values_list(*columns))


@lru_cache(maxsize=256)
def _kinds(names: Columns) -> Prepared:
    return Prepared(lambda: _behind(statistics.kinds(_like(names), now=_given("now"))))
