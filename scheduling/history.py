"""The history of an object, as it is shown: who changed what and when, from what to what.

Times are on the clock of the current time zone. How it is recorded: trainers.recording.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from scheduling.models import Series, Session, Timeline
from scheduling.wording import long_day, moment
from trainers.clocks import say
from trainers.models import TimeOff, Trainer, User, WorkingHours
from trainers.recording import ADMIN, API, CHANGED, COMMAND, CREATED, DELETED, LAID_OUT, REDO, SUPPORT, UNDO

PAGE, MOST_PAGES = 50, 1000
DOORS = {
    API: _("by API"),
    ADMIN: _("in the admin"),
    UNDO: _("by undo"),
    REDO: _("by redo"),
}
NOBODY = {LAID_OUT: _("Laid out by the calendar"), COMMAND: _("A command on the server")}
ACTIONS = {CREATED: _("Created"), CHANGED: _("Changed"), DELETED: _("Deleted")}

Records = models.QuerySet[Any]


@dataclass(frozen=True)
class Change:
    """One field, and what it said before and after; "" is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class GivenAway:
    """From which trainer to which."""

    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of one object; `name` is empty where it is the object whose history is read.

    `is_whole`: all of the object is told, and not what has become another. Of what was there before its
    history began (`is_first`) it is not known what it said before. `given` is told to staff alone.
    """

    at: datetime
    by: str
    door: str
    action: str
    kind: str
    name: str
    changes: list[Change]
    is_whole: bool
    is_first: bool
    given: GivenAway | None


@dataclass(frozen=True)
class Page:
    """A page of entries, newest first."""

    entries: list[Entry]
    number: int
    has_older: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody has turned to it."""
        return self.number > 1

    @property
    def older(self) -> int:
        return self.number + 1

    @property
    def newer(self) -> int:
        return self.number - 1


def of_session(session: Session, trainer: Trainer | None = None) -> list[Records]:
    """All of it; or what it was while it was that trainer's."""
    whose = {"trainer": trainer.pk} if trainer else {}
    return [Session.history.filter(id=session.pk, **whose)]


def of_series(series: Series) -> list[Records]:
    return [Series.history.filter(id=series.pk)]


def of_timeline(timeline: Timeline, trainer: Trainer | None = None) -> list[Records]:
    """With the series on it: all of it; or what it was while it was that trainer's."""
    whose = {"trainer": trainer.pk} if trainer else {}
    return [
        Timeline.history.filter(id=timeline.pk, **whose),
        Series.history.filter(timeline=timeline.pk, **whose),
    ]


def of_client(client: Client, *, to_staff: bool = False) -> list[Records]:
    """With the timelines, and the sessions that were deleted: these have no page any more.

    What another trainer wrote, whose client it was before, is among it for staff alone.
    """
    whose = {} if to_staff else {"trainer": client.trainer_id}
    return [
        Client.history.filter(id=client.pk, **whose),
        Timeline.history.filter(client=client.pk, **whose),
        Session.history.filter(client=client.pk, **whose, history_type=DELETED),
    ]


def of_bookings(client: Client) -> list[Records]:
    """What repeats with a client, and what is cancelled of theirs, whoever trains them: for the staff."""
    timelines = Timeline.objects.filter(client=client)
    cancelled = Session.objects.filter(client=client, status=Session.Status.CANCELLED).without_ended()
    return [
        Series.history.filter(timeline__in=timelines.values("pk")),
        Session.history.filter(id__in=cancelled.values("pk")),
    ]


def of_trainer(trainer: Trainer) -> list[Records]:
    """With hours and time off, and the clients who were deleted."""
    return [
        Trainer.history.filter(id=trainer.pk),
        WorkingHours.history.filter(trainer=trainer.pk),
        TimeOff.history.filter(trainer=trainer.pk),
        Client.history.filter(trainer=trainer.pk, history_type=DELETED),
    ]


def of_user(user: User) -> list[Records]:
    return [User.history.filter(id=user.pk)]


def cancelled_by(sessions: Iterable[Session]) -> dict[int, str]:
    """{key of each that is cancelled: who has cancelled it last}, in one query for all."""
    keys = [session.pk for session in sessions if session.status == Session.Status.CANCELLED]
    rows = Session.history.filter(id__in=keys).select_related("history_user__trainer", "trainer")
    statuses: dict[int, str] = {}
    found = {}
    for row in rows.defer("description", "notes", "trainer_notes").order_by("history_id"):
        if Session.Status.CANCELLED == row.status != statuses.get(row.id):
            found[row.id] = author(row)
        statuses[row.id] = row.status
    return found


def read(
    sources: Sequence[Records],
    *,
    now: datetime,
    asked: str | None = None,
    hidden: frozenset[str] = frozenset(),
) -> Page:
    """The page that was asked for, of the records of all sources; the first source is the object itself.

    Nothing is told of the fields that are `hidden`. In one query for all, and one or two for each source that
    has records on the page.
    """
    number = _number(asked)
    start = (number - 1) * PAGE
    keys = list(_keys(sources)[start : start + PAGE + 1])
    rows = {n: _rows(source, [key for key in keys[:PAGE] if key[1] == n]) for n, source in enumerate(sources)}
    entries = [
        _entry(rows[n][pk], rows[n].get(before), came, n > 0, now, hidden)
        for _, n, pk, before, came in keys[:PAGE]
    ]
    return Page(entries, number, len(keys) > PAGE)


def _number(asked: str | None) -> int:
    """What stands in the address may be anything."""
    is_number = asked is not None and asked.isascii() and asked.isdecimal() and len(asked) < 5
    return min(max(int(asked or 1), 1), MOST_PAGES) if is_number else 1


def _keys(sources: Sequence[Records]) -> Any:
    """(when, number of the source, key of the record, of the one before, if it came), newest first."""
    first, *others = [_key(source, n) for n, source in enumerate(sources)]
    keys = first.union(*others, all=True) if others else first
    return keys.order_by("-history_date", "source", "-history_id")


def _key(source: Records, number: int) -> Any:
    # Within the source, so that nothing is told of before that the asker may not see.
    earlier = source.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    keyed = source.order_by().annotate(
        source=Value(number, models.IntegerField()),
        before=Case(When(history_type=CHANGED, then=before), output_field=models.BigIntegerField()),
        came=_came(source.model),
    )
    return keyed.values_list("history_date", "source", "history_id", "before", "came")


def _came(records: Any) -> Any:
    """Whether it was another trainer's in the record before, be that one for the asker to see or not."""
    if "trainer" not in {field.name for field in records.tracked_fields}:
        return Value(False)
    earlier = records.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    whose = Subquery(earlier.order_by("-history_id").values("trainer")[:1])
    return Case(When(Q(history_type=CHANGED) & ~Q(trainer=whose), then=True), default=False)


def _rows(source: Records, keys: list[Any]) -> dict[int, Any]:
    """{key: record} of the records and those before them, with whom and what they name."""
    wanted = {pk for key in keys for pk in key[2:4] if pk}
    if not wanted:
        return {}
    tracked = source.model.tracked_fields
    named = [field.name for field in tracked if isinstance(field, models.ForeignKey)]
    found = source.model.objects.filter(history_id__in=wanted)
    return {row.history_id: row for row in found.select_related("history_user__trainer", *named)}


def _entry(
    row: Any, before: Any, came: bool, is_another: bool, now: datetime, hidden: frozenset[str]
) -> Entry:
    given = _given(row, before, now)
    return Entry(
        at=row.history_date,
        by=author(row) if given or not came else _author_of_arrival(row),
        door=door_of(row),
        action=_arrival(before) if came and not given else action(row, before),
        kind=in_language(row.instance_type._meta.verbose_name) if is_another else "",
        name=str(row.history_object) if is_another else "",
        changes=list(_changes(row, before, now, hidden | {"trainer"} if given else hidden)),
        is_whole=before is None,
        is_first=before is None and row.history_type == CHANGED and not came,
        given=given,
    )


def door_of(row: Any) -> str:
    """How it was changed; "" where that is a page of the product, be it by one of the staff."""
    return str(DOORS.get((row.history_change_reason or "").removeprefix(SUPPORT).strip(), ""))


def author(row: Any) -> str:
    user = row.history_user if row.history_user_id else None
    if user is None:
        return str(NOBODY.get(row.history_change_reason, _("A user who was deleted")))
    if (row.history_change_reason or "").startswith(SUPPORT):
        return on_behalf(user, getattr(row, "trainer", row))
    return name_of(user)


def _author_of_arrival(row: Any) -> str:
    """A trainer is not told whose it was, also when that trainer gave it."""
    giver = getattr(row.history_user, "trainer", None)
    return gettext("Another trainer") if giver and giver.pk != row.trainer_id else author(row)


def on_behalf(user: User, trainer: Any) -> str:
    """Who has done for a trainer what the trainer did not do; of somebody who was deleted no name is left."""
    names = {"staff": name_of(user), "trainer": getattr(trainer, "full_name", "") or gettext("a trainer")}
    return gettext("%(staff)s for %(trainer)s") % names


def name_of(user: User) -> str:
    trainer = getattr(user, "trainer", None)
    return trainer.full_name if trainer else user.get_full_name() or user.username


def action(row: Any, before: Any) -> str:
    is_removed = getattr(row, "removed_at", None) and not getattr(before, "removed_at", None)
    if row.history_type == CHANGED and is_removed:
        return gettext("Removed")
    if row.history_type == CHANGED and _is_given(row, before):
        return gettext("Handed over")
    return str(ACTIONS[row.history_type])


def _is_given(row: Any, before: Any) -> bool:
    return bool(before) and getattr(before, "trainer_id", None) != getattr(row, "trainer_id", None)


def _given(row: Any, before: Any, now: datetime) -> GivenAway | None:
    if not _is_given(row, before):
        return None
    field = row.instance_type._meta.get_field("trainer")
    return GivenAway(_said(before, field, now), _said(row, field, now))


def _arrival(before: Any) -> str:
    """What a trainer is told, and not whose it was: of what had been theirs `before`, that it is again."""
    return gettext("Came back from another trainer") if before else gettext("Came from another trainer")


def _changes(row: Any, before: Any, now: datetime, hidden: frozenset[str]) -> Iterator[Change]:
    """What differs from the record before; of what was created or deleted, all that there is of it."""
    for field in row.tracked_fields:
        if field.name in hidden | {"id"} or (field.name == "trainer" and before is None):
            continue
        was, has_become = _said(before, field, now) if before else "", _said(row, field, now)
        if row.history_type == DELETED:
            was, has_become = has_become, ""
        if was != has_become:
            yield Change(in_language(field.verbose_name), was, has_become)


def _said(row: Any, field: Any, now: datetime) -> str:
    """The value in words; "" if there is none."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        related = getattr(row, field.name)
        if related:
            return str(related)
        words = gettext("%(kind)s %(number)s, deleted")
        return words % {"kind": in_language(field.verbose_name), "number": value}
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _in_words(value, now)


def in_language(name: Any) -> str:
    """What a model or a field is called, which others say in English."""
    return capfirst(gettext(str(name)))


def _in_words(value: Any, now: datetime) -> str:
    match value:
        case bool():
            return gettext("Yes") if value else gettext("No")
        case datetime():
            return moment(value, now)
        case date():
            return long_day(value)
        case time():
            return say(value)
    return str(value)
