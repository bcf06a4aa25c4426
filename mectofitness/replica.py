"""Calendars and lists are read from a replica of the database, when there is one (docs/scaling.md).

Only in requests that do nothing but read. Whoever wrote something sees it: the position of the write in the
log of the primary is kept in the shared cache, and a replica that has not come so far is not asked. Who it is
that asks, and what they may, is always read from the primary.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import Any

from django.core.cache import cache
from django.db import Error, connection, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

DEFAULT, REPLICA = "default", "replica"
# {name of a route: the methods by which it only reads}
SAFE = ("GET", "HEAD")
ROUTES = dict.fromkeys(
    (
        *("day", "week", "work-week", "month", "agenda", "sessions", "clients", "numbers", "search"),
        *("session-list", "session-stats", "session-availability", "client-list", "timeline-list"),
    ),
    SAFE,
) | {"calendar-range": ("POST",)}
LABELS = {
    "clients.Client",
    "scheduling.SavedView",
    "scheduling.Series",
    "scheduling.Session",
    "scheduling.Timeline",
    "trainers.TimeOff",
    "trainers.WorkingHours",
}
# Seconds: how far behind a replica may be, and how long one is left alone that did not answer.
LAG, PAUSE = 10, 5
NEWEST = "wal:newest"

log = logging.getLogger(__name__)


class Router:
    """Where Django reads and writes."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        asked = _asked.get()
        return asked.database() if asked and model._meta.label in LABELS else DEFAULT

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        if asked := _asked.get():
            asked.wrote = True
        return DEFAULT

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True  # they are the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA


@dataclass
class Asked:
    """A request: whether it may read from the replica, and whether it has written something."""

    request: HttpRequest
    wrote: bool = False
    place: str = ""

    def database(self) -> str:
        """The same one for all of the request, until it writes: what is written must be seen."""
        if self.wrote or not self._only_reads():
            return DEFAULT
        self.place = self.place or (REPLICA if is_up_to_date(self._who()) else DEFAULT)
        return self.place

    def remember(self) -> None:
        """How far the log of the primary has come with what was written. Nothing may fail any more."""
        if not self.wrote or not (who := self._who()):
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_wal_insert_lsn()")
                (position,) = cursor.fetchone()
        except Error:
            log.warning("The primary did not say how far it has come")
        else:
            keep(number(position), NEWEST, _key(who))

    def _only_reads(self) -> bool:
        match = self.request.resolver_match
        return bool(match and self.request.method in ROUTES.get(match.view_name, ()))

    def _who(self) -> int | None:
        return getattr(getattr(self.request, "user", None), "pk", None)


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """The last: what the others read and write is not of the calendar."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        asked = Asked(request)
        token = _asked.set(asked)
        try:
            response = get_response(request)
            asked.remember()
            return response
        finally:
            _asked.reset(token)

    return handle


def number(position: str) -> int:
    """Of a position in the log, as PostgreSQL writes it: 16/B374D848."""
    high, low = position.split("/")
    return (int(high, 16) << 32) + int(low, 16)


@dataclass
class Watch:
    """Of one process: since when the replica lacks what was new, as far as the process has looked."""

    # Positions that are waited for, each with when at the latest nobody had written it yet.
    waited_for: list[tuple[int, float]] = field(default_factory=list)
    newest: int = -1
    looked: float = -inf
    away_until: float = 0.0

    def follows(self, replayed: int, newest: int, now: float) -> bool:
        """Whether all that is older than LAG is there. Who has not looked before waits for all there is."""
        if newest > self.newest and (not self.waited_for or now - self.waited_for[-1][1] >= 1):
            self.waited_for.append((newest, self.looked))
            self.newest = newest
        self.looked = now
        self.waited_for = [each for each in self.waited_for if each[0] > replayed]
        return not self.waited_for or now - self.waited_for[0][1] <= LAG


_watch = Watch()


def is_up_to_date(who: int | None) -> bool:
    """Whether the replica answers, has what this user wrote, and is at most LAG seconds behind."""
    now = monotonic()
    if now < _watch.away_until:
        return False
    known = cache.get_many([NEWEST, _key(who)])
    if NEWEST not in known:  # a cache that has been emptied, or does not answer, tells of no writes
        return False
    replayed = _replayed()
    if replayed is None:
        _watch.away_until = now + PAUSE
        return False
    follows = _watch.follows(replayed, known[NEWEST], now)
    return follows and replayed >= known.get(_key(who), 0)


def _replayed() -> int | None:
    """How far the replica has come; None if it does not answer, or is none (any more)."""
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT pg_last_wal_replay_lsn()")
            (position,) = cursor.fetchone()
    except Error:
        log.warning("The replica does not answer")
        connections[REPLICA].close()
        return None
    return number(position) if position else None


def keep(position: int, *keys: str) -> None:
    """Never less than is known; only two requests that end in the same moment can miss each other."""
    known = cache.get_many(keys)
    cache.set_many({key: max(position, known.get(key, 0)) for key in keys}, None)


def _key(who: int | None) -> str:
    return f"wal:{who}"
