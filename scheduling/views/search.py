"""Looking for sessions and clients: the page, the few shown while typing, the field for a client."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clients.models import Client
from scheduling import search as domain
from scheduling.models import Session
from scheduling.quick_forms import SearchForm
from scheduling.search import Piece
from trainers.access import TrainerRequest, trainer_required

PAGE, FEW = 20, 5
# Of clients who are inactive.
FORMER = 3
# The list below the field in the header.
LIVE = "top-found"


@dataclass(frozen=True)
class Hit:
    """A session or a client, and where the words were found when no line of it shows them.

    Of the private notes nothing is shown here: whoever stands beside the trainer may read along.
    """

    session: Session | None = None
    client: Client | None = None
    excerpt: tuple[Piece, ...] = ()
    is_private: bool = False


@dataclass(frozen=True)
class Group:
    """What was found of one kind: as many as are shown, and how many there are."""

    kind: str
    hits: list[Hit]
    total: int
    pages: object = None

    @property
    def label(self) -> str:
        return _("Clients") if self.kind == SearchForm.CLIENTS else _("Sessions")


@trainer_required
@require_safe
def search(request: TrainerRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    is_live = request.headers.get("HX-Target") == LIVE
    is_readable = form.is_valid()
    text = form.cleaned_data.get("q", "")
    only = form.cleaned_data.get("only", "")
    words = domain.words_of(text) if is_readable else []
    groups = list(_groups(request, words, only, FEW if is_live else PAGE)) if words else []
    context = {
        "form": form,
        "text": text,
        "groups": groups,
        "total": sum(group.total for group in groups),
        "only": only,
        "now": timezone.now(),
    }
    template = "_search_live.html" if is_live else "search.html"
    return render(request, f"scheduling/{template}", context, status=200 if is_readable else 400)


@trainer_required
@require_safe
def find_clients(request: TrainerRequest) -> HttpResponse:
    """The options of the field in which a client is chosen, by a few letters of the name."""
    form = SearchForm(request.GET)
    is_readable = form.is_valid()
    text = form.cleaned_data.get("q", "")
    found = list(domain.clients_named(request.trainer, text)[: PAGE + 1]) if is_readable else []
    inactive = list(domain.inactive_named(request.trainer, text)[:FORMER]) if text and not found else []
    context = {"clients": found[:PAGE], "has_more": len(found) > PAGE, "text": text, "inactive": inactive}
    return render(request, "scheduling/_client_options.html", context, status=200 if is_readable else 400)


def _groups(request: TrainerRequest, words: list[str], only: str, most: int) -> Iterator[Group]:
    number = request.GET.get("page") if only else "1"
    if only != SearchForm.SESSIONS:
        clients = domain.clients_with(request.trainer, words)
        page = Paginator(clients, most).get_page(number)
        hits = [_client_hit(client, words) for client in page.object_list]
        yield Group(SearchForm.CLIENTS, hits, page.paginator.count, page if only else None)
    if only != SearchForm.CLIENTS:
        sessions = domain.sessions_with(request.trainer, words, timezone.now())
        listed = Paginator(sessions, most).get_page(number)
        hits = [_session_hit(session, words) for session in listed.object_list]
        yield Group(SearchForm.SESSIONS, hits, listed.paginator.count, listed if only else None)


def _session_hit(session: Session, words: list[str]) -> Hit:
    seen = [session.title, session.location, session.client.name if session.client else None]
    hidden = _unseen(words, seen)
    found = domain.excerpt([getattr(session, name) for name in domain.SESSION_TEXTS], hidden)
    is_private = not found and bool(domain.excerpt([session.trainer_notes], hidden))
    return Hit(session=session, excerpt=tuple(found), is_private=is_private)


def _client_hit(client: Client, words: list[str]) -> Hit:
    hidden = _unseen(words, [client.name, client.email])
    texts = [client.phone, *(getattr(client, name) for name in domain.CLIENT_TEXTS)]
    return Hit(client=client, excerpt=tuple(domain.excerpt(texts, hidden)))


def _unseen(words: list[str], shown: list[str | None]) -> list[str]:
    """The words that the line of a hit does not show."""
    return [word for word in words if not domain.excerpt(shown, [word])]
