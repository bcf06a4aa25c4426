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
from trainers.news import note
from trainers.noticing import noticing
from trainers.recording import REDO, UNDO, through

Stored = dict[Any, dict[int, Any]]

# So many of what was changed since are named; the others are counted.
NAMED = 3
TURNED = ["way_back", "undone_at", "by", "undone_by", "is_news", "is_news_there"]
FOR_STAFF = gettext_noop("Only staff give a client to another trainer")


class CannotTurn(Exception):
    """The step stays as it is; `str()` says why, in words for its trainer."""


class ChangedSince(CannotTurn):
    """What it touched is not as it left it; `names` says what of it."""

    def __init__(self, names: list[str]) -> None:
        first, others = ", ".join(names[:NAMED]), len(names) - NAMED
        if others > 0:
            words = _("%(names)s and %(count)s more were changed since")
        else:
            words = ngettext("%(names)s was changed since", "%(names)s were changed since", len(names))
        super().__init__(words % {"names": first, "count": others})
        self.names = names


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


def why_not(all_of: Iterable[Step], *, now: datetime, gives_clients: bool = False) -> dict[int, str]:
    """{primary key: why it cannot be turned} of those steps that cannot; in one query for each model.

    `gives_clients` as in undo().
    """
    ways = {step.pk: (step, WayBack.read(step)) for step in all_of}
    there = _stored([part for _, way in ways.values() for part in way.parts])
    found = {}
    for pk, (step, way) in ways.items():
        if step.at <= now - OFFERED:
            found[pk] = _("It is more than 24 hours ago")
        elif not gives_clients and _gives_clients(way, there):
            # Of what else has become of them nothing is told.
            found[pk] = _(FOR_STAFF)
        elif changed := _changed(way.parts, there):
            found[pk] = str(ChangedSince(changed))
    return found


def _turn(step: Step, now: datetime, by: User | None, *, undone: bool, gives_clients: bool) -> Step:
    try:
        with transaction.atomic():
            trainer = lock_all([step.trainer, *_others(step)])[step.trainer_id]
            stored = Step.objects.filter(pk=step.pk).first()
            if stored is None:  # it was forgotten at this moment, perhaps with a client who was erased
                raise CannotTurn(_("It is not kept any more"))
            step = stored
            step.trainer = trainer
            way = _checked(step, now, undone=undone, gives_clients=gives_clients)
            with noticing() as noticed, through(UNDO if undone else REDO):
                put_back(trainer, way, _stored(way.parts, locked=True), now=now)
            step.way_back = steps.way_back(noticed).as_json()
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
    return bool(way and _gives_clients(way, _stored(way.of(Client))))


def _others(step: Step) -> Iterable[Trainer]:
    """To whom sessions and clients go back, or who has them now, if that is not the trainer of the step."""
    way = WayBack.read(step)
    parts = [*way.of(Session), *way.of(Client)]
    others = {part.before["trainer_id"] for part in parts if part.before}
    others |= set(
        Client.objects.filter(pk__in=[it.pk for it in way.of(Client)]).values_list("trainer", flat=True)
    )
    others -= {step.trainer_id}
    return Trainer.objects.filter(pk__in=others) if others else ()


def _checked(step: Step, now: datetime, *, undone: bool, gives_clients: bool) -> WayBack:
    """The way back, if it can be gone."""
    if step.is_undone is undone:
        raise CannotTurn(_("It was undone before") if undone else _("It is not undone"))
    if step.at <= now - OFFERED:
        raise CannotTurn(_("It is more than 24 hours ago"))
    way = WayBack.read(step)
    there = _stored(way.parts, locked=True)
    if not gives_clients and _gives_clients(way, there):
        raise CannotTurn(_(FOR_STAFF))
    changed = _changed(way.parts, there)
    changed += [str(each) for each in laid_out_since(way) if not is_as_laid_out(each)]
    if changed:
        raise ChangedSince(changed)
    return way


def _changed(parts: Iterable[Part], there: Stored) -> list[str]:
    """The names of what is not as it was left."""
    found: list[str] = []
    for part in parts:
        instance = there[part.model].get(part.pk)
        if not steps.is_as_left(part, instance):
            found.append(_name(part, instance) if len(found) < NAMED else "")
    return found


def _name(part: Part, instance: Any) -> str:
    if instance and part.before and part.before.get("trainer_id") != getattr(instance, "trainer_id", None):
        instance = None  # what it is called by now is for its new trainer
    if instance or part.before:
        return _called(instance or instance_of(part))
    kinds = {
        Client: _("A client"),
        TimeOff: _("A time off"),
        WorkingHours: _("A working hours"),
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
    of_whom = [instance.client.name] if instance.client else []
    return f"{instance.title} ({', '.join([*of_whom, day.isoformat()])})"


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
