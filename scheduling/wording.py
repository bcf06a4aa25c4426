"""How sessions and their times are put in words on the pages, on the clock of the current time zone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clients.models import Client
from scheduling.domain.availability import Span
from scheduling.domain.recurrence import wall_of
from scheduling.models import Cycle, Series, Session
from scheduling.rows import Listed
from trainers.clocks import say, say_span
from trainers.models import TimeOff

# What <bdi> is in a text without markup: whose writing direction concerns nobody outside.
ISOLATE, END = "\u2068", "\u2069"


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
    return format_date(day, pgettext("format of a date", "D j F"))


def local_day(instant: datetime) -> date:
    """The date that the calendar shows at that instant."""
    return timezone.localtime(instant).date()


def day(instant: datetime, now: datetime | None) -> str:
    """Tue 8 June; Tue 8 June 2027 if that is not the year of `now`."""
    of = local_day(instant)
    another_year = now is not None and of.year != local_day(now).year
    return format_date(of, pgettext("format of a date", "D j F Y")) if another_year else short_day(of)


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Tue 8 June 10:00; Tue 8 June 2027 10:00 if that is not the year of `now`."""
    return f"{day(instant, now)} {clock(instant)}"


def times(span: Session | Span, now: datetime | None = None) -> str:
    """10:00–11:00; over midnight with the days: Tue 8 June 23:30 – Wed 9 June 00:30."""
    return between(*walls(span), now)


def between(start: datetime, end: datetime, now: datetime | None = None) -> str:
    """The same of two that are on the wall clock."""
    if _is_of_one_day(start, end):
        return _clocks(start, end)
    return f"{moment(start, now)} – {moment(end, now)}"


def when(span: Session | Span, now: datetime | None = None) -> str:
    """Tue 8 June, 10:00–11:00; with the year if that is not the year of `now`."""
    start, end = walls(span)
    if _is_of_one_day(start, end):
        return f"{day(start, now)}, {_clocks(start, end)}"
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
    first = format_date(start, pgettext("format of a date", "D j")) if is_one_month else day(span.start, now)
    return f"{first} – {day(last, now)}"


def duration(span: Session | Span) -> str:
    """45 min, 1 h, 1 h 30 min, 2 days 3 h: how long it lasts, whatever the clocks do."""
    start, end = _ends(span)
    return lasting(end - start)


def lasting(elapsed: timedelta) -> str:
    """45 min, 1 h 30 min, 2 days."""
    minutes = int(elapsed.total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    parts = [
        (days, ngettext("%(count)s day", "%(count)s days", days)),
        (hours, _("%(count)s h")),
        (minutes % 60, _("%(count)s min")),
    ]
    return " ".join(words % {"count": count} for count, words in parts if count) or _("under a minute")


def long_day(day: date) -> str:
    """8 June 2027."""
    return format_date(day, pgettext("format of a date", "j F Y"))


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st."""
    endings = {
        1: pgettext("ordinal number", "%(number)sst"),
        2: pgettext("ordinal number", "%(number)snd"),
        3: pgettext("ordinal number", "%(number)srd"),
    }
    other = pgettext("ordinal number", "%(number)sth")
    words = other if number % 100 in {11, 12, 13} else endings.get(number % 10, other)
    return words % {"number": number}


def rule(series: Series) -> str:
    """Every Tuesday 09:00–10:00 until 30 June 2028; of one that does not repeat, when it takes place."""
    if series.start is None or series.end is None:
        return _("No time yet")
    span = Span(series.start, series.end)
    if not series.repeats:
        on = long_day(local_day(span.start))
        return _("Once, %(day)s, %(times)s") % {"day": on, "times": times(span)}
    words = f"{rhythm(series)} {_hours(span, series.zone)}"
    for add in (_with_zone, _with_end, _with_gaps):
        words = add(words, series)
    return words


def rhythm(series: Series) -> str:
    """Every Tuesday, Every 2 weeks on Tuesday, Every month on the 31st: of a series that repeats."""
    first, count = _first(series), series.interval
    weekday = format_date(first, "l")
    if series.cycle == Cycle.WEEKLY and count == 1:
        return _("Every %(weekday)s") % {"weekday": weekday}
    match series.cycle:
        case Cycle.WEEKLY:
            words, on = _("Every %(count)s weeks on %(day)s"), weekday
        case Cycle.MONTHLY:
            words = ngettext("Every month on the %(day)s", "Every %(count)s months on the %(day)s", count)
            on = ordinal(first.day)
        case Cycle.YEARLY:
            words = ngettext("Every year on %(day)s", "Every %(count)s years on %(day)s", count)
            on = format_date(first, pgettext("format of a date", "j F"))
        case _:
            words, on = ngettext("Every day", "Every %(count)s days", count), ""
    return words % {"count": count, "day": on}


def walls(span: Listed | Span) -> tuple[datetime, datetime]:
    """On the wall clock, when it starts and ends."""
    start, end = _ends(span)
    zone = timezone.get_current_timezone()
    return start.astimezone(zone), end.astimezone(zone)


def wall(instant: datetime) -> str:
    """2027-06-08T10:00:00: as a time is written into a link or a form."""
    return figures(timezone.localtime(instant))


def exact(instant: datetime) -> str:
    """2027-06-08T10:00:00+02:00: the same where it is to be read again, also of a time that comes twice."""
    return timezone.localtime(instant).isoformat()


def figures(wall: datetime) -> str:
    """The same of what is on the wall clock."""
    return wall.isoformat()[:19]


def said(sentence: str | Promise, session: Session, now: datetime, zone: str = "") -> SafeString:
    """Cancelled Rehab with Emma Wilson, Tue 8 June 10:00; with the year if that is not the year of `now`.

    `sentence` has the places {session} and {start}. A `zone` is named after the time.
    """
    what, start = called(session.title, session.client), moment(session.scheduled_start, now)
    return format_html(str(sentence), session=what, start=f"{start} {zone}".rstrip())


def plain(words: SafeString) -> str:
    """As a text without markup."""
    return unescape(words.replace("<bdi>", ISOLATE).replace("</bdi>", END))


def called(title: str, client: Client | None) -> SafeString:
    """Rehab with Emma Wilson; only Rehab without a client."""
    if client is None:
        return format_html("<bdi>{}</bdi>", title)
    return format_html(_("<bdi>{title}</bdi> with <bdi>{client}</bdi>"), title=title, client=client.name)


def titles(of: Sequence[Session], most: int) -> SafeString:
    """Rehab, Boxing, Yoga and 4 more: at most so many are named."""
    named = format_html_join(", ", "<bdi>{}</bdi>", ((each.title,) for each in of[:most]))
    if len(of) <= most:
        return named
    return format_html(_("{names} and {count} more"), names=named, count=len(of) - most)


def sessions(count: int) -> str:
    """1 session, 12 sessions."""
    return ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}


def counted(count: int) -> SafeString:
    """12 sessions, of which only the number is seen."""
    words = ngettext(
        '%(n)s<span class="hidden"> session</span>', '%(n)s<span class="hidden"> sessions</span>', count
    )
    return mark_safe(words % {"n": count})  # noqa: S308 - a number


def imported(count: int) -> str:
    """Imported 12 sessions."""
    return ngettext("Imported %(count)s session", "Imported %(count)s sessions", count) % {"count": count}


def _first(series: Series) -> datetime:
    """When what repeats starts, on its own wall clock."""
    return wall_of(cast(datetime, series.start), series.zone)


def _hours(span: Span, zone: ZoneInfo) -> str:
    """On the wall clock of what repeats; every session lasts as long as the first."""
    start, end = wall_of(span.start, zone), wall_of(span.end, zone)
    if start.date() == end.date():
        return say_span(start, end)
    return _("%(start)s for %(duration)s") % {"start": say(start), "duration": duration(span)}


def _with_zone(words: str, series: Series) -> str:
    """With the zone, where it is not the one in which all else on the page is said."""
    if series.timezone == timezone.get_current_timezone_name():
        return words
    return _("%(rule)s (%(zone)s time)") % {"rule": words, "zone": series.timezone}


def _with_end(words: str, series: Series) -> str:
    if series.until:
        last = long_day(wall_of(series.until, series.zone).date())
        return _("%(rule)s until %(day)s") % {"rule": words, "day": last}
    if series.count:
        ends = ngettext("%(rule)s, once", "%(rule)s, %(count)s times", series.count)
        return ends % {"rule": words, "count": series.count}
    return words


def _with_gaps(words: str, series: Series) -> str:
    """With the months or years that have no such day."""
    first = _first(series)
    if series.cycle == Cycle.MONTHLY and first.day > 28:
        return _("%(rule)s (months without it are left out)") % {"rule": words}
    if series.cycle == Cycle.YEARLY and (first.month, first.day) == (2, 29):
        return _("%(rule)s (years without it are left out)") % {"rule": words}
    return words


def _clocks(start: datetime, end: datetime) -> str:
    """Of two that are on the wall clock, as all below."""
    if _comes_twice(start) or _comes_twice(end):
        return f"{clock(start)}–{clock(end)}"
    return say_span(start, end)


def _is_of_one_day(start: datetime, end: datetime) -> bool:
    """Until midnight is still of the day before."""
    day = start.date()
    return day == end.date() or day == local_day(end.astimezone(UTC) - timedelta.resolution)


def _ends(span: Listed | Span) -> tuple[datetime, datetime]:
    if isinstance(span, Listed):
        return span.scheduled_start, span.scheduled_end
    return span.start, span.end


def _comes_twice(wall: datetime) -> bool:
    if wall.fold:  # it is the second
        return True
    first, second = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    # Where the clocks skip, the offset differs too, but there the second is the greater.
    return first is not None and second is not None and first > second
