"""Days as people write them: tomorrow, next Tuesday, 8 June, 8.6., 2027-06-08."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from scheduling.quick_words import Match, number

WEEK = timedelta(days=7)
# Without a year the next such day is meant, unless it was just now: nobody books eleven months ahead.
JUST_NOW = timedelta(days=31)
YEARS = gettext_noop("Write a date from 1970 to 2099.")
# In English and German, whatever the language of the page: as folded words.
RELATIVE = {"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1}
RELATIVE |= {"heute": 0, "morgen": 1, "ubermorgen": 2, "gestern": -1}
SPANS = dict.fromkeys(("day", "days", "tag", "tage", "tagen"), timedelta(days=1))
SPANS |= dict.fromkeys(("week", "weeks", "woche", "wochen"), WEEK)
NEXT, THIS = {"next", "nachsten", "nachster", "nachste"}, {"this", "coming", "diesen", "kommenden"}
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
WEEKDAYS = {name: n for n, name in enumerate(NAMES)} | {name[:3]: n for n, name in enumerate(NAMES)} | SHORT
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december")  # fmt: skip
MONTHS = {name: n for n, name in enumerate(_MONTHS, 1)} | {name[:3]: n for n, name in enumerate(_MONTHS, 1)}
MONTHS |= {"sept": 9, "januar": 1, "februar": 2, "marz": 3, "mrz": 3, "mai": 5, "juni": 6, "juli": 7}
MONTHS |= {"oktober": 10, "okt": 10, "dezember": 12, "dez": 12}
GERMAN_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
WEEKDAYS |= {name: n for n, name in enumerate(GERMAN_NAMES)} | {"sonnabend": 5}
ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?:\.([0-9]{4}|[0-9]{2})?)?")
SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")


def match_day(words: Sequence[str], today: date, *, dots_are_days: bool) -> Match[date] | None:
    """The day at the beginning of folded words; 14.06 is a time unless `dots_are_days`."""
    return (
        _relative(words, today)
        or match_weekday(words, today)
        or _iso(words)
        or _dotted(words, today, dots_are_days)
        or _slashed(words, today)
        or _with_month(words, today)
    )


def match_weekday(words: Sequence[str], today: date) -> Match[date] | None:
    """Tuesday and this Tuesday are the next one, today included; next Tuesday is next week's."""
    match [*words[:3]]:
        case ["next", "week", name] | [name, "next", "week"] if name in WEEKDAYS:
            return Match(3, _of_next_week(today, name))
        case [following, name, *_] if following in NEXT and name in WEEKDAYS:
            return Match(2, _of_next_week(today, name))
        case [this, name, *_] if this in THIS and name in WEEKDAYS:
            return Match(2, _coming(today, name))
        case [name, *_] if name in WEEKDAYS:
            return Match(1, _coming(today, name))
    return None


def _coming(today: date, name: str) -> date:
    return today + timedelta(days=(WEEKDAYS[name] - today.weekday()) % 7)


def _of_next_week(today: date, name: str) -> date:
    return today + WEEK + timedelta(days=WEEKDAYS[name] - today.weekday())


def _relative(words: Sequence[str], today: date) -> Match[date] | None:
    match [*words[:3]]:
        case ["day", "after", "tomorrow"]:
            return Match(3, today + timedelta(days=2))
        case ["in", count, unit] if unit in SPANS:
            spans = number(count, 3)
            return None if spans is None else Match(3, today + spans * SPANS[unit])
        case [name, *_] if name in RELATIVE:
            return Match(1, today + timedelta(days=RELATIVE[name]))
    return None


def _iso(words: Sequence[str]) -> Match[date] | None:
    if found := ISO.fullmatch(words[0]):
        year, month, day = (int(part) for part in found.groups())
        return _on(1, words[0], day, month, year)
    return None


def _dotted(words: Sequence[str], today: date, dots_are_days: bool) -> Match[date] | None:
    if len(words) > 1 and all(re.fullmatch(r"[0-9]{1,2}\.", word) for word in words[:2]):  # 8. 6.
        return _near(2, " ".join(words[:2]), int(words[0][:-1]), int(words[1][:-1]), today)
    found = DOTTED.fullmatch(words[0])
    if not found or not (words[0].count(".") == 2 or len(found[2]) == 1 or dots_are_days):
        return None
    return _near(1, words[0], int(found[1]), int(found[2]), today, found[3])


def _slashed(words: Sequence[str], today: date) -> Match[date] | None:
    found = SLASHED.fullmatch(words[0])
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if first <= 12 and second <= 12 and first != second:
        problem = _("%(text)s can be %(one)s or %(other)s. Write the month as a word.")
        either = {"one": _day_of_month(first, second), "other": _day_of_month(second, first)}
        return Match(1, None, problem % {"text": words[0], **either})
    day, month = (second, first) if second > 12 else (first, second)
    return _near(1, words[0], day, month, today, found[3])


def _day_of_month(day: int, month: int) -> str:
    return format_date(date(2000, month, day), pgettext("format of a date", "j F"))


def _with_month(words: Sequence[str], today: date) -> Match[date] | None:
    """8 June, 8th of June 2027, June 8; of 8th alone the next one is meant."""
    first, *rest = [word.rstrip(".") if word.rstrip(".") in MONTHS else word for word in words[:4]]
    of = 1 if rest[:1] == ["of"] else 0
    if rest[of:] and rest[of] in MONTHS and (found := DAY.fullmatch(first)):
        day, month, size = int(found[1]), MONTHS[rest[of]], 2 + of
    elif first in MONTHS and rest and (found := DAY.fullmatch(rest[0])):
        day, month, size = int(found[1]), MONTHS[first], 2
    elif found := ORDINAL.fullmatch(first):
        return _next_day_of_month(int(found[1]), first, today)
    else:
        return None
    year = words[size] if len(words) > size and re.fullmatch("[0-9]{4}", words[size]) else None
    size += year is not None
    return _near(size, " ".join(words[:size]), day, month, today, year)


def _next_day_of_month(day: int, text: str, today: date) -> Match[date]:
    ahead = (today + timedelta(days=n) for n in range(62))
    found = next((each for each in ahead if each.day == day), None)
    problem = _("There is no %(day)s of a month.") % {"day": text}
    return Match(1, found, "" if found else problem)


def _near(size: int, text: str, day: int, month: int, today: date, year: str | None = None) -> Match[date]:
    if year:
        return _on(size, text, day, month, int(year) + (2000 if len(year) == 2 else 0))
    for tried in range(today.year - 1, today.year + 9):
        found = _on(size, text, day, month, tried)
        if found.value and found.value >= today - JUST_NOW:
            return found
    return Match(size, None, _no_such_day(text))


def _on(size: int, text: str, day: int, month: int, year: int) -> Match[date]:
    if not 1970 <= year <= 2099:
        return Match(size, None, _(YEARS))
    try:
        return Match(size, date(year, month, day))
    except ValueError:
        return Match(size, None, _no_such_day(text))


def _no_such_day(text: str) -> str:
    return _("There is no such day as %(day)s.") % {"day": text.rstrip(".")}
