"""The rows of a day, also of one on which the clocks change: pure arithmetic on the trainer's clock.

A row is five minutes, and row 0 begins at midnight. Where the clocks go back, every day of the week gets as
many rows more as come twice, so that equal hours stay side by side; where they go forward, the rows stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain import wall_clock
from trainers.clocks import say, say_hour

MINUTES_A_ROW = 5
ROWS_AN_HOUR = 60 // MINUTES_A_ROW
ROWS_A_DAY = 24 * ROWS_AN_HOUR
ROW = timedelta(minutes=MINUTES_A_ROW)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """The clocks leave the row `before` at an instant of a day, and go on at the row `after`."""

    day: date
    at: datetime
    before: int
    after: int

    @property
    def repeated(self) -> int:
        """How many rows come twice; below 0, how many are skipped."""
        return self.before - self.after


@dataclass(frozen=True)
class Segment:
    """At most an hour of the grid: its first row, and the row of the clocks that it stands for."""

    row: int
    rows: int
    wall: int
    again: Change | None = None

    @property
    def time(self) -> str:
        """What the clocks show when it begins."""
        hours, rows = divmod(self.wall % ROWS_A_DAY, ROWS_AN_HOUR)
        return say(time(hours, rows * MINUTES_A_ROW)) if rows else say_hour(hours)

    @property
    def is_full_hour(self) -> bool:
        return self.wall % ROWS_AN_HOUR == 0


class Ruler:
    """From instants to rows and back, the same for all the days that it is made for."""

    def __init__(self, days: Iterable[date], zone: ZoneInfo) -> None:
        self.zone = zone
        self.changes = {day: found for day in days if (found := change_on(day, zone))}
        self._repeats = sorted(
            (change for change in self.changes.values() if change.repeated > 0),
            key=lambda change: (change.before, change.day),
        )

    def row(self, day: date, instant: datetime, *, is_end: bool = False) -> int:
        """The row at which the instant is on the day; of what ends, before the rows that come again."""
        row = nearest(_since_midnight(instant, day, self.zone))
        own = self.changes.get(day)
        if own and own.repeated > 0 and instant >= own.at:
            row += own.repeated  # to where it goes on; what ends just then ends there as well
        return row + self._repeated_above(row, day, is_end=is_end) if self._repeats else row

    def row_of_wall(self, wall: int, *, is_end: bool = False) -> int:
        """As row(), of a row of the clocks on a day on which they do not change."""
        return wall + self._repeated_above(wall, is_end=is_end)

    def _repeated_above(self, wall: int, but_on: date | None = None, *, is_end: bool = False) -> int:
        """How many rows come again before that row of the clocks, on other days than one."""
        return sum(
            change.repeated
            for change in self._repeats
            if change.day != but_on and (change.before < wall if is_end else change.before <= wall)
        )

    def wall(self, row: int, *, is_end: bool = False) -> int:
        """The row of the clocks that a row stands for."""
        for change in self._repeats:
            is_after = change.before < row if is_end else change.before <= row
            row -= change.repeated if is_after else 0
        return row

    def skipped(self, day: date) -> tuple[int, int] | None:
        """From one row to before another, what the clocks of the day never show."""
        change = self.changes.get(day)
        if change is None or change.repeated > 0:
            return None
        return self.row_of_wall(change.before), self.row_of_wall(change.after, is_end=True)

    def blank(self, day: date) -> Iterator[tuple[int, int]]:
        """From one row to before another, what comes again on another day only."""
        for change in self._repeats:
            if change.day != day:
                first = self.row_of_wall(change.before, is_end=True)
                yield first, first + change.repeated

    def segments(self, first_hour: int, last_hour: int) -> Iterator[Segment]:
        """What there is from one hour to before another, cut at the hours and where the clocks go back."""
        end = last_hour * ROWS_AN_HOUR
        wall = first_hour * ROWS_AN_HOUR
        for change in self._repeats:
            if not wall < change.before <= end:
                continue
            yield from self._hours(wall, change.before)
            yield from _again(change, self.row_of_wall(change.before, is_end=True))
            wall = change.before
        yield from self._hours(wall, end)

    def _hours(self, first: int, last: int) -> Iterator[Segment]:
        while first < last:
            rows = min(ROWS_AN_HOUR - first % ROWS_AN_HOUR, last - first)
            yield Segment(self.row_of_wall(first), rows, first)
            first += rows

    def start_of(self, segment: Segment, day: date) -> datetime | None:
        """When the segment begins on the day; None if the day has no such time."""
        if segment.again:
            change = segment.again
            return change.at + (segment.wall - change.after) * ROW if change.day == day else None
        wall = datetime.combine(day, time.min) + segment.wall * ROW
        start = wall_clock.from_when(wall, self.zone)
        late = start.astimezone(self.zone).replace(tzinfo=None) - wall
        return start if late < segment.rows * ROW else None


def change_on(day: date, zone: ZoneInfo) -> Change | None:
    """The change of clocks on a local day, if there is one that can be seen in the grid."""
    start, end = wall_clock.day(day, zone)
    low, high = start - SECOND, end - SECOND
    if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
        return None
    old = low.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == old else (low, middle)
    at = high.replace(microsecond=0)
    after = _since_midnight(at, day, zone)
    offset = at.astimezone(zone).utcoffset() or timedelta()
    change = Change(day, at, nearest(after - (offset - (old or timedelta()))), nearest(after))
    # Where the clocks go back to the day before, what comes again is drawn at the top of the day.
    return change if change.repeated and change.after >= 0 else None


def nearest(since_midnight: timedelta) -> int:
    """The nearest row: rounding both ends alike keeps what is adjacent adjacent."""
    return round(since_midnight / ROW)


def _again(change: Change, row: int) -> Iterator[Segment]:
    wall = change.after
    while wall < change.before:
        rows = min(ROWS_AN_HOUR, change.before - wall)
        yield Segment(row + wall - change.after, rows, wall, change)
        wall += rows


def _since_midnight(instant: datetime, day: date, zone: ZoneInfo) -> timedelta:
    """As the clocks show it."""
    wall = instant.astimezone(UTC).astimezone(zone)
    # Less work than to replace the zone by none.
    return datetime.combine(wall.date(), wall.time()) - datetime.combine(day, time.min)
