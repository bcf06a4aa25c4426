"""Whose pages a list is imported on: a trainer's own, or those that the desk has for any trainer."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from clients.importing.kinds import Kind
from clients.importing.plans import CLIENTS
from clients.models import Upload
from scheduling.views.steps import address
from trainers.models import Step, User

# {kind of list: the name of its first page's address}; at the desk with something before it.
ADDRESSES: dict[str, str] = {Upload.Kind.CLIENTS: "client-import", Upload.Kind.SESSIONS: "session-import"}


@dataclass(frozen=True)
class Pages:
    """Of one kind of list: `templates` is their folder; `said` puts in words how many rows have come in.

    They are a trainer's own, unless they are `by` one of the staff: then `layout` and addresses are the
    desk's, which begin with `prefix` and name the trainer in `keys`.
    """

    kind: Kind
    section: str
    templates: str
    said: Callable[[int], str]
    layout: str = "base.html"
    prefix: str = ""
    keys: tuple[int, ...] = ()
    by: User | None = None

    def address(self, kind: str, upload: Upload | None = None) -> str:
        """Of the first page of a kind of list, or of the one that is read in."""
        name = self.prefix + ADDRESSES[kind]
        if upload is None:
            return reverse(name, args=self.keys)
        return reverse(f"{name}-preview", args=[*self.keys, upload.uuid])

    def of(self, upload: Upload) -> HttpResponse:
        return redirect(self.address(self.kind.name, upload))

    def turn(self, step: Step | None) -> str:
        """Where the import is taken back, or done again."""
        if step is None:
            return ""
        return reverse("desk-undo", args=[step.uuid]) if self.by else address(step)


def _clients(count: int) -> str:
    words = ngettext("Imported %(count)s client", "Imported %(count)s clients", count)
    return words % {"count": count}


PAGES = Pages(CLIENTS, "clients", "clients", _clients)
