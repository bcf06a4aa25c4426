"""Where each session of a week stands in the grid: pure arithmetic on the trainer's clock.

A day has rows of five minutes. Everything is placed by what the clocks show, also on a day on which they
change; the lanes of sessions side by side come from what is drawn, so nothing ever covers anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from scheduling.models import Session

MINUTES_A_ROW = 5
ROWS_AN_HOUR = 60 // MINUTES_A_ROW
ROWS_A_DAY = 24 * ROWS_AN_HOUR
LEAST_ROWS = 5  # what a line of text and a finger need
MOST_LANES = 50
USUAL_HOURS = (8, 20)


class Times(Protocol):
    """Anything from `start` to just before `end`; aware."""

    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


@dataclass(frozen=True)
class Stripe:
    """Rows of a day; `row` counts from 1 at the first hour drawn."""

    row: int
    rows: int
    label: str = ""


@dataclass(frozen=True)
class Block:
    """A session's part of one day. `lane` counts from 0; `lanes` share the width."""

    session: Session
    row: int
    rows: int
    lane: int
    lanes: int

    @property
    def size(self) -> str:
        """How many lines of text there is room for: one, two, or three."""
        return "small" if self.rows < 8 else "medium" if self.rows < 11 else "large"


@dataclass(frozen=True)
class Day:
    date: date
    blocks: list[Block]
    closed: list[Stripe]
    off: list[Stripe]


@dataclass(frozen=True)
class Week:
    """Seven days, drawn from `first_hour` to `last_hour` (24 is midnight)."""

    days: list[Day]
    first_hour: int
    last_hour: int

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)


@dataclass(frozen=True)
class _Piece:
    """From one row of a day to just before another, counted from 0 at midnight."""

    first: int
    last: int


def lay_out(
    sessions: Iterable[Session],
    monday: date,
    zone: ZoneInfo,
    working_hours: Iterable[Times] = (),
    time_off: Iterable[Times] = (),
) -> Week:
    """The week from `monday`, as the clocks of `zone` show it."""
    sessions, working_hours, time_off = list(sessions), list(working_hours), list(time_off)
    dates = [monday + timedelta(days=n) for n in range(7)]
    placed = {day: list(_sessions_on(day, sessions, zone)) for day in dates}
    open_on = {day: list(_pieces(day, working_hours, zone)) for day in dates}
    first_hour, last_hour = _hours(
        piece for day in dates for piece in [*(piece for _, piece in placed[day]), *open_on[day]]
    )
    window = _Piece(first_hour * ROWS_AN_HOUR, last_hour * ROWS_AN_HOUR)
    days = [
        Day(
            day,
            list(_in_lanes(placed[day], window)),
            [_stripe(piece, window) for piece in _gaps(open_on[day], window)],
            list(_off(day, time_off, zone, window)),
        )
        for day in dates
    ]
    return Week(days, first_hour, last_hour)


def row_of(instant: datetime, zone: ZoneInfo, first_hour: int) -> int:
    """The row in which the clocks stand at that instant; below 1 is before the first hour drawn."""
    wall = instant.astimezone(zone)
    return (wall.hour * 60 + wall.minute) // MINUTES_A_ROW - first_hour * ROWS_AN_HOUR + 1


def _piece(day: date, start: datetime, end: datetime, zone: ZoneInfo) -> _Piece | None:
    """The part of [start, end) on a day, None if there is none."""
    midnight = datetime.combine(day, time.min)
    first, last = (_row(instant.astimezone(zone).replace(tzinfo=None) - midnight) for instant in (start, end))
    if last <= first:
        # In the hour that comes twice the clock may show the end before the start: drawn as it lasts.
        last = first + max(_row(end - start), 1)
    if last <= 0 or first >= ROWS_A_DAY:
        return None
    return _Piece(max(first, 0), min(last, ROWS_A_DAY))


def _row(since_midnight: timedelta) -> int:
    """The nearest row: rounding both ends alike keeps what is adjacent adjacent."""
    return round(since_midnight / timedelta(minutes=MINUTES_A_ROW))


def _pieces(day: date, spans: Iterable[Times], zone: ZoneInfo) -> Iterator[_Piece]:
    for span in spans:
        if piece := _piece(day, span.start, span.end, zone):
            yield piece


def _sessions_on(day: date, sessions: Iterable[Session], zone: ZoneInfo) -> Iterator[tuple[Session, _Piece]]:
    """The sessions of a day with the rows in which they are drawn: never fewer than can be read."""
    for session in sessions:
        if piece := _piece(day, session.scheduled_start, session.scheduled_end, zone):
            first = min(piece.first, ROWS_A_DAY - LEAST_ROWS)
            yield session, _Piece(first, max(piece.last, first + LEAST_ROWS))


def _hours(pieces: Iterable[_Piece]) -> tuple[int, int]:
    """The whole hours to draw: the usual ones, and as many more as the pieces need."""
    first, last = USUAL_HOURS
    for piece in pieces:
        first = min(first, piece.first // ROWS_AN_HOUR)
        last = max(last, -(-piece.last // ROWS_AN_HOUR))
    return first, last


def _in_lanes(placed: list[tuple[Session, _Piece]], window: _Piece) -> Iterator[Block]:
    """Side by side where they overlap: each in the first lane that is free, in the order of their starts."""
    group: list[tuple[Session, _Piece, int]] = []
    ends: list[int] = []
    for session, piece in sorted(placed, key=lambda it: (it[1].first, it[0].scheduled_start, -it[1].last)):
        if ends and piece.first >= max(ends):
            yield from _blocks(group, len(ends), window)
            group, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= piece.first), len(ends))
        ends[lane : lane + 1] = [piece.last]
        group.append((session, piece, lane))
    yield from _blocks(group, len(ends), window)


def _blocks(group: list[tuple[Session, _Piece, int]], lanes: int, window: _Piece) -> Iterator[Block]:
    lanes = min(lanes, MOST_LANES)
    for session, piece, lane in group:
        stripe = _stripe(piece, window)
        yield Block(session, stripe.row, stripe.rows, lane % MOST_LANES, lanes)


def _gaps(pieces: list[_Piece], window: _Piece) -> Iterator[_Piece]:
    """What of the window the pieces leave out."""
    since = window.first
    for piece in sorted(pieces, key=lambda piece: piece.first):
        if piece.first > since:
            yield _Piece(since, piece.first)
        since = max(since, piece.last)
    if since < window.last:
        yield _Piece(since, window.last)


def _off(day: date, time_off: Iterable[Times], zone: ZoneInfo, window: _Piece) -> Iterator[Stripe]:
    for span in time_off:
        piece = _piece(day, span.start, span.end, zone)
        if piece and piece.first < window.last and piece.last > window.first:
            shown = _Piece(max(piece.first, window.first), min(piece.last, window.last))
            yield _stripe(shown, window, str(span))


def _stripe(piece: _Piece, window: _Piece, label: str = "") -> Stripe:
    return Stripe(piece.first - window.first + 1, piece.last - piece.first, label)
