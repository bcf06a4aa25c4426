"""What the lists of every app have in common: chips of what is filtered, and headers that sort."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise


@dataclass(frozen=True)
class Chip:
    """Something that the list is filtered by; `query` is the list's address without it."""

    words: str
    query: str


@dataclass(frozen=True)
class Header:
    """A column; `query` sorts by it, or the other way round. `order` is a word of aria-sort, or empty."""

    label: str
    query: str
    order: str


def in_midst(label: str) -> str:
    """A label as it stands within a sentence; German keeps the capitals of its nouns."""
    return str(label) if translation.get_language() == "de" else label.lower()


def query_of(asked: QueryDict, **changes: str | None) -> str:
    """`?` and what was asked for, as it is changed, of the first page and without what is empty."""
    query = asked.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.setlist(name, [] if value is None else [value])
    for name, values in list(query.lists()):
        query.setlist(name, [value for value in values if value])
    return f"?{query.urlencode()}"


def chips(asked: QueryDict, said: Mapping[str, str]) -> list[Chip]:
    """One for each parameter that something is `said` of."""
    return [Chip(words, query_of(asked, **{name: None})) for name, words in said.items() if words]


def headers(asked: QueryDict, columns: Mapping[str, str | Promise], sort: str) -> dict[str, Header]:
    """{key: header} of `columns` {key: label}; `sort` is a key, with a minus where the last comes first."""
    key, order = sort.removeprefix("-"), "descending" if sort.startswith("-") else "ascending"
    return {
        name: Header(
            str(label),
            query_of(asked, sort=f"-{name}" if sort == name else name),
            order if name == key else "",
        )
        for name, label in columns.items()
    }
