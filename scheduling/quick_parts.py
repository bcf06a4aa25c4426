"""The words of a quick line told apart: client, day, time, length, type, place; what is left is the title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clients.models import Client
from scheduling.models import Session
from scheduling.quick_days import match_day
from scheduling.quick_names import Names, Run
from scheduling.quick_numbers import with_digits
from scheduling.quick_repeats import Repeats, match_repeats
from scheduling.quick_times import length_of, match_length, match_times, with_clocks
from scheduling.quick_words import Match, number, words_of

TYPES = {kind.value: kind for kind in Session.Type} | {
    "pt": Session.Type.PERSONAL,
    "video": Session.Type.ONLINE,
    "consult": Session.Type.CONSULTATION,
}
# Words that only lead to the next; in a title of their own they stay.
LEADING = {"with", "for", "on", "from", "the", "in", "at", "@", "mit", "am", "um", "von", "ab", "fur", "im"}
# What is booked in a line takes place once; its form can let it repeat.
ONCE = gettext_noop("A line books one session. Leave this word out, or let it repeat in the form.")
IN_FORM = gettext_noop(
    "A line books one session. In the form it repeats, and you see all dates before they are booked."
)
NOTHING = {"-", "–", "—", ",", ";", "|", ""}
A_CLEAR_TIME = re.compile(
    r"(^|\s)([0-9]{1,2}:[0-9]{2}|[0-9]{1,2}\s?(am|pm|uhr)\b|noon\b|midnight\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Part:
    """Words and what they are: client, day, time, length, type, place or title, what repeats; or unclear."""

    kind: str
    text: str
    value: Any = None
    problem: str = ""


def parts_of(text: str, clients: Sequence[Client], today: date) -> tuple[Part, ...]:
    """In the order of the line. The value of a client's part is everybody that it may mean.

    Who is inactive is meant only where nobody active is, and cannot be booked.
    """
    active = Names([each for each in clients if each.is_active])
    former = Names([each for each in clients if not each.is_active])
    return _Scan(text, active, former, today).parts()


def _already(kind: str) -> str:
    words = {
        "length": _("There is a length already."),
        "time": _("There is a time already."),
        "type": _("There is a type already."),
    }
    return words[kind]


def _once(repeats: Repeats | None) -> str:
    return _(IN_FORM) if repeats and repeats.cycle else _(ONCE)


def _inactive(clients: Sequence[Client]) -> str:
    if len(clients) > 1:
        return _("Only inactive clients are called like that. Bring the one who is meant back first.")
    return _("%(name)s is inactive. Bring this client back first.") % {"name": clients[0].name}


class _Scan:
    """A line while it is told apart: `found` is {place of the first word: (number of words, part)}."""

    def __init__(self, text: str, names: Names, former: Names, today: date) -> None:
        self.names, self.former, self.today = names, former, today
        self.words = words_of(text)
        self.folded = with_digits([word.folded for word in self.words])
        self.has_clear_time = bool(A_CLEAR_TIME.search(text))
        self.found: dict[int, tuple[int, Part]] = {}

    def parts(self) -> tuple[Part, ...]:
        """A name of several words is sure; one of a single word is looked for in what means nothing else."""
        run = self.names.best(self.folded, range(len(self.words)), least=2)
        if run:
            self._keep("client", run.first, run.size, run.clients)
        self._scan()
        if not self._has("time"):
            self._scan_with_clocks()
        if not run and (run := self._name_in_what_is_left()):
            self._keep("client", run.first, run.size, run.clients)
        if not run and (run := self.former.best(self.folded, self._left())):
            self._keep("client", run.first, run.size, run.clients, _inactive(run.clients))
        return tuple(self._in_order())

    def _scan(self) -> None:
        at = 0
        while at < len(self.words):
            at += self._step(at)

    def _scan_with_clocks(self) -> None:
        """12h is a time after all, where there is no other."""
        clocks = with_clocks(self.folded)
        if clocks != self.folded:
            self.folded, self.has_clear_time = clocks, True
            self.found = {at: kept for at, kept in self.found.items() if kept[1].kind == "client"}
            self._scan()

    def _step(self, at: int) -> int:
        """Read what begins here; returns how many words that was."""
        if at in self.found:
            return self.found[at][0]
        rest = self.folded[at : self._next_found(at)]
        if repeats := match_repeats(rest, self.today):
            return self._keep("repeats", at, repeats.size, repeats.value, _once(repeats.value))
        if day := self._match_day(rest):
            return self._take("day", at, day)
        if length := match_length(rest):
            return self._take("length", at, length)
        if times := match_times(rest, bare=self._may_be_hour()):
            return self._take("time", at, times)
        if (count := number(rest[0])) and count >= 5 and not self._has("length"):
            return self._take("length", at, length_of(count))
        if rest[0] in TYPES and not self._has("type"):
            return self._take("type", at, Match(1, TYPES[rest[0]]))
        if size := self._place_from(at, rest):
            return self._keep("place", at, size, self._typed(at + 1, size - 1))
        return 1

    def _match_day(self, rest: list[str]) -> Match[date] | None:
        return match_day(rest, self.today, dots_are_days=self.has_clear_time)

    def _may_be_hour(self) -> bool:
        return not self._has("time") and not self.has_clear_time

    def _place_from(self, at: int, rest: list[str]) -> int:
        """How many words from an `at` on name a place; not those of `at 8`."""
        if rest[0] not in {"at", "@"} or len(rest) < 2 or self._has("place"):
            return 0
        if match_times(rest[1:], bare=self._may_be_hour()) or self._match_day(rest[1:]):
            return 0
        size = 2
        while size < len(rest) and not self._ends_place(rest[size:]):
            size += 1
        return size

    def _ends_place(self, rest: list[str]) -> bool:
        says_more = self._match_day(rest) or match_times(rest) or match_length(rest)
        return bool(says_more) or rest[0] in TYPES or rest[0] in {"at", "@", "with", "for", "on", "from"}

    def _name_in_what_is_left(self) -> Run | None:
        """A name among the words that mean nothing else, at last among those of the place."""
        if run := self.names.best(self.folded, self._left()):
            return run
        at = next((at for at, (_, part) in self.found.items() if part.kind == "place"), None)
        if at is None:
            return None
        size = self.found[at][0]
        run = self.names.best(self.folded, range(at + 2, at + size))
        if run:
            self._keep("place", at, run.first - at, self._typed(at + 1, run.first - at - 1))
        return run

    def _left(self) -> list[int]:
        taken = {n for at, (size, _) in self.found.items() for n in range(at, at + size)}
        return [n for n in range(len(self.words)) if n not in taken]

    def _has(self, kind: str) -> bool:
        return any(part.kind == kind for _, part in self.found.values())

    def _next_found(self, at: int) -> int:
        return min((other for other in self.found if other > at), default=len(self.words))

    def _take(self, kind: str, at: int, match: Match[Any]) -> int:
        if match.value is None:
            return self._keep("unclear", at, match.size, None, match.problem)
        if self._has(kind) and kind != "day":
            return self._keep("unclear", at, match.size, None, _already(kind))
        return self._keep(kind, at, match.size, match.value)

    def _keep(self, kind: str, at: int, size: int, value: Any, problem: str = "") -> int:
        self.found[at] = size, Part(kind, self._typed(at, size), value, problem)
        return size

    def _typed(self, at: int, size: int) -> str:
        return " ".join(word.text for word in self.words[at : at + size]).strip(",; ")

    def _in_order(self) -> Iterator[Part]:
        """In the order of the line; the words between are the title, but for those that only lead on."""
        at, loose = 0, []
        while at <= len(self.words):
            if at < len(self.words) and at not in self.found:
                loose.append(at)
                at += 1
                continue
            if at < len(self.words) and loose and self.folded[loose[-1]] in LEADING:
                loose.pop()
            title = " ".join(self.words[n].text for n in loose if self.folded[n] not in NOTHING).strip(",; ")
            if title:
                yield Part("title", title, title)
            loose = []
            if at < len(self.words):
                yield self.found[at][1]
            at += self.found[at][0] if at in self.found else 1
