"""How sessions and their times are put in words on the pages, on the clock of the current time zone."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduling.domain.availability import Span
from scheduling.models import Session


def clock(instant: datetime) -> str:
    """10:00; with the offset when the clocks show that time twice: 02:30 UTC+1."""
    wall = timezone.localtime(instant)
    return f"{wall:%H:%M} {offset(instant)}" if _comes_twice(wall) else f"{wall:%H:%M}"


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


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Tue 8 June 10:00; Tue 8 June 2027 10:00 if that is not the year of `now`."""
    return f"{_day_and_year(instant, now)} {clock(instant)}"


def times(span: Session | Span) -> str:
    """10:00–11:00; over midnight with the days: Tue 8 June 23:30 – Wed 9 June 00:30."""
    start, end = _ends(span)
    if local_day(start) == local_day(end):
        return f"{clock(start)}–{clock(end)}"
    return f"{moment(start)} – {moment(end)}"


def when(session: Session, now: datetime | None = None) -> str:
    """Tue 8 June, 10:00–11:00; with the year if that is not the year of `now`."""
    start, end = _ends(session)
    if local_day(start) == local_day(end):
        return f"{_day_and_year(start, now)}, {times(session)}"
    return f"{moment(start, now)} – {moment(end, now)}"


def duration(span: Session | Span) -> str:
    """45 min, 1 h, 1 h 30 min, 2 days 3 h: how long it lasts, whatever the clocks do."""
    start, end = _ends(span)
    minutes = int((end - start).total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes % 60, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "under a minute"


def wall(instant: datetime) -> str:
    """2027-06-08T10:00:00: as a time is written into a link or a form."""
    return timezone.localtime(instant).strftime("%Y-%m-%dT%H:%M:%S")


def said(verb: str, session: Session) -> SafeString:
    """Cancelled Rehab with Emma Wilson, Tue 8 June 10:00."""
    who = format_html(" with <bdi>{}</bdi>", session.client.name) if session.client else ""
    return format_html("{} <bdi>{}</bdi>{}, {}.", verb, session.title, who, moment(session.scheduled_start))


def _day_and_year(instant: datetime, now: datetime | None) -> str:
    day = local_day(instant)
    another_year = now is not None and day.year != local_day(now).year
    return f"{short_day(day)} {day.year}" if another_year else short_day(day)


def _ends(span: Session | Span) -> tuple[datetime, datetime]:
    if isinstance(span, Session):
        return span.scheduled_start, span.scheduled_end
    return span.start, span.end


def _comes_twice(wall: datetime) -> bool:
    first, second = wall.replace(fold=0).utcoffset(), wall.replace(fold=1).utcoffset()
    # Where the clocks skip, the offset differs too, but there the second is the greater.
    return first is not None and second is not None and first > second
