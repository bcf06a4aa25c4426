"""Times and lengths as people write them: 8am, 14:30-15:15, 8 to 9, noon, 90, 1h30."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduling.quick_words import Match, number

DAY = 24 * 60
# In English and German, as folded words.
NAMED = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 0, "mittag": 12 * 60, "mitternacht": 0}
TO = {"-", "–", "—", "to", "until", "till", "bis"}
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm|a\.m\.|p\.m\.|uhr)?")
HOURS = re.compile(r"([0-9]{1,2}(?:[.,][0-9]{1,2})?)(?:h|hr|hrs|hour|hours|std|stunde|stunden)")
MINUTES = re.compile(r"([0-9]{1,4})(?:m|min|mins|minute|minutes|minuten|')")
BOTH = re.compile(r"([0-9]{1,2})h([0-9]{1,2})(?:m|min)?")
UNITS = {"h", "hr", "hrs", "hour", "hours", "m", "min", "mins", "minute", "minutes"}
UNITS |= {"std", "stunde", "stunden", "minuten"}
# At twelve, where it is written so and nothing else says when; of fewer hours it is how long.
H_CLOCK = re.compile(r"\b([0-9]{1,2})h([0-5][0-9])?\b")
FIRST_H = 6
HALVES = {"am": "a", "a.m.": "a", "pm": "p", "p.m.": "p"}
TOO_LONG = gettext_noop("A session in one line lasts from a minute to a day.")


class Times(NamedTuple):
    """Minutes after midnight; the end may be on the next day, and is None when nothing is said of it."""

    start: int
    end: int | None = None


@dataclass(frozen=True)
class Clock:
    """An hour as it was written, before it is known whether it is one of the morning."""

    hour: int
    minute: int
    half: str = ""  # "a" or "p"
    is_bare: bool = False
    has_zero: bool = False

    @property
    def minutes(self) -> int:
        hour = self.hour % 12 + (12 if self.half == "p" else 0) if self.half else self.hour
        # Nobody trains at 3 in the night: whoever does writes 03:00 or 3am.
        afternoon = self.is_bare and not self.half and 1 <= hour <= 5
        return (hour + 12 if afternoon else hour) * 60 + self.minute


def match_times(words: Sequence[str], *, bare: bool = False) -> Match[Times] | None:
    """A range or a time at the beginning of folded words; an hour without more only if `bare`."""
    return _range(words) or _time(words, bare)


def match_length(words: Sequence[str]) -> Match[int] | None:
    """In minutes: 60min, 1 h, 1h30, 1 h 30 min, 1.5 hours, half an hour, 1 and a half hours."""
    if half := _with_half(words):
        return half
    if both := BOTH.fullmatch(words[0]):
        return _bounded(1, int(both[1]) * 60 + int(both[2]))
    size, text = _with_unit(words)
    if found := MINUTES.fullmatch(text):
        return _bounded(size, int(found[1]))
    if found := HOURS.fullmatch(text):
        more, rest = _with_unit(words[size:])
        minutes = MINUTES.fullmatch(rest)
        whole = round(float(found[1].replace(",", ".")) * 60)
        return _bounded(size + more, whole + int(minutes[1])) if minutes else _bounded(size, whole)
    return None


def with_clocks(words: Sequence[str]) -> list[str]:
    """Folded words of a line without a time, with 12:00 in the place of 12h."""
    return [H_CLOCK.sub(_colon, word) for word in words]


def _colon(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), found[2] or "00"
    return f"{hour}:{minute}" if FIRST_H <= hour < 24 else found[0]


def _with_half(words: Sequence[str]) -> Match[int] | None:
    match [*words[:5]]:
        case ["half", "1", "hour", *_] | ["eine" | "1", "halbe", "stunde", *_]:
            return Match(3, 30)
        case ["halbe", "stunde", *_]:
            return Match(2, 30)
        case ["anderthalb" | "eineinhalb", "stunden", *_]:
            return Match(2, 90)
        case [count, "and", "a", "half", "hours"] | [count, "hour" | "hours", "and", "a", "half"]:
            hours = number(count, 2)
            return None if hours is None else _bounded(5, hours * 60 + 30)
    return None


def length_of(count: int) -> Match[int]:
    """Of a number without a unit."""
    return _bounded(1, count)


def _bounded(size: int, minutes: int) -> Match[int]:
    return Match(size, minutes) if 1 <= minutes <= DAY else Match(size, None, _(TOO_LONG))


def _with_unit(words: Sequence[str]) -> tuple[int, str]:
    """How many words, and these without a space: 90 min is 90min."""
    if len(words) > 1 and words[1] in UNITS and re.fullmatch("[0-9.,]+", words[0]):
        return 2, words[0] + words[1]
    return (1, words[0]) if words else (0, "")


def _time(words: Sequence[str], bare: bool) -> Match[Times] | None:
    found = _clock(words)
    if found is None:
        return None
    if found.value is None:
        return Match(found.size, None, found.problem)
    if found.value.is_bare and not bare:
        return None
    return Match(found.size, Times(found.value.minutes))


def _range(words: Sequence[str]) -> Match[Times] | None:
    start, size = _clock(words), 0
    if start and len(words) > start.size + 1 and words[start.size] in TO:
        end = _clock(words[start.size + 1 :])
        size = start.size + 1 + (end.size if end else 0)
    else:
        parts = re.split("[-–—]", words[0])
        if len(parts) != 2 or not all(parts):
            return None
        start, end = _clock(parts[:1]), _clock([parts[1], *words[1:2]])
        size = end.size if end else 0
    if not start or not end:
        return None
    if start.value is None or end.value is None:
        return Match(size, None, start.problem or end.problem)
    return Match(size, _from_to(start.value, end.value))


def _from_to(start: Clock, end: Clock) -> Times:
    """2-3pm is in the afternoon, 11-1 goes over noon, 22:00-6:00 over midnight."""
    begin, finish = start.minutes, end.minutes or DAY
    if end.half and not start.half and start.hour <= 12:
        same, other = (
            Clock(start.hour, start.minute, half).minutes for half in (end.half, "ap"[end.half == "a"])
        )
        begin = same if same < finish else other
    if finish <= begin and not end.half and not end.has_zero and begin < finish + DAY // 2 <= DAY:
        finish += DAY // 2
    return Times(begin, finish if finish > begin else finish + DAY)


def _clock(words: Sequence[str]) -> Match[Clock] | None:
    first, *rest = words
    if first in NAMED:
        return Match(1, Clock(NAMED[first] // 60, 0))
    if half_hour := _half_hour(words):
        return half_hour
    found = CLOCK.fullmatch(first)
    if not found:
        return None
    size, said = 1, found[3] or ""
    if not said and rest and rest[0] in {*HALVES, "o'clock", "uhr"}:
        size, said = 2, rest[0]
    half = HALVES.get(said, "")
    hour, minute = int(found[1]), int(found[2] or 0)
    is_bare = not said and not found[2]
    if is_bare and hour > 24:
        return None
    if minute > 59 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
        return Match(size, None, _("There is no such time as %(time)s.") % {"time": " ".join(words[:size])})
    return Match(size, Clock(hour, minute, half, is_bare, first.startswith("0")))


def _half_hour(words: Sequence[str]) -> Match[Clock] | None:
    """Half past four is in the afternoon, as four is; halb fünf is the same."""
    match [*words[:3]]:
        case ["half", "past", hour]:
            size, earlier = 3, 0
        case ["halb", hour, *_]:
            size, earlier = 2, 1
        case _:
            return None
    at = number(hour, 2)
    return Match(size, Clock(at - earlier or 12, 30, is_bare=True)) if at and at <= 12 else None
