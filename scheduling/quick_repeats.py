"""What repeats, as people write it: every Tuesday, every two weeks, weekly."""

from collections.abc import Sequence
from datetime import date

from scheduling.models import Cycle
from scheduling.quick_days import match_weekday
from scheduling.quick_words import Match, number

# In English and German, as folded words.
CYCLES = {"daily": Cycle.DAILY, "weekly": Cycle.WEEKLY, "monthly": Cycle.MONTHLY}
CYCLES |= {"taglich": Cycle.DAILY, "wochentlich": Cycle.WEEKLY, "monatlich": Cycle.MONTHLY}
EVERY, ALL = {"every", "each", "jeden", "jede", "jedes"}, "alle"
OTHER = {"other", "second", "zweite", "zweiten", "zweites"}
UNITS = dict.fromkeys(("day", "days", "tag", "tage"), Cycle.DAILY)
UNITS |= dict.fromkeys(("week", "weeks", "woche", "wochen"), Cycle.WEEKLY)
UNITS |= dict.fromkeys(("month", "months", "monat", "monate"), Cycle.MONTHLY)


def match_repeats(words: Sequence[str], today: date) -> Match[str] | None:
    """The cycle at the beginning of folded words; an empty one where a form has no word for it."""
    first, *rest = words
    if first in CYCLES:
        return Match(1, CYCLES[first])
    if first not in EVERY and first != ALL:
        return None
    if first != ALL and match_weekday(rest[:1], today):
        return Match(1, Cycle.WEEKLY)
    count = _count(rest)
    unit = rest[count is not None : 2]
    if unit and unit[0] in UNITS:
        return Match(2, UNITS[unit[0]]) if count is None else Match(3, UNITS[unit[0]] if count == 1 else "")
    return Match(1, "") if first != ALL else None


def _count(words: Sequence[str]) -> int | None:
    if not words:
        return None
    return 2 if words[0] in OTHER else number(words[0], 2)
