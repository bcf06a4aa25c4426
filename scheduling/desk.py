"""A day at the desk: what all trainers have, side by side on one clock, and who is free at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Prefetch

from scheduling import week_layout
from scheduling.domain import availability, horizon, wall_clock
from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.week_layout import Day
from trainers.models import TimeOff, Trainer

DAY = timedelta(days=1)
# What is shown of a session: its long texts stay in the database.
SHOWN = ("uuid", "version", "title", "session_type", "status", "scheduled_start", "scheduled_end",
    "occurrence_on", "trainer", "client__first_name", "client__last_name")  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A trainer's day; `local` if the trainer's own clock is another than the desk's."""

    trainer: Trainer
    day: Day
    booked: int
    local: bool


@dataclass(frozen=True)
class Board:
    """The columns, and the hours beside them; `is_cut`, if somebody works before the first of them."""

    columns: list[Column]
    hours: week_layout.Week
    is_cut: bool


@dataclass(frozen=True)
class Opening:
    """Whether a trainer can have a session at the time asked for; if not, from when on that day.

    `beside` are those whom a trainer with places for several has then already.
    """

    trainer: Trainer
    is_free: bool
    start: datetime | None
    beside: list[Session]


class DeskDay:
    """A local day of a zone with all that the active trainers have on it; of each kind one query."""

    def __init__(self, day: date, now: datetime) -> None:
        self.day, self.now = day, now
        start, end = day_around(day)
        off = TimeOff.objects.filter(start__lt=end, end__gt=start)
        self.trainers = list(
            Trainer.objects.filter(user__is_active=True)
            .prefetch_related("working_hours", Prefetch("time_off", off, to_attr="off_then"))
            .order_by("full_name", "pk")
        )
        self.zone = usual_zone(self.trainers)
        self.whole = Span(*wall_clock.day(day, self.zone))
        horizon.look_at_all(start, end, now=now)
        self.sessions: dict[int, list[Session]] = defaultdict(list)
        found = Session.objects.filter(trainer__in=self.trainers).without_ended().between(start, end)
        for session in found.select_related("client").only(*SHOWN).in_order():
            self.sessions[session.trainer_id].append(session)

    def board(self, *, whole: bool = False) -> Board:
        """From the first session or working day that begins; or of the `whole` day.

        Where the clocks are others, the day before may end after the desk's midnight: with nothing booked
        in it, it would draw a night.
        """
        every = [session for trainer in self.trainers for session in self.sessions[trainer.pk]]
        work = [span for trainer in self.trainers for span in self._work(trainer)]
        begun = [span for span in work if whole or span.start >= self.whole.start]
        hours = week_layout.lay_out(every, [self.day], self.zone, begun)
        first = next((hour.start for hour in hours.days[0].hours if hour.start), self.whole.start)
        is_cut = any(max(span.start, self.whole.start) < min(span.end, first) for span in work)
        columns = [self._column(trainer, hours, first) for trainer in self.trainers]
        return Board(columns, hours, is_cut)

    def openings(self, start: datetime, length: timedelta) -> list[Opening]:
        """Who is free at that time comes first, then who will be on that day."""
        found = [self._opening(trainer, start, length) for trainer in self.trainers]
        return sorted(
            found,
            key=lambda each: (not each.is_free, bool(each.beside), each.start is None, each.start or start),
        )

    def free(self, trainer: Trainer) -> Iterator[Span]:
        """The trainer's free slots of the day, as the trainer's own calendar offers them."""
        holding = [session for session in self.sessions[trainer.pk] if session.holds_time]
        off: Sequence[TimeOff] = trainer.off_then  # type: ignore[attr-defined]
        for day in self._days(trainer):
            yield from availability.free(trainer, day, holding, off, now=self.now)

    def _column(self, trainer: Trainer, hours: week_layout.Week, first: datetime) -> Column:
        sessions = self.sessions[trainer.pk]
        work = [Span(max(span.start, first), span.end) for span in self._work(trainer) if span.end > first]
        drawn = week_layout.lay_out(
            sessions,
            [self.day],
            self.zone,
            work,
            trainer.off_then,  # type: ignore[attr-defined]
            least=(hours.first_hour, hours.last_hour),
        )
        (day,) = drawn.days
        booked = sum(block.session.holds_time for block in day.blocks)
        return Column(trainer, day, booked, trainer.timezone != self.zone.key)

    def _opening(self, trainer: Trainer, start: datetime, length: timedelta) -> Opening:
        # What has gone by is offered to nobody.
        ahead = start if start >= self.now else availability.quarter_from(self.now)
        slots = [slot for slot in self.free(trainer) if slot.end - length >= max(slot.start, ahead)]
        first = min((max(slot.start, ahead) for slot in slots), default=None)
        beside = list(self._beside(trainer, Span(first, first + length))) if first else []
        return Opening(trainer, first == start, first, beside)

    def _beside(self, trainer: Trainer, span: Span) -> Iterator[Session]:
        for session in self.sessions[trainer.pk]:
            at_once = session.scheduled_start < span.end and span.start < session.scheduled_end
            if at_once and session.holds_time:
                yield session

    def _work(self, trainer: Trainer) -> list[Span]:
        return availability.working_hours(trainer, *self._days(trainer))

    def _days(self, trainer: Trainer) -> list[date]:
        """The days of the trainer's own clock that the desk's day is part of."""
        first = self.whole.start.astimezone(trainer.zone).date()
        last = (self.whole.end - timedelta(seconds=1)).astimezone(trainer.zone).date()
        return [first] if first == last else [first, last]


def usual_zone(trainers: Iterable[Trainer]) -> ZoneInfo:
    """The zone of most trainers is the desk's."""
    counted = Counter(trainer.timezone for trainer in trainers)
    return ZoneInfo(counted.most_common(1)[0][0]) if counted else ZoneInfo("UTC")


def zone_of_desk() -> ZoneInfo:
    """That of most trainers who are active, as `usual_zone` says; one query, whose answer is one row."""
    zones = Trainer.objects.filter(user__is_active=True).values_list("timezone").order_by()
    counted = zones.annotate(first=Min("full_name"), count=Count("pk")).order_by("-count", "first")
    most = counted.values_list("timezone", flat=True).first()
    return ZoneInfo(most or "UTC")


def day_around(day: date) -> tuple[datetime, datetime]:
    """A span that holds the day in every zone, and what reaches into it from the days before and after."""
    start, end = wall_clock.day(day, ZoneInfo("UTC"))
    return start - 2 * DAY, end + 2 * DAY
