"""Which day, time and length a cell means."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from clients.importing import dates
from clients.importing.dates import DateOrder
from scheduling.domain import wall_clock

# What is longer says none of them. The patterns below see single blanks alone, and never two repetitions side
# by side that could share what they match: however odd a cell is, it is read in one go.
MOST_LETTERS = 60
CLOCK = re.compile(
    r"(?:^|(?<=[ T,]))(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r" ?(?P<half>[ap]\.?m\.?|uhr)? ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE | re.ASCII,
)
AT = re.compile(r"\b(?:at|um)$")
ONE = r"\d{1,2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?"
# 10:00-11:00; behind a day only with room around the dash, for else it may be an offset: 10:00-05:00.
TIMES = re.compile(rf"({ONE}) ?(?:[-–—]|to|bis) ?({ONE})", re.IGNORECASE | re.ASCII)
DAY_AND_TIMES = re.compile(rf"(.+[ ,]{ONE})(?: ?[–—] ?| (?:-|to|bis) )({ONE})", re.IGNORECASE)
WEEKDAY = re.compile(
    r"^(?:[^\W\d]{2,10}\.?, ?|(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-z]*\.? )",
    re.IGNORECASE,
)
# What is written otherwise than dates.read() has it, and how that is: 2027/6/8, 8-6-2027, 8-Jun-2027, and
# years of two figures, which are of this century.
USUAL = (
    (re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})$"), r"\3.\2.\1"),
    (re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{2}|\d{4})$"), r"\1/\2/\3"),
    (re.compile(r"(?<=\d)-(?=[^\W\d])|(?<=[^\W\d])-(?=\d)"), " "),
    (re.compile(r"^(\d{1,2}([/.])\d{1,2}\2)(\d{2})$"), r"\g<1>20\3"),
    (re.compile(r"(?<=[^\W\d] )(\d{2})$"), r"20\1"),
)
HOURS = re.compile(
    r"(\d{1,2})(?::| ?(?:hours?|hrs?|h|stunden?|std)(?![a-z])[.,]? ?)(\d{1,2})?(?::00)?\D*",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?) ?([a-z]*)\.?", re.IGNORECASE | re.ASCII)
MOST_HOURS = 4


@dataclass(frozen=True)
class Moment:
    """What of it is said: a day, a time, the offset of that."""

    day: date | None = None
    clock: time | None = None
    offset: tzinfo | None = None

    def on(self, day: date | None) -> "Moment":
        """With that day, unless one is said."""
        return self if self.day else replace(self, day=day)

    def instant(self, zone: ZoneInfo) -> datetime:
        """Raises ValueError where something is missing, ValidationError for a time that the clocks skip."""
        if self.day is None or self.clock is None:
            raise ValueError(self)
        wall = datetime.combine(self.day, self.clock)
        if self.offset:
            return wall.replace(tzinfo=self.offset).astimezone(UTC)
        return wall_clock.to_instant(wall, zone)


def read(text: str, order: DateOrder) -> Moment:
    """A day, a time, or both. Raises ValueError, and Unreadable for a day that could be either of two."""
    words, match = _day_and_clock(text)
    if match:
        return Moment(_day(words, order) if words else None, _clock(match), _offset(match["zone"]))
    return Moment(_day(words, order))


def halves(text: str) -> tuple[str, str]:
    """The two of `10:00–11:00`, also behind a day; else the whole, and nothing."""
    tidy = _tidy(text)
    match = TIMES.fullmatch(tidy) or DAY_AND_TIMES.fullmatch(tidy)
    return (match[1], match[2]) if match else (text, "")


def day_in(text: str) -> str:
    """What of a cell is its day, as dates.order_of() wants it."""
    return _usual(re.split(r"[ T]\d{1,2}[:.h]|,? \d{1,2} ?[ap]", _tidy(text))[0].rstrip(" T"))


def settle(text: str, order: DateOrder) -> str:
    """With its day as it is read whatever comes first in others; as it is, where no day is read."""
    at, until = halves(text)
    words, clock = _day_and_clock(at)
    try:
        told = f"{_day(words, order)} {clock[0] if clock else ''}".rstrip()
    except (ValueError, dates.Unreadable):
        return text
    return f"{told} – {until}" if until else told


def length(text: str) -> timedelta:
    """60, 60 min, 1:30, 1 h 30, 1.5 hours; a number that is small is one of hours. Raises ValueError."""
    text = _tidy(text)
    if match := HOURS.fullmatch(text):
        return timedelta(hours=int(match[1]), minutes=int(match[2] or 0))
    match = NUMBER.fullmatch(text)
    if not match:
        raise ValueError(text)
    number, unit = float(match[1].replace(",", ".")), match[2].lower()
    is_hours = unit.startswith(("h", "st")) or (not unit and number <= MOST_HOURS)
    return timedelta(hours=number) if is_hours else timedelta(minutes=number)


def _tidy(text: str) -> str:
    """With single blanks; nothing, and so unreadable, where it is too long to say any of them."""
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= MOST_LETTERS else ""


def _day_and_clock(text: str) -> tuple[str, re.Match[str] | None]:
    """What is said of a day, and the time behind it."""
    text = _tidy(text)
    match = CLOCK.search(text)
    if match and (match["minute"] or match["half"]):
        return AT.sub("", text[: match.start()].rstrip(" T,")).rstrip(" ,"), match
    return text, None


def _day(text: str, order: DateOrder) -> date:
    return dates.read(_usual(text), order)


def _usual(text: str) -> str:
    """Without a weekday, as dates.read() has it."""
    text = WEEKDAY.sub("", text.strip(" ,"))
    for written, usual in USUAL:
        text = written.sub(usual, text)
    return text


def _clock(match: re.Match[str]) -> time:
    hour, half = int(match["hour"]), (match["half"] or "").lower()[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= 12:
            raise ValueError(match[0])
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match["minute"] or 0), int(match["second"] or 0))


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    return UTC if text[0].isalpha() else datetime.strptime(text, "%z").tzinfo
