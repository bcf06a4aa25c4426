"""What repeats, as people write it: every Tuesday, every two weeks, weekly."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import ngettext

from scheduling.models import Cycle
from scheduling.quick_days import match_weekday
from scheduling.quick_words import Match, number


class Repeats(NamedTuple):
    """Every so many days, weeks, months or years; without a cycle, in a way that a form has no word for."""

    cycle: str = ""
    interval: int = 1

    def __str__(self) -> str:
        match self.cycle:
            case Cycle.DAILY:
                words = ngettext("every day", "every %(count)s days", self.interval)
            case Cycle.WEEKLY:
                words = ngettext("every week", "every %(count)s weeks", self.interval)
            case Cycle.MONTHLY:
                words = ngettext("every month", "every %(count)s months", self.interval)
            case _:
                words = ngettext("every year", "every %(count)s years", self.interval)
        return words % {"count": self.interval}


# In English and German, as folded words.
WORDS = {
    Repeats(Cycle.DAILY): "daily taglich",
    Repeats(Cycle.WEEKLY): "weekly wochentlich",
    Repeats(Cycle.WEEKLY, 2): "fortnightly biweekly bi-weekly zweiwochentlich 14-tagig vierzehntagig",
    Repeats(Cycle.MONTHLY): "monthly monatlich",
    Repeats(Cycle.YEARLY): "yearly annually jahrlich",
}
ADVERBS = {word: repeats for repeats, words in WORDS.items() for word in words.split()}
EVERY, ALL = {"every", "each", "jeden", "jede", "jedes"}, "alle"
ORDINALS = dict.fromkeys(["other", "second", "2nd", "2.", "zweite", "zweiten", "zweites"], 2)
ORDINALS |= dict.fromkeys(["third", "3rd", "3.", "dritte", "dritten", "drittes"], 3)
ORDINALS |= dict.fromkeys(["fourth", "4th", "4.", "vierte", "vierten", "viertes"], 4)
UNITS = dict.fromkeys(("day", "days", "tag", "tage"), Cycle.DAILY)
UNITS |= dict.fromkeys(("week", "weeks", "woche", "wochen"), Cycle.WEEKLY)
UNITS |= dict.fromkeys(("month", "months", "monat", "monate"), Cycle.MONTHLY)
UNITS |= dict.fromkeys(("year", "years", "jahr", "jahre"), Cycle.YEARLY)


def match_repeats(words: Sequence[str], today: date) -> Match[Repeats] | None:
    """How something repeats, at the beginning of folded words; a weekday is left to be read as the day."""
    first, *rest = words
    if first in ADVERBS:
        return Match(1, ADVERBS[first])
    if first not in EVERY and first != ALL:
        return None
    count = _count(rest)
    size, interval, unit = (1, 1, rest[:1]) if count is None else (2, count, rest[1:2])
    if unit and unit[0] in UNITS and interval:
        return Match(size + 1, Repeats(UNITS[unit[0]], interval))
    if first != ALL and interval and match_weekday(unit, today):
        return Match(size, Repeats(Cycle.WEEKLY, interval))
    return Match(1, Repeats()) if first != ALL else None


def _count(words: Sequence[str]) -> int | None:
    if not words:
        return None
    return ORDINALS.get(words[0], number(words[0], 2))
