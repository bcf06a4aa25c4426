"""What of the calendar is shown: the filters of an address, and how to take each of them back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from scheduling.rows import Row
from trainers.access import TrainerRequest
from trainers.models import Trainer
from trainers.validators import validate_line

LONGEST_PLACE = 200
S = TypeVar("S", Session, Row)


@dataclass(frozen=True)
class Chip:
    """One filter in words; `query` is the others."""

    kind: str
    label: str
    query: str


@dataclass(frozen=True)
class Filters:
    """`notes` says in words what could not be read, and is left out."""

    client: Client | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    place: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: TrainerRequest) -> "Filters":
        return cls.read(request.GET, request.trainer)

    @classmethod
    def read(cls, given: QueryDict, trainer: Trainer) -> "Filters":
        notes: list[str] = []
        return cls(
            _client(given.get("client", ""), trainer, notes),
            _chosen(
                given.getlist("type"),
                Session.Type.values,
                _("There is no such type of session, so it is not filtered by."),
                notes,
            ),
            _chosen(
                given.getlist("status"),
                Session.Status.values,
                _("There is no such status, so it is not filtered by."),
                notes,
            ),
            _place(given.get("place", ""), notes),
            tuple(notes),
        )

    def __bool__(self) -> bool:
        return bool(self.pairs)

    @property
    def query(self) -> str:
        """As it stands in an address; the same filters always alike."""
        return urlencode(self.pairs)

    @property
    def chips(self) -> Iterator[Chip]:
        for pair in self.pairs:
            rest = urlencode([other for other in self.pairs if other != pair])
            yield Chip(*self._said(*pair), rest)

    def apply(self, sessions: SessionQuerySet) -> SessionQuerySet:
        if self.client:
            sessions = sessions.filter(client=self.client)
        if self.types:
            sessions = sessions.filter(session_type__in=self.types)
        if self.statuses:
            sessions = sessions.filter(status__in=self.statuses)
        return sessions.filter(location=self.place) if self.place else sessions

    def booked(self, sessions: list[S]) -> list[S]:
        """What is counted: of the statuses that were chosen, else what takes time."""
        return [session for session in sessions if self.statuses or session.holds_time]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) as they are sent in a form."""
        return [
            *([("client", str(self.client.uuid))] if self.client else []),
            *(("type", value) for value in self.types),
            *(("status", value) for value in self.statuses),
            *([("place", self.place)] if self.place else []),
        ]

    def _said(self, name: str, value: str) -> tuple[str, str]:
        match name:
            case "client":
                return _("Client"), self.client.name if self.client else ""
            case "type":
                return _("Type"), str(Session.Type(value).label)
            case "status":
                return _("Status"), str(Session.Status(value).label)
        return _("Place"), value


def _client(text: str, trainer: Trainer, notes: list[str]) -> Client | None:
    if not text:
        return None
    try:
        found = Client.objects.for_trainer(trainer).filter(uuid=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        notes.append(_("There is no such client, so the sessions of all clients are shown."))
    return found


def _chosen(texts: list[str], known: list[str], note: str, notes: list[str]) -> tuple[str, ...]:
    """Those that there are, in their usual order."""
    if any(text and text not in known for text in texts):
        notes.append(note)
    return tuple(value for value in known if value in texts)


def _place(text: str, notes: list[str]) -> str:
    try:
        if text:
            validate_line(text)
    except ValidationError:
        is_possible = False
    else:
        is_possible = len(text) <= LONGEST_PLACE
    if not is_possible:
        notes.append(_("No session can be at such a place, so it is not filtered by."))
    return text if is_possible else ""
