"""How times are put in words in the admin: always with the clock that they are on."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from scheduling.models import Series
from scheduling.wording import rule as rule_of


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """Tue 2027-06-08 10:00."""
    return format_date(instant.astimezone(zone), "D Y-m-d H:i")


def span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Tue 2027-06-08 10:00 to 11:00 (Europe/Berlin)."""
    same_day = start.astimezone(zone).date() == end.astimezone(zone).date()
    until = f"{end.astimezone(zone):%H:%M}" if same_day else moment(end, zone)
    words = _("%(start)s to %(end)s (%(zone)s)")
    return words % {"start": moment(start, zone), "end": until, "zone": zone.key}


def on_clock(instant: datetime, zone: ZoneInfo) -> str:
    """2027-06-08 10:00:00 (Europe/Berlin)."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key})"


def rule(series: Series) -> str:
    """What repeats, on the series' own clock: the admin is on nobody's."""
    with timezone.override(series.zone):
        return rule_of(series)
