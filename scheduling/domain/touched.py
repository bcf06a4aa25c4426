"""What of a step was touched since, how it is called, and what of an import stays when it is taken back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clients.models import Client
from scheduling.domain import steps
from scheduling.domain.steps import MODELS, Part, WayBack, instance_of
from scheduling.models import Series, Session, Timeline
from trainers.models import TimeOff

Stored = dict[Any, dict[int, Any]]
# {primary key of a client: those of their sessions, and None for a timeline}
Users = dict[int, set[int | None]]

# So many are named; the others are counted.
NAMED = 3


def stored(parts: Iterable[Part], *, locked: bool = False) -> Stored:
    """What is there of all that the parts are about."""
    pks = defaultdict(set)
    for part in parts:
        pks[part.model].add(part.pk)
    return {model: steps.stored(model, pks[model], locked=locked) for model in MODELS if model in pks}


def names(parts: Sequence[Part], there: Stored, trainer_id: int) -> list[str]:
    """What they are called for the trainer; empty beyond the first few, who are all that listed() says."""
    said = parts[:NAMED]
    ask_names(said, there)
    called = [_name(part, there[part.model].get(part.pk), trainer_id) for part in said]
    return [*called, *[""] * (len(parts) - NAMED)]


def ask_names(parts: Iterable[Part], there: Stored) -> None:
    """Of sessions it is said when and with whom."""
    found = there.get(Session, {})
    sessions = [found[part.pk] for part in parts if part.model is Session and part.pk in found]
    prefetch_related_objects(sessions, "trainer", "client")


def listed(called: list[str]) -> str:
    """The first few of these names, and how many there are besides."""
    first, others = ", ".join(called[:NAMED]), len(called) - NAMED
    return _("%(names)s and %(count)s more") % {"names": first, "count": others} if others > 0 else first


def touched(parts: Iterable[Part], there: Stored) -> list[Part]:
    """Those that are not as they were left."""
    return [part for part in parts if not steps.is_as_left(part, there[part.model].get(part.pk))]


def apart(way: WayBack, there: Stored, users: Users) -> WayBack:
    """The way back of an import without what stays: what was touched since, and the clients it is with.

    What is gone by now is neither taken back nor does it stay.
    """
    present = [part for part in way.parts if part.pk in there[part.model]]
    kept = {part.key for part in touched(present, there)}
    goes = {part.pk for part in present if part.model is Session and part.key not in kept}
    kept |= {part.key for part in present if _is_new(part) and users.get(part.pk, set()) - goes}
    stays = [replace(part, before=None) for part in present if part.key in kept]
    return replace(way, parts=[part for part in present if part.key not in kept], stayed=way.stayed + stays)


def _is_new(part: Part) -> bool:
    return part.model is Client and not part.before


def users_of(parts: Iterable[Part]) -> Users:
    """What the clients who would go have."""
    new = [part.pk for part in parts if _is_new(part)]
    found: Users = defaultdict(set)
    if new:
        for client, pk in Session.objects.filter(client__in=new).values_list("client", "pk"):
            found[client].add(pk)
        for client in Timeline.objects.filter(client__in=new).values_list("client", flat=True):
            found[client].add(None)
    return found


def _name(part: Part, instance: Any, trainer_id: int) -> str:
    owner = part.before.get("trainer_id") if part.before else trainer_id
    if instance and owner != instance.trainer_id:
        instance = None  # what it is called by now is for its new trainer
    if instance or part.before:
        return _called(instance or instance_of(part))
    kinds = {
        Client: _("A client"),
        TimeOff: _("A time off"),
        Timeline: _("A timeline"),
        Series: _("A series"),
        Session: _("A session"),
    }
    return kinds[part.model]


def _called(instance: Any) -> str:
    """Of sessions there may be many with one title."""
    if not isinstance(instance, Session):
        return str(instance)
    day = instance.scheduled_start.astimezone(instance.trainer.zone).date()
    of_whom = [client.name] if (client := _client_of(instance)) else []
    when = format_date(day, pgettext("format of a date", "D j F Y"))
    return f"{instance.title} ({', '.join([*of_whom, when])})"


def _client_of(session: Session) -> Client | None:
    """None too when the client is gone by now, of a session as it was."""
    try:
        return session.client
    except Client.DoesNotExist:
        return None
