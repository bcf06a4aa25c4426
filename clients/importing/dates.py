"""Which day a cell means, and what comes first in the dates of a column."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from clients.importing.mapping import plain

SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
# April 3, 1990, and 3. April 1990; the name of a month is told by its first three letters.
NAMED = re.compile(r"(?:([^\W\d]{3,9})\.? (\d{1,2})|(\d{1,2})\.? ([^\W\d]{3,9})\.?),? (\d{4})")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
GERMAN = {"mae": "mar", "mrz": "mar", "mai": "may", "okt": "oct", "dez": "dec"}


class DateOrder(StrEnum):
    """What comes first in 3/4/1990."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = ""


class Unreadable(Exception):
    """What a cell should look like instead."""


def order_of(texts: Iterable[str]) -> DateOrder:
    """What comes first in the dates of a table, as far as one of them shows it."""
    pairs = [match.groups() for text in texts if (match := SLASHED.fullmatch(text))]
    if any(int(first) > 12 for first, *_ in pairs):
        return DateOrder.DAY
    return DateOrder.MONTH if any(int(second) > 12 for _, second, _ in pairs) else DateOrder.UNKNOWN


def read(text: str, order: DateOrder) -> date:
    """1990-04-03; 3.4.1990; 3 April 1990; 3/4/1990 when it is known what comes first.

    Raises ValueError for what is no date, Unreadable where it could be either of two or there is no such day.
    """
    if match := ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
        return _date(year, month, day)
    if match := DOTTED.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _date(year, month, day)
    if match := SLASHED.fullmatch(text):
        first, second, year = map(int, match.groups())
        if order == DateOrder.UNKNOWN and first != second:
            raise Unreadable(_("Say above whether the day or the month comes first."))
        day, month = (second, first) if order == DateOrder.MONTH else (first, second)
        return _date(year, month, day)
    if match := NAMED.fullmatch(text):
        before, day_after, day_before, after, year_of = match.groups()
        return _date(int(year_of), _month(before or after), int(day_after or day_before))
    if not text.isascii():
        raise ValueError(text)
    return date.fromisoformat(text)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unreadable(_("There is no such day.")) from error


def _month(name: str) -> int:
    letters = plain(name)[:3]
    return MONTHS.index(GERMAN.get(letters, letters)) + 1
