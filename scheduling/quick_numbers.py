"""Numbers in words, where a line reads a number: in two weeks, for two hours, at eight."""

from collections.abc import Sequence

from scheduling.quick_times import HALVES, TO, UNITS

# In English and German, as folded words.
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"
_GERMAN = "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf"
ENGLISH = {word: count for count, word in enumerate(_ENGLISH.split(), 1)}
NUMBERS = ENGLISH | {word: count for count, word in enumerate(_GERMAN.split(), 1)}
ARTICLES = {"a", "an", "ein", "eine", "einer", "einem", "einen"}
# What is counted wherever it stands; of a letter alone nobody knows.
LENGTHS = {unit for unit in UNITS if len(unit) > 1} | {"o'clock", "uhr"}
# What is counted after these words only: twice a day is a title.
DAYS = {"day", "days", "week", "weeks", "month", "months"}
DAYS |= {"tag", "tage", "tagen", "woche", "wochen", "monat", "monate", "monaten"}
BEFORE_DAYS = {"in", "every", "each", "alle"}
BEFORE_HOUR, BEFORE_RANGE = {"at", "um", "gegen", "past", "halb"}, {"from", "von"}
AND_A_HALF = ["and", "a", "half"]


def with_digits(words: Sequence[str]) -> list[str]:
    """Folded words, with digits where one of them is read as a number; the one of a title stays."""
    found: list[str] = []
    for at, word in enumerate(words):
        found.append(_digits(word, found, words[at + 1 :]))
    return found


def _digits(word: str, before: Sequence[str], after: Sequence[str]) -> str:
    if word in ARTICLES:
        return "1" if _is_counted(before, after) else word
    if word not in NUMBERS:
        return word
    is_english = word in ENGLISH and _is_english(after)
    is_number = is_english or _is_counted(before, after) or _is_hour(before, after)
    return str(NUMBERS[word]) if is_number else word


def _is_counted(before: Sequence[str], after: Sequence[str]) -> bool:
    unit = after[0] if after else ""
    return unit in LENGTHS or (unit in DAYS and bool(before) and before[-1] in BEFORE_DAYS)


def _is_english(after: Sequence[str]) -> bool:
    """In German, am is a word of its own."""
    return (bool(after) and after[0] in HALVES) or [*after[:3]] == AND_A_HALF


def _is_hour(before: Sequence[str], after: Sequence[str]) -> bool:
    """At eight, from eight to nine; one to one is a title."""
    if not before:
        return False
    if before[-1] in BEFORE_HOUR:
        return True
    if before[-1] in BEFORE_RANGE:
        return bool(after) and after[0] in TO
    return before[-1] in TO and len(before) > 1 and before[-2][:1].isdigit()
