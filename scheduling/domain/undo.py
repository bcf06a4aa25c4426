"""A step is undone, or done again, as a whole or not at all (docs/decisions/0007-undo.md)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from clients.models import Client
from scheduling.domain import steps
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.locking import lock_all
from scheduling.domain.putting_back import in_the_way, is_as_laid_out, laid_out_since, put_back
from scheduling.domain.steps import MODELS, OFFERED, Part, WayBack, instance_of
from scheduling.models import Series, Session, Timeline
from trainers.models import Step, TimeOff, Trainer, User, WorkingHours
from trainers.noticing import noticing
from trainers.recording import REDO, UNDO, through

Stored = dict[Any, dict[int, Any]]

FOR_STAFF = gettext_noop("Only staff give a client to another trainer")


class CannotTurn(Exception):
    """The step stays as it is; `str()` says why, in words for its trainer."""


class ChangedSince(CannotTurn):
    """What it touched is not as it left it; `names` says what of it."""

    def __init__(self, names: list[str]) -> None:
        first, others = ", ".join(names[:3]), len(names) - 3
        if others > 0:
            words = _("%(names)s and %(count)s more were changed since")
        else:
            words = ngettext("%(names)s was changed since", "%(names)s were changed since", len(names))
        super().__init__(words % {"names": first, "count": others})
        self.names = names


def undo(step: Step, *, now: datetime, by: User | None = None) -> Step:
    """Put back what the step changed; `by` is who of the staff does it for its trainer.

    Raises CannotTurn, ValidationError, SchedulingConflict.
    """
    return _turn(step, now, by, undone=True)


def redo(step: Step, *, now: datetime, by: User | None = None) -> Step:
    """Do again what was undone. Raises as undo()."""
    return _turn(step, now, by, undone=False)


def last_done(trainer: Trainer, *, now: datetime) -> Step | None:
    """What undo takes back without being told which step."""
    return _offered(trainer, now).filter(undone_at=None).first()


def last_undone(trainer: Trainer, *, now: datetime) -> Step | None:
    """What redo does again without being told: nothing once something else was done since."""
    undone = _offered(trainer, now).exclude(undone_at=None).order_by("-undone_at", "at", "id").first()
    done = last_done(trainer, now=now)
    return undone if undone and not (done and undone.undone_at and done.at > undone.undone_at) else None


def why_not(all_of: Iterable[Step], *, now: datetime) -> dict[int, str]:
    """{primary key: why it cannot be turned} of those steps that cannot; in one query for each model."""
    ways = {step.pk: (step, WayBack.read(step)) for step in all_of}
    there = _stored([part for _, way in ways.values() for part in way.parts])
    found = {}
    for pk, (step, way) in ways.items():
        if step.at <= now - OFFERED:
            found[pk] = _("It is more than 24 hours ago")
        elif changed := _changed(way.parts, there):
            found[pk] = str(ChangedSince(changed))
        elif _gives_clients(way, there):
            found[pk] = _(FOR_STAFF)
    return found


def _turn(step: Step, now: datetime, by: User | None, *, undone: bool) -> Step:
    try:
        with transaction.atomic():
            trainer = lock_all([step.trainer, *_others(step)])[step.trainer_id]
            stored = Step.objects.filter(pk=step.pk).first()
            if stored is None:  # it was forgotten at this moment, perhaps with a client who was erased
                raise CannotTurn(_("It is not kept any more"))
            step = stored
            step.trainer = trainer
            way = _checked(step, now, by, undone=undone)
            with noticing() as noticed, through(UNDO if undone else REDO):
                put_back(trainer, way, _stored(way.parts, locked=True), now=now)
            step.way_back = steps.way_back(noticed).as_json()
            step.undone_at = now if undone else None
            step.by, step.undone_by = (step.by, by) if undone else (by, None)
            step.save(update_fields=["way_back", "undone_at", "by", "undone_by"])
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


def _others(step: Step) -> Iterable[Trainer]:
    """To whom sessions go back, if that is not the trainer of the step."""
    parts = WayBack.read(step).of(Session)
    others = {part.before["trainer_id"] for part in parts if part.before} - {step.trainer_id}
    return Trainer.objects.filter(pk__in=others) if others else ()


def _checked(step: Step, now: datetime, by: User | None, *, undone: bool) -> WayBack:
    """The way back, if it can be gone."""
    if step.is_undone is undone:
        raise CannotTurn(_("It was undone before") if undone else _("It is not undone"))
    if step.at <= now - OFFERED:
        raise CannotTurn(_("It is more than 24 hours ago"))
    way = WayBack.read(step)
    there = _stored(way.parts, locked=True)
    if not by and _gives_clients(way, there):
        raise CannotTurn(_(FOR_STAFF))
    changed = _changed(way.parts, there)
    changed += [str(each) for each in laid_out_since(way) if not is_as_laid_out(each)]
    if changed:
        raise ChangedSince(changed)
    return way


def _changed(parts: Iterable[Part], there: Stored) -> list[str]:
    """The names of what is not as it was left."""
    found = []
    for part in parts:
        instance = there[part.model].get(part.pk)
        if not steps.is_as_left(part, instance):
            found.append(_name(part, instance))
    return found


def _name(part: Part, instance: Any) -> str:
    if instance or part.before:
        return str(instance or instance_of(part))
    kinds = {
        Client: _("A client"),
        TimeOff: _("A time off"),
        WorkingHours: _("A working hours"),
        Timeline: _("A timeline"),
        Series: _("A series"),
        Session: _("A session"),
    }
    return kinds[part.model]


def _stored(parts: Iterable[Part], *, locked: bool = False) -> Stored:
    pks = defaultdict(set)
    for part in parts:
        pks[part.model].add(part.pk)
    return {model: steps.stored(model, pks[model], locked=locked) for model in MODELS if model in pks}


def _looked_up(step: Step, conflict: SchedulingConflict, now: datetime) -> SchedulingConflict:
    """What the guard has refused, with what is in the way, now that the write was taken back."""
    wanted = [instance_of(part) for part in WayBack.read(step).of(Session) if part.before]
    found = in_the_way(step.trainer, wanted, now=now)
    return SchedulingConflict.of(found) if found else conflict


def _offered(trainer: Trainer, now: datetime) -> Any:
    return Step.objects.filter(Q(trainer=trainer), at__gt=now - OFFERED)
