"""A step is undone, or done again, as a whole or not at all (docs/decisions/0007-undo.md).

Only of an import what was touched since stays, and the rest of it goes.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from clients.models import Client
from scheduling.domain import steps
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.locking import lock_all
from scheduling.domain.putting_back import in_the_way, is_as_laid_out, laid_out_since, put_back
from scheduling.domain.steps import OFFERED, WayBack, instance_of
from scheduling.domain.touched import (
    NAMED,
    Stored,
    Users,
    apart,
    ask_names,
    listed,
    names,
    stored,
    touched,
    users_of,
)
from scheduling.models import Session
from trainers.models import Step, Trainer, User
from trainers.news import note
from trainers.noticing import noticing
from trainers.recording import REDO, UNDO, through

TURNED = ["way_back", "undone_at", "by", "undone_by", "is_news", "is_news_there"]
FOR_STAFF = gettext_noop("Only staff give a client to another trainer")


class CannotTurn(Exception):
    """The step stays as it is; `str()` says why, in words for its trainer."""


class ChangedSince(CannotTurn):
    """What it touched is not as it left it; `names` says what of it."""

    def __init__(self, names: list[str]) -> None:
        words = ngettext("%(names)s was changed since", "%(names)s were changed since", len(names))
        super().__init__(words % {"names": listed(names)})
        self.names = names


class Outlook(NamedTuple):
    """{primary key: why it cannot be turned} of those steps that cannot, in words.

    And {primary key: names} of what stays of an import when it is taken back, or has stayed.
    """

    why_not: dict[int, str]
    stays: dict[int, str]


def undo(step: Step, *, now: datetime, by: User | None = None, gives_clients: bool = False) -> Step:
    """Put back what the step changed; `by` is who of the staff does it for its trainer.

    A client goes to another trainer with it only if whoever does it `gives_clients`. Raises CannotTurn,
    ValidationError, SchedulingConflict.
    """
    return _turn(step, now, by, undone=True, gives_clients=gives_clients)


def redo(step: Step, *, now: datetime, by: User | None = None, gives_clients: bool = False) -> Step:
    """Do again what was undone. Raises as undo()."""
    return _turn(step, now, by, undone=False, gives_clients=gives_clients)


def last_done(trainer: Trainer, *, now: datetime) -> Step | None:
    """What undo takes back without being told which step: the last that is for its trainer to turn."""
    done = _offered(trainer, now).filter(undone_at=None)
    return next((step for step in done.iterator(10) if not _is_for_staff(step)), None)


def last_undone(trainer: Trainer, *, now: datetime) -> Step | None:
    """What redo does again without being told: nothing once something else was done since."""
    undone = _offered(trainer, now).exclude(undone_at=None).order_by("-undone_at", "at", "id").first()
    done = last_done(trainer, now=now)
    return undone if undone and not (done and undone.undone_at and done.at > undone.undone_at) else None


def outlook(all_of: Iterable[Step], *, now: datetime, gives_clients: bool = False) -> Outlook:
    """Of all of them at once; `gives_clients` as in undo()."""
    ways = {step: WayBack.read(step) for step in all_of}
    there = stored([part for way in ways.values() for part in [*way.parts, *way.stayed]])
    users = users_of([part for way in ways.values() if way.is_import for part in way.parts])
    whole = [way for way in ways.values() if not way.is_import]
    ask_names([part for way in whole for part in touched(way.parts, there)[:NAMED]], there)
    why_not, stayed = {}, {}
    for step, way in ways.items():
        try:
            ways[step] = _possible(step, way, there, users, now=now, gives_clients=gives_clients)
        except CannotTurn as reason:
            why_not[step.pk] = str(reason)
        stayed[step] = [part for part in ways[step].stayed if part.pk in there[part.model]]
    ask_names([part for parts in stayed.values() for part in parts[:NAMED]], there)
    said = {step.pk: listed(names(parts, there, step.trainer_id)) for step, parts in stayed.items() if parts}
    return Outlook(why_not, said)


def _turn(step: Step, now: datetime, by: User | None, *, undone: bool, gives_clients: bool) -> Step:
    try:
        with transaction.atomic():
            trainer = lock_all([step.trainer, *_others(step)])[step.trainer_id]
            kept = Step.objects.filter(pk=step.pk).first()
            if kept is None:  # it was forgotten at this moment, perhaps with a client who was erased
                raise CannotTurn(_("It is not kept any more"))
            step = kept
            step.trainer = trainer
            way = _checked(step, now, undone=undone, gives_clients=gives_clients)
            with noticing() as noticed, through(UNDO if undone else REDO):
                put_back(trainer, way, stored(way.parts, locked=True), now=now)
            forward = replace(steps.way_back(noticed), is_import=way.is_import, stayed=way.stayed)
            step.way_back = forward.as_json()
            step.undone_at = now if undone else None
            step.by, step.undone_by = (step.by, by) if undone else (by, None)
            note(step)
            step.save(update_fields=TURNED)
    except SchedulingConflict as conflict:
        if conflict.of_series:
            raise
        raise _looked_up(step, conflict, now) from conflict
    return step


def _gives_clients(way: WayBack, there: Stored) -> bool:
    """Whether clients go to another trainer with it, which is not for a trainer to decide."""
    clients = there.get(Client, {})
    return any(
        part.before and part.pk in clients and part.before["trainer_id"] != clients[part.pk].trainer_id
        for part in way.of(Client)
    )


def _is_for_staff(step: Step) -> bool:
    """Only staff take such a step, and nearly none of theirs is one."""
    way = WayBack.read(step) if step.by_id else None
    return bool(way and _gives_clients(way, stored(way.of(Client))))


def _others(step: Step) -> Iterable[Trainer]:
    """To whom sessions and clients go back, or who has them now, if that is not the trainer of the step."""
    way = WayBack.read(step)
    parts = [*way.of(Session), *way.of(Client)]
    others = {part.before["trainer_id"] for part in parts if part.before}
    # Of what is given on before they are locked, the step is refused, or does not touch it.
    others |= {each.trainer_id for found in stored(parts).values() for each in found.values()}
    others -= {step.trainer_id}
    return Trainer.objects.filter(pk__in=others) if others else ()


def _checked(step: Step, now: datetime, *, undone: bool, gives_clients: bool) -> WayBack:
    """The way back, if it can be gone."""
    if step.is_undone is undone:
        raise CannotTurn(_("It was undone before") if undone else _("It is not undone"))
    way = WayBack.read(step)
    there, users = stored(way.parts, locked=True), users_of(way.parts if way.is_import else [])
    way = _possible(step, way, there, users, now=now, gives_clients=gives_clients)
    if changed := [str(each) for each in laid_out_since(way) if not is_as_laid_out(each)]:
        raise ChangedSince(changed)
    return way


def _possible(
    step: Step, way: WayBack, there: Stored, users: Users, *, now: datetime, gives_clients: bool = False
) -> WayBack:
    """What of the way back can be gone: all, but for an import. Raises CannotTurn."""
    if step.at <= now - OFFERED:
        raise CannotTurn(_("It is more than 24 hours ago"))
    if way.is_import and not step.is_undone:
        way = apart(way, there, users) or way
    if not gives_clients and _gives_clients(way, there):  # of what else has become of them nothing is told
        raise CannotTurn(_(FOR_STAFF))
    if changed := touched(way.parts, there):
        raise ChangedSince(names(changed, there, step.trainer_id))
    return way


def _looked_up(step: Step, conflict: SchedulingConflict, now: datetime) -> SchedulingConflict:
    """What the guard has refused, with what is in the way, now that the write was taken back."""
    wanted = [instance_of(part) for part in WayBack.read(step).of(Session) if part.before]
    found = in_the_way(step.trainer, wanted, now=now)
    return SchedulingConflict.of(found) if found else conflict


def _offered(trainer: Trainer, now: datetime) -> Any:
    return Step.objects.filter(Q(trainer=trainer), at__gt=now - OFFERED)
