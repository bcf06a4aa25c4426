"""Pairs of requests that must be answered alike: what is another trainer's, and what there is not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from tests.strangers.addresses import Operation, parameters
from tests.strangers.callers import BEARER, COOKIE, STRANGER
from tests.strangers.probes import EXTRAS, FORM, NOT_IDS, Probe, ids, paths
from tests.strangers.treasure import Treasure

# Where a client or sessions are chosen: (address, field).
FORMS = [
    ("/sessions/new/", "client"),
    ("/timelines/new/", "client"),
    ("/timelines/{uuid}/edit/", "client"),
    ("/sessions/settle/", "sessions"),
]
WORDS = ("q", "search", "client", "page", "status", "day")
NO_SUCH_PK = "987654321"


@dataclass(frozen=True)
class Twins:
    """Two probes, each with the text that only it has."""

    one: Probe
    its: str
    other: Probe
    others: str


def of_ids(operations: Iterable[Operation], own: Treasure, foreign: Treasure) -> Iterator[Twins]:
    """By a stranger on their own objects: a foreign and an unknown id in the query and in the body."""
    for it in operations:
        for path in paths(it.template, own):
            probe = Probe(it.method, it.template, path, STRANGER, BEARER)
            for name, value in ids(it.query, it.template, foreign).items():
                yield _in_query(probe, name, str(value), _unknown(value))
            body = (it.body or {}) | ids(it.body or {}, it.template, own)
            for name, value in ids(it.body or {}, it.template, foreign).items():
                yield _in_body(probe, body, name, value)


def of_forms(own: Treasure, foreign: Treasure) -> Iterator[Twins]:
    """The same in the forms of the pages."""
    for template, name in FORMS:
        for path in paths(template, own):
            probe = Probe("POST", template, path, STRANGER, COOKIE)
            yield _in_body(probe, FORM, name, foreign.keys[EXTRAS[name]][0])


def of_links(pages: Iterable[str], own: Treasure, foreign: Treasure) -> Iterator[Twins]:
    """The same in the queries of the pages."""
    for template in pages:
        if template.startswith("/admin/"):
            continue
        for path in paths(template, own):
            probe = Probe("GET", template, path, STRANGER, COOKIE)
            for name, kind in EXTRAS.items():
                value = foreign.keys[kind][0]
                yield _in_query(probe, name, value, _unknown(value))


def of_words(
    operations: Iterable[Operation], pages: Iterable[str], own: Treasure, foreign: Treasure
) -> Iterator[Twins]:
    """By a stranger: a word of the private notes, and one that is nowhere."""
    word, nonsense = foreign.needle, "x" * len(foreign.needle)
    listed = [(it.template, it.query, BEARER) for it in operations if it.method == "GET"]
    shown = [(page, WORDS, COOKIE) for page in pages if not set(parameters(page)) - NOT_IDS.keys()]
    for template, names, how in [*listed, *shown]:
        for path in paths(template, own):
            for name in names:
                yield _in_query(Probe("GET", template, path, STRANGER, how), name, word, nonsense)


def _in_query(probe: Probe, name: str, one: str, other: str) -> Twins:
    first, second = (replace(probe, path=f"{probe.path}?{name}={value}") for value in (one, other))
    return Twins(first, one, second, other)


def _in_body(probe: Probe, body: dict[str, Any], name: str, one: int | str) -> Twins:
    other: int | str = _unknown(one) if isinstance(one, str) else int(NO_SUCH_PK)
    first, second = (replace(probe, body={**body, name: value}) for value in (one, other))
    return Twins(first, str(one), second, str(other))


def _unknown(value: int | str) -> str:
    return NO_SUCH_PK if str(value).isdecimal() else str(uuid4())
