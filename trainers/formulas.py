"""Texts in a spreadsheet: one that it would take for a formula is written behind an apostrophe.

Every writer of CSV and XLSX disarms its cells, every reader restores them; what comes back is what went out,
also of a text that begins with such apostrophes itself.
"""

import re

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def disarm(text: str) -> str:
    """The text as it is written into a cell."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that stands in a cell: without the one apostrophe that disarm() has put there."""
    return text[1:] if text.startswith("'") and _LIKE_A_FORMULA.match(text) else text
