"""How sessions and their times are put in words on the pages, on the clock of the current time zone."""

from datetime import date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clients.models import Client
from scheduling.domain.availability import Span
from scheduling.domain.recurrence import wall_of
from scheduling.models import Cycle, Series, Session
from trainers.clocks import say, say_span
from trainers.models import TimeOff

_UNITS = {Cycle.DAILY: "day", Cycle.WEEKLY: "week", Cycle.MONTHLY: "month", Cycle.YEARLY: "year"}


def clock(instant: datetime) -> str:
    """10:00, or 10:00 am; with the offset when the clocks show that time twice: 02:30 UTC+1."""
    wall = timezone.localtime(instant)
    return f"{say(wall)} {offset(instant)}" if _comes_twice(wall) else say(wall)


def offset(instant: datetime) -> str:
    """UTC+2, UTC-3:30."""
    elapsed = timezone.localtime(instant).utcoffset() or timedelta()
    minutes = int(elapsed.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def short_day(day: date) -> str:
    """Tue 8 June."""
    return f"{day:%a} {day.day} {day:%B}"


def local_day(instant: datetime) -> date:
    """The date that the calendar shows at that instant."""
    return timezone.localtime(instant).date()


def day(instant: datetime, now: datetime | None) -> str:
    """Tue 8 June; Tue 8 June 2027 if that is not the year of `now`."""
    of = local_day(instant)
    another_year = now is not None and of.year != local_day(now).year
    return f"{short_day(of)} {of.year}" if another_year else short_day(of)


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Tue 8 June 10:00; Tue 8 June 2027 10:00 if that is not the year of `now`."""
    return f"{day(instant, now)} {clock(instant)}"


def times(span: Session | Span, now: datetime | None = None) -> str:
    """10:00–11:00; over midnight with the days: Tue 8 June 23:30 – Wed 9 June 00:30."""
    start, end = _ends(span)
    if _is_of_one_day(start, end):
        return _clocks(start, end)
    return f"{moment(start, now)} – {moment(end, now)}"


def when(span: Session | Span, now: datetime | None = None) -> str:
    """Tue 8 June, 10:00–11:00; with the year if that is not the year of `now`."""
    start, end = _ends(span)
    if _is_of_one_day(start, end):
        return f"{day(start, now)}, {times(span)}"
    return f"{moment(start, now)} – {moment(end, now)}"


def days_off(span: Span | TimeOff, now: datetime | None = None) -> str:
    """Of whole days: Thu 24 December, or Thu 24 – Sun 27 December; else as `when` says it."""
    start, end = timezone.localtime(span.start), timezone.localtime(span.end)
    if not start.time() == end.time() == time.min:
        return when(Span(span.start, span.end), now)
    last = span.end - timedelta.resolution
    if local_day(last) == start.date():
        return day(span.start, now)
    is_one_month = (start.year, start.month) == (local_day(last).year, local_day(last).month)
    return (
        f"{start:%a} {start.day} – {day(last, now)}"
        if is_one_month
        else f"{day(span.start, now)} – {day(last, now)}"
    )


def duration(span: Session | Span) -> str:
    """45 min, 1 h, 1 h 30 min, 2 days 3 h: how long it lasts, whatever the clocks do."""
    start, end = _ends(span)
    return lasting(end - start)


def lasting(elapsed: timedelta) -> str:
    """45 min, 1 h 30 min, 2 days."""
    minutes = int(elapsed.total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes % 60, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "under a minute"


def long_day(day: date) -> str:
    """8 June 2027."""
    return f"{day.day} {day:%B} {day.year}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in {11, 12, 13} else ending}"


def rule(series: Series) -> str:
    """Every Tuesday 09:00–10:00 until 30 June 2028; of one that does not repeat, when it takes place."""
    if series.start is None or series.end is None:
        return "No time yet"
    span = Span(series.start, series.end)
    if not series.repeats:
        return f"Once, {long_day(local_day(span.start))}, {times(span)}"
    hours = _hours(span, series.zone)
    return f"{rhythm(series)} {hours}{_elsewhere(series)}{_end(series)}{_gaps(series)}"


def rhythm(series: Series) -> str:
    """Every Tuesday, Every 2 weeks on Tuesday, Every month on the 31st: of a series that repeats."""
    first, unit = _first(series), _UNITS[Cycle(str(series.cycle))]
    if series.cycle == Cycle.WEEKLY and series.interval == 1:
        return f"Every {first:%A}"
    every = f"Every {unit}" if series.interval == 1 else f"Every {series.interval} {unit}s"
    match series.cycle:
        case Cycle.WEEKLY:
            return f"{every} on {first:%A}"
        case Cycle.MONTHLY:
            return f"{every} on the {ordinal(first.day)}"
        case Cycle.YEARLY:
            return f"{every} on {first.day} {first:%B}"
    return every


def wall(instant: datetime) -> str:
    """2027-06-08T10:00:00: as a time is written into a link or a form."""
    return timezone.localtime(instant).strftime("%Y-%m-%dT%H:%M:%S")


def said(verb: str, session: Session, now: datetime) -> SafeString:
    """Cancelled Rehab with Emma Wilson, Tue 8 June 10:00; with the year if that is not the year of `now`."""
    who, start = with_client(session.client), moment(session.scheduled_start, now)
    return format_html("{} <bdi>{}</bdi>{}, {}.", verb, session.title, who, start)


def with_client(client: Client | None) -> SafeString | str:
    """with Emma Wilson; nothing without a client."""
    return format_html(" with <bdi>{}</bdi>", client.name) if client else ""


def sessions(count: int) -> str:
    """1 session, 12 sessions."""
    return f"{count} session" if count == 1 else f"{count} sessions"


def _first(series: Series) -> datetime:
    """When what repeats starts, on its own wall clock."""
    return wall_of(cast(datetime, series.start), series.zone)


def _hours(span: Span, zone: ZoneInfo) -> str:
    """On the wall clock of what repeats; every session lasts as long as the first."""
    start, end = wall_of(span.start, zone), wall_of(span.end, zone)
    if start.date() == end.date():
        return say_span(start, end)
    return f"{say(start)} for {duration(span)}"


def _elsewhere(series: Series) -> str:
    """The zone, where it is not the one in which all else on the page is said."""
    zone = series.timezone
    return "" if zone == timezone.get_current_timezone_name() else f" ({zone} time)"


def _end(series: Series) -> str:
    if series.until:
        return f" until {long_day(wall_of(series.until, series.zone).date())}"
    if series.count:
        return ", once" if series.count == 1 else f", {series.count} times"
    return ""


def _gaps(series: Series) -> str:
    """The months or years that have no such day."""
    first = _first(series)
    if series.cycle == Cycle.MONTHLY and first.day > 28:
        return " (months without it are left out)"
    if series.cycle == Cycle.YEARLY and (first.month, first.day) == (2, 29):
        return " (years without it are left out)"
    return ""


def _clocks(start: datetime, end: datetime) -> str:
    walls = timezone.localtime(start), timezone.localtime(end)
    if any(_comes_twice(wall) for wall in walls):
        return f"{clock(start)}–{clock(end)}"
    return say_span(*walls)


def _is_of_one_day(start: datetime, end: datetime) -> bool:
    """Until midnight is still of the day before."""
    return local_day(start) == local_day(end - timedelta.resolution)


def _ends(span: Session | Span) -> tuple[datetime, datetime]:
    if isinstance(span, Session):
        return span.scheduled_start, span.scheduled_end
    return span.start, span.end


def _comes_twice(wall: datetime) -> bool:
    first, second = wall.replace(fold=0).utcoffset(), wall.replace(fold=1).utcoffset()
    # Where the clocks skip, the offset differs too, but there the second is the greater.
    return first is not None and second is not None and first > second
