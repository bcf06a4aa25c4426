"""With whom a row is: a client of the trainer's, or somebody new."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from clients.importing.kinds import name_in
from clients.importing.values import with_names
from clients.models import Client
from trainers.models import Trainer

Newcomer = dict[str, Any]  # {field of Client: value}
Who = tuple[Client | None, Newcomer | None, str]
# Further on in a cell no name is looked for.
MOST_LETTERS = 200


class People:
    """The trainer's clients, read once, and who of the rows before is new."""

    def __init__(self, trainer: Trainer, *, adds: bool) -> None:
        self._adds = adds
        self._by_email: dict[str, Client | Newcomer] = {}
        self._by_name: dict[str, list[Client | Newcomer]] = defaultdict(list)
        self._most_words = 1  # of a name
        for client in Client.objects.for_trainer(trainer):
            self._by_email[client.email.lower()] = client
            self._call(client.name, client)

    def who(self, cells: Mapping[str, str]) -> Who:
        """(client, newcomer, why neither); an e-mail tells more than a name.

        Asked of all rows in their order: who is new is known from then on, stored or not.
        """
        email, name = cells.get("email", ""), name_in(cells)
        if person := self._by_email.get(email.lower()):
            return _as_who(person)
        if not email and not name:
            return None, None, _("Client is required")
        found = [] if email else self._named(name)
        if len(found) == 1:
            return _as_who(found[0])
        if found:
            return None, None, _("More than one client has this name; add a column with the e-mail.")
        return self._unknown(cells, email, name)

    def _unknown(self, cells: Mapping[str, str], email: str, name: str) -> Who:
        if not self._adds:
            words = _("This client is not here yet: add them first, or choose above to have them added.")
            return None, None, words
        if not email or not name:
            return (
                None,
                None,
                _("This client is not here yet; to be added they need a name and an e-mail."),
            )
        told = {"name": cells["client"]} if cells.get("client") else {}
        names = with_names(told or {key: cells.get(key, "") for key in ("first_name", "last_name")})
        newcomer = {**names, "email": email}
        self._by_email[email.lower()] = newcomer
        if all(names.values()):
            self._call(" ".join(names.values()), newcomer)
        return None, newcomer, ""

    def _call(self, name: str, person: Client | Newcomer) -> None:
        words = _words(name)
        self._by_name[words].append(person)
        self._most_words = max(self._most_words, len(words.split()))

    def _named(self, name: str) -> list[Client | Newcomer]:
        """Those of exactly this name; else those whose name stands in it, as in `PT Emma Wilson`."""
        found = self._by_name.get(_words(name)) or self._by_name.get(_swapped(name))
        return found or [
            person for part in _parts(name, self._most_words) for person in self._by_name.get(part, ())
        ]


def is_called(name: str, said: str) -> bool:
    """Whether just this name is said, in either order."""
    return _words(name) in {_words(said), _swapped(said)}


def _as_who(person: Client | Newcomer) -> Who:
    return (person, None, "") if isinstance(person, Client) else (None, person, "")


def _parts(name: str, most: int) -> Iterable[str]:
    """Whatever stands in it of up to `most` successive words, each once."""
    words = _words(name[:MOST_LETTERS]).split()
    lengths, starts = range(1, most + 1), range(len(words))
    return {" ".join(words[start : start + length]) for length in lengths for start in starts}


def _swapped(name: str) -> str:
    """`Wilson, Emma` as Emma Wilson."""
    last, _comma, first = name.partition(",")
    return _words(f"{first} {last}")


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w'’-]+", text.casefold()))
