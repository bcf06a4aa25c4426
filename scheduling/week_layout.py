"""Where each session of some days stands in the grid: pure arithmetic on the trainer's clock.

Everything is placed by what the clocks show, also on a day on which they change (scheduling/clock_rows.py);
the lanes of sessions side by side come from what is drawn, so nothing ever covers anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from scheduling.clock_rows import ROW, ROWS_AN_HOUR, Ruler, Segment
from scheduling.domain import wall_clock
from scheduling.rows import Listed

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

    session: Listed
    row: int
    rows: int
    lane: int
    lanes: int

    @property
    def size(self) -> str:
        """How many lines of text there is room for: one, two, or three."""
        return "small" if self.rows < 8 else "medium" if self.rows < 11 else "large"


@dataclass(frozen=True)
class Hour:
    """A segment of the grid on one day; `start` is None when the day has no such time."""

    segment: Segment
    start: datetime | None


@dataclass(frozen=True)
class Day:
    """`skipped` is what the clocks leave out, `blank` what comes again on another day only."""

    date: date
    blocks: list[Block]
    closed: list[Stripe]
    off: list[Stripe]
    skipped: list[Stripe]
    blank: list[Stripe]
    hours: list[Hour]


@dataclass(frozen=True)
class Week:
    """Some days, drawn in so many rows from `first_hour` to `last_hour` (24 is midnight)."""

    days: list[Day]
    first_hour: int
    last_hour: int
    segments: list[Segment]

    @property
    def rows(self) -> int:
        return sum(segment.rows for segment in self.segments)


class _Piece(NamedTuple):
    """From one row of a day to just before another, counted from 0 at midnight."""

    first: int
    last: int


def lay_out(
    sessions: Iterable[Listed],
    dates: Sequence[date],
    zone: ZoneInfo,
    working_hours: Iterable[Times] = (),
    time_off: Iterable[Times] = (),
    least: tuple[int, int] = USUAL_HOURS,
) -> Week:
    """The days, as the clocks of `zone` show them, at least from one hour to another."""
    sessions, working_hours, time_off = list(sessions), list(working_hours), list(time_off)
    ruler = Ruler(dates, zone)
    placed = {day: list(_sessions_on(day, sessions, ruler)) for day in dates}
    open_on = {day: [piece for _, piece in _pieces(day, working_hours, ruler)] for day in dates}
    drawn = (piece for day in dates for piece in [*(piece for _, piece in placed[day]), *open_on[day]])
    first_hour, last_hour = _hours(drawn, least, ruler)
    segments = list(ruler.segments(first_hour, last_hour))
    window = _Piece(segments[0].row, segments[-1].row + segments[-1].rows)
    moved = [_moved(segment, window) for segment in segments]
    days = [
        Day(
            day,
            list(_in_lanes(placed[day], window)),
            [_stripe(piece, window) for piece in _gaps(open_on[day], window)],
            list(_labelled(_pieces(day, time_off, ruler), window)),
            list(_cut([ruler.skipped(day)], window)),
            list(_cut(ruler.blank(day), window)),
            [Hour(moved[n], ruler.start_of(segment, day)) for n, segment in enumerate(segments)],
        )
        for day in dates
    ]
    return Week(days, first_hour, last_hour, moved)


def row_of(instant: datetime, week: Week, zone: ZoneInfo) -> int | None:
    """The row of the grid in which the clocks stand at that instant; None outside of what is drawn."""
    today = wall_clock.today(instant, zone)
    hours = next((day.hours for day in week.days if day.date == today), [])
    for hour in hours:
        if hour.start and timedelta() <= instant - hour.start < hour.segment.rows * ROW:
            return hour.segment.row + (instant - hour.start) // ROW
    return None


def _piece(day: date, start: datetime, end: datetime, ruler: Ruler) -> _Piece:
    """The part on a day of [start, end), some of which is on that day."""
    midnight, end_of_day = wall_clock.day(day, ruler.zone)
    first = 0 if start < midnight else max(ruler.row(day, start), 0)
    last = ruler.row(day, min(end, end_of_day), is_end=True)
    return _Piece(first, max(last, first + 1))


def _pieces(day: date, spans: Iterable[Times], ruler: Ruler) -> Iterator[tuple[Times, _Piece]]:
    midnight, end = wall_clock.day(day, ruler.zone)
    for span in spans:
        if span.start < end and span.end > midnight:
            yield span, _piece(day, span.start, span.end, ruler)


def _sessions_on(day: date, sessions: Iterable[Listed], ruler: Ruler) -> Iterator[tuple[Listed, _Piece]]:
    """The sessions of a day with the rows in which they are drawn: never fewer than can be read."""
    midnight, end = wall_clock.day(day, ruler.zone)
    end_of_day = ruler.row(day, end, is_end=True)
    for session in sessions:
        if session.scheduled_start < end and session.scheduled_end > midnight:
            piece = _piece(day, session.scheduled_start, session.scheduled_end, ruler)
            first = max(min(piece.first, end_of_day - LEAST_ROWS), 0)
            yield session, _Piece(first, max(piece.last, first + LEAST_ROWS))


def _hours(pieces: Iterable[_Piece], least: tuple[int, int], ruler: Ruler) -> tuple[int, int]:
    """The whole hours to draw: these at least, and as many more as the pieces need."""
    first, last = least
    for piece in pieces:
        first = min(first, ruler.wall(piece.first) // ROWS_AN_HOUR)
        last = max(last, -(-ruler.wall(piece.last, is_end=True) // ROWS_AN_HOUR))
    return max(first, 0), min(last, 24)


def _in_lanes(placed: list[tuple[Listed, _Piece]], window: _Piece) -> Iterator[Block]:
    """Side by side where they overlap: each in the first lane that is free, in the order of their starts."""
    group: list[tuple[Listed, _Piece, int]] = []
    ends: list[int] = []
    for session, piece in sorted(placed, key=lambda it: (it[1].first, it[0].scheduled_start, -it[1].last)):
        if ends and piece.first >= max(ends):
            yield from _blocks(group, len(ends), window)
            group, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= piece.first), len(ends))
        ends[lane : lane + 1] = [piece.last]
        group.append((session, piece, lane))
    yield from _blocks(group, len(ends), window)


def _blocks(group: list[tuple[Listed, _Piece, int]], lanes: int, window: _Piece) -> Iterator[Block]:
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


def _labelled(pieces: Iterable[tuple[Times, _Piece]], window: _Piece) -> Iterator[Stripe]:
    for span, piece in pieces:
        yield from _cut([(piece.first, piece.last)], window, str(span))


def _cut(stripes: Iterable[tuple[int, int] | None], window: _Piece, label: str = "") -> Iterator[Stripe]:
    """What of them is within the window."""
    for stripe in stripes:
        if stripe and stripe[0] < window.last and stripe[1] > window.first:
            shown = _Piece(max(stripe[0], window.first), min(stripe[1], window.last))
            yield _stripe(shown, window, label)


def _moved(segment: Segment, window: _Piece) -> Segment:
    return replace(segment, row=segment.row - window.first + 1)


def _stripe(piece: _Piece, window: _Piece, label: str = "") -> Stripe:
    return Stripe(piece.first - window.first + 1, piece.last - piece.first, label)
