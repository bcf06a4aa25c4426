"""With whom a row is: a client of the trainer's, or somebody new."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clients.importing.values import with_names
from clients.models import Client
from trainers.models import Trainer

Who = tuple[Client | None, dict[str, Any] | None, str]


class People:
    """The trainer's clients, read once."""

    def __init__(self, trainer: Trainer, *, adds: bool) -> None:
        self._adds = adds
        self._by_email: dict[str, Client] = {}
        self._by_name: dict[str, list[Client]] = defaultdict(list)
        self._found: dict[str, list[Client]] = {}
        for client in Client.objects.for_trainer(trainer):
            self._by_email[client.email.lower()] = client
            self._by_name[_words(client.name)].append(client)

    def who(self, cells: Mapping[str, str]) -> Who:
        """(client, newcomer, why neither); an e-mail tells more than a name."""
        email, name = cells.get("email", ""), _name(cells)
        if client := self._by_email.get(email.lower()):
            return client, None, ""
        if not email and not name:
            return None, None, _("Client is required")
        found = [] if email else self._named(name)
        if len(found) == 1:
            return found[0], None, ""
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
        return None, {**names, "email": email}, ""

    def _named(self, name: str) -> list[Client]:
        """Those of exactly this name; else those whose name stands in it, as in `PT Emma Wilson`."""
        if name not in self._found:
            words = _words(name)
            within = [
                it for known, them in self._by_name.items() if f" {known} " in f" {words} " for it in them
            ]
            self._found[name] = self._by_name.get(words) or self._by_name.get(_swapped(name)) or within
        return self._found[name]


def _name(cells: Mapping[str, str]) -> str:
    return cells.get("client") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()


def _swapped(name: str) -> str:
    """`Wilson, Emma` as Emma Wilson."""
    last, _comma, first = name.partition(",")
    return _words(f"{first} {last}")


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w'’-]+", text.casefold()))
