"""What a line such as "Emma tomorrow 8am rehab 60" means: who, when, what and where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.domain import wall_clock
from scheduling.quick_days import WEEK, YEARS, match_weekday
from scheduling.quick_parts import Part, parts_of
from scheduling.quick_repeats import Repeats
from scheduling.quick_times import Times
from scheduling.quick_words import folded
from scheduling.wording import long_day
from trainers.validators import EARLIEST, LATEST


@dataclass(frozen=True)
class Reading:
    """What was understood, word by word, and what it comes to. `start` and `end` are instants.

    `length` is None when the line says none, and the end follows from the usual one. `asks` is what has to
    be answered before it can be booked; `candidates` are the clients the line may mean when they are several,
    `inactive` those whom it can mean only once they are brought back.
    """

    parts: tuple[Part, ...]
    client: Client | None
    candidates: tuple[Client, ...]
    inactive: tuple[Client, ...]
    day: date | None
    start: datetime | None
    end: datetime | None
    length: timedelta | None
    session_type: str
    location: str
    title: str
    repeats: Repeats
    asks: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.asks

    @property
    def is_day_assumed(self) -> bool:
        """Whether the line leaves open on which day it is, and it is the next on which there is that time."""
        return self.day is not None and all(part.kind != "day" for part in self.parts)

    def lasting(self, usual: timedelta) -> "Reading":
        """With another usual length; one that the line says stays."""
        if self.length or not self.start or self.start + usual >= LATEST:
            return self
        return replace(self, end=self.start + usual)


class When(NamedTuple):
    """The time of a line, as far as it is known, and what keeps it from being known."""

    day: date | None = None
    start: datetime | None = None
    end: datetime | None = None
    length: timedelta | None = None
    problem: str = ""


def read(text: str, clients: Sequence[Client], zone: ZoneInfo, usual: timedelta, now: datetime) -> Reading:
    """Read a line for a trainer with these clients, on the trainer's clock; never raises."""
    parts = parts_of(text, clients, wall_clock.today(now, zone))
    said = {part.kind: part.value for part in parts}
    named: tuple[Client, ...] = said.get("client", ())
    meant = tuple(each for each in named if each.is_active)
    when = _when(parts, zone, usual, now)
    unclear = [part.problem for part in parts if part.problem]
    return Reading(
        parts=parts,
        client=meant[0] if len(meant) == 1 else None,
        candidates=meant if len(meant) > 1 else (),
        inactive=() if meant else named,
        day=when.day,
        start=when.start,
        end=when.end,
        length=when.length,
        session_type=said.get("type", ""),
        location=said.get("place", ""),
        title=_title(parts),
        repeats=said.get("repeats", Repeats()),
        asks=tuple(filter(None, [_who(named), *unclear, when.problem])),
    )


def _who(named: Sequence[Client]) -> str:
    if not named:
        return _("With which client? None of your active clients is named here.")
    return _("Which of your clients is meant?") if len(named) > 1 and named[0].is_active else ""


def _when(parts: Sequence[Part], zone: ZoneInfo, usual: timedelta, now: datetime) -> When:
    times: Times | None = next((part.value for part in parts if part.kind == "time"), None)
    minutes = next((part.value for part in parts if part.kind == "length"), None)
    length = timedelta(minutes=minutes) if minutes else None
    wall = now.astimezone(zone).replace(tzinfo=None)
    day, problem = _day(parts, times, wall)
    if any(part.problem for part in parts if part.kind not in {"repeats", "client"}) or problem:
        return When(day, length=length, problem=problem)
    if times is None:
        return When(day, length=length, problem=_("At what time?"))
    return _instants(day or wall.date(), times, length, usual, zone)


def _day(parts: Sequence[Part], times: Times | None, now: datetime) -> tuple[date | None, str]:
    """The day that is meant, or what keeps it from being known; of a time alone the next one."""
    days = [part for part in parts if part.kind == "day"]
    names = [part for part in days if match_weekday(folded(part.text), now.date())]
    dates = {part.value for part in days if part not in names}
    if len(dates or {part.value for part in names}) > 1:
        return None, _("There are two days. Which one is it?")
    if dates:
        day: date = dates.pop()
        wrong = any(name.value.weekday() != day.weekday() for name in names)
        is_another = _("%(day)s is a %(weekday)s.")
        told = {"day": long_day(day), "weekday": format_date(day, "l")}
        return day, is_another % told if wrong else ""
    if not names and not times:
        return None, ""
    day = names[0].value if names else now.date()
    is_over = day == now.date() and times is not None and _wall(day, times.start) < now
    return day + (WEEK if names else WEEK / 7) if is_over else day, ""


def _instants(day: date, times: Times, length: timedelta | None, usual: timedelta, zone: ZoneInfo) -> When:
    span = timedelta(minutes=times.end - times.start) if times.end is not None else None
    if span and length and span != length:
        return When(day, length=length, problem=_("The length and the end do not agree."))
    try:
        start = wall_clock.to_instant(_wall(day, times.start), zone)
        end = start + (length or usual)
        if times.end is not None:
            end = wall_clock.to_instant(_wall(day, times.end), zone)
    except ValidationError as error:
        return When(day, length=length, problem=str(error.messages[0]))
    if not EARLIEST <= start < LATEST or end >= LATEST:
        return When(day, length=length, problem=_(YEARS))
    if end <= start:
        return When(day, start, problem=_("It would end before it starts: the clocks change then."))
    return When(day, start, end, end - start if span else length)


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=minutes)


def _title(parts: Sequence[Part]) -> str:
    """Personal training is a type of session, and what most are called."""
    title = " ".join(part.value for part in parts if part.kind == "title")
    if title.casefold() == "training" and any(part.text.casefold() == "personal" for part in parts):
        title = f"Personal {title}"
    return title[:1].upper() + title[1:]
