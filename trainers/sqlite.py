"""Teaches SQLite to look for texts whatever their case beyond A to Z, as PostgreSQL does."""

import re
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def teach(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Replace LIKE, on which `icontains` stands, in each new connection to SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("like", 3, like, deterministic=True)


def like(pattern: str | None, text: Any, escape: str) -> bool | None:
    """SQL's `text LIKE pattern ESCAPE escape`: % is any text, _ any character; NULL in, NULL out."""
    if pattern is None or text is None:
        return None
    return _compiled(pattern, escape).fullmatch(str(text)) is not None


@lru_cache(maxsize=128)
def _compiled(pattern: str, escape: str) -> re.Pattern[str]:
    characters = iter(pattern)
    parts = []
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, escape)))
        else:
            parts.append({"%": ".*", "_": "."}.get(character, re.escape(character)))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
