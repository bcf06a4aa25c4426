"""Looking for words in a trainer's sessions and clients, and where in them the words were found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.functions import Concat

from clients.models import Client, ClientQuerySet
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet
from trainers.models import Trainer

# More words than these only narrow down what is narrow enough.
MOST_WORDS = 8
AROUND = 40
SESSION_TEXTS = ("description", "exercises_performed", "notes", "client_feedback")
CLIENT_TEXTS = ("fitness_goal", "medical_conditions", "notes")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether it is what was looked for."""

    text: str
    is_found: bool = False


def words_of(text: str) -> list[str]:
    return text.split()[:MOST_WORDS]


def sessions_with(trainer: Trainer, words: Iterable[str], now: datetime) -> SessionQuerySet:
    """Those with every word in some text, or the client's name: what is to come first, then the latest."""
    fields = ("title", "location", "client_name", "trainer_notes", *SESSION_TEXTS)
    is_over = Case(When(scheduled_end__lte=now, then=True), default=False, output_field=BooleanField())
    ahead = Case(When(scheduled_end__gt=now, then="scheduled_start"))
    name = Concat("client__first_name", Value(" "), "client__last_name")
    own = Session.objects.for_trainer(trainer).without_ended().select_related("client")
    found = own.annotate(client_name=name).filter(_all_in(words, fields))
    return found.order_by(is_over, ahead, "-scheduled_start", "-id")


def clients_with(trainer: Trainer, words: Iterable[str]) -> ClientQuerySet:
    """Those with every word in the name, the address or a text: the active first."""
    fields = ("full_name", "email", "phone", *CLIENT_TEXTS)
    found = _with_names(Client.objects.for_trainer(trainer)).filter(_all_in(words, fields))
    return found.order_by("status", "first_name", "last_name", "id")


def clients_named(trainer: Trainer, text: str) -> ClientQuerySet:
    """Those who can be booked; first of them whose name begins like that."""
    return _named(Client.objects.for_trainer(trainer).active(), text)


def inactive_named(trainer: Trainer, text: str) -> ClientQuerySet:
    """Those who cannot be booked until they are brought back."""
    return _named(Client.objects.for_trainer(trainer).exclude(status=Client.Status.ACTIVE), text)


def _named(clients: ClientQuerySet, text: str) -> ClientQuerySet:
    found = _with_names(clients.search(text))
    begins = Q(full_name__istartswith=text) | Q(last_name__istartswith=text)
    rank = Case(When(begins, then=0), default=1)
    return found.order_by(rank, "first_name", "last_name", "id")


def _with_names(clients: ClientQuerySet) -> ClientQuerySet:
    return clients.annotate(full_name=Concat("first_name", Value(" "), "last_name"))


def excerpt(texts: Iterable[str | None], words: Sequence[str]) -> list[Piece]:
    """The place of the first text in which one of the words stands, with a little around it."""
    if not words:
        return []
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for text in texts:
        if text and (found := pattern.search(text)):
            start, end = max(found.start() - AROUND, 0), min(found.end() + AROUND, len(text))
            shown = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
            return list(_pieces(shown, pattern))
    return []


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for found in pattern.finditer(text):
        yield Piece(text[at : found.start()])
        yield Piece(found[0], is_found=True)
        at = found.end()
    yield Piece(text[at:])


def _all_in(words: Iterable[str], fields: Iterable[str]) -> Q:
    """Every word in any of the fields, letter by letter, whatever the case."""
    fields, wanted = list(fields), Q()
    for word in words:
        wanted &= Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    return wanted
