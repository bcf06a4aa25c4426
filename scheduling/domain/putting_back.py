"""Objects are written as a way back has them: made again, deleted again, or with the values of before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F, ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clients.models import EMAIL_TAKEN, Client
from scheduling.domain import conflicts, horizon
from scheduling.domain.availability import Span
from scheduling.domain.booking import INACTIVE
from scheduling.domain.conflicts import Collision, SchedulingConflict
from scheduling.domain.horizon import FURTHEST, NO_PLACE
from scheduling.domain.steps import MODELS, NOBODYS, WayBack, instance_of
from scheduling.models import Series, Session, Timeline, guard
from trainers.models import TimeOff, Trainer
from trainers.recording import record_changes
from trainers.versions import Versioned

IN_USE = gettext_noop("What was new is in use by now")
PLACE_TAKEN = gettext_noop("Something else has its place by now")
# Who has what comes back, or what it stands on.
PARENTS: tuple[tuple[Any, str, Any, str], ...] = (
    (Timeline, "client_id", Client, gettext_noop("This client is not there any more")),
    (Series, "timeline_id", Timeline, gettext_noop("This timeline is not there any more")),
    (Session, "client_id", Client, gettext_noop("This client is not there any more")),
)


def laid_out_since(way: WayBack) -> Any:
    """What the series of the way back were laid out with since; another rule may hold then."""
    series, known = [part.pk for part in way.of(Series)], {part.pk for part in way.of(Session)}
    if not series:
        return Session.objects.none()
    found = Session.objects.filter(series__in=series, pk__gt=way.newest).order_by("pk")
    return Session.objects.filter(pk__in=[each.pk for each in found if each.pk not in known])


def is_as_laid_out(session: Session) -> bool:
    had_no_place = session.status == Session.Status.CANCELLED and session.notes == NO_PLACE
    return not session.changed_by_hand or had_no_place


def put_back(trainer: Trainer, way: WayBack, there: dict[Any, dict[int, Any]], *, now: datetime) -> None:
    """Write all of it. `there` is {model: {primary key: object}} as stored.

    Raises ValidationError where a rule is against it, SchedulingConflict where a time is taken.
    """
    made = {model: [instance_of(part) for part in way.of(model) if part.before] for model in MODELS}
    gone = {model: [part.pk for part in way.of(model) if not part.before] for model in MODELS}
    _refuse_orphans(made, there)
    try:
        laid_out_since(way).delete()
        Session.objects.filter(pk__in=gone[Session]).delete()
        TimeOff.objects.filter(pk__in=gone[TimeOff]).delete()
        for model in MODELS:
            _write(made[model], there.get(model, {}), now)
        for model in (Series, Timeline, Client):
            model._default_manager.filter(pk__in=gone[model]).delete()
    except ProtectedError:
        raise ValidationError(_(IN_USE)) from None
    except IntegrityError as error:
        _explain(error, made[Session])
    if way.of(TimeOff):
        Trainer.objects.filter(pk=trainer.pk).rewrite()
    _refuse_inactive(way, made, there)
    _refuse_others(way, made, there)
    if found := in_the_way(trainer, made[Session], now=now) + _in_the_way_of_series(made[Series], now):
        raise SchedulingConflict.of(found)


def in_the_way(trainer: Trainer, sessions: Iterable[Session], *, now: datetime) -> list[Collision]:
    """Which of the sessions cannot have their time, beside each other and what is stored or to come."""
    wanted = sorted((each for each in sessions if each.holds_time), key=lambda each: each.scheduled_start)
    apart_from, found = {each.pk for each in wanted}, []
    # Somebody may have stood in for the trainer of the step, or is to do so again.
    others = {each.trainer_id for each in wanted} - {trainer.pk}
    owners = {trainer.pk: trainer} | (Trainer.objects.in_bulk(others) if others else {})
    for owner, client_id in {(each.trainer_id, each.client_id) for each in wanted}:
        alike = [each for each in wanted if (each.trainer_id, each.client_id) == (owner, client_id)]
        spans = [Span(each.scheduled_start, each.scheduled_end) for each in alike]
        by_span = dict(conflicts.refused(owners[owner], client_id, spans, now=now, apart_from=apart_from))
        for session, span in zip(alike, spans, strict=True):
            if span in by_span:
                session.trainer = owners[owner]
                found.append(Collision(session, by_span[span]))
    return found


def _write(before: list[Any], there: dict[int, Any], now: datetime) -> None:
    """Those that are there get their values of before, the others are made again."""
    again = [each for each in before if each.pk not in there]
    changed = [(there[each.pk], each) for each in before if each.pk in there]
    for old, new in changed:
        for name in NOBODYS - {"laid_out_until"}:
            if hasattr(old, name):
                setattr(new, name, getattr(old, name))
    for each in before:
        if isinstance(each, Versioned):  # above every version that was shown of it
            each.version = max(each.version, getattr(there.get(each.pk), "version", 0)) + 1
        if hasattr(each, "updated_at"):
            each.updated_at = now
    _change(changed)
    if again:
        type(again[0])._default_manager.bulk_create(again, batch_size=500)


def _change(changed: list[tuple[Any, Any]]) -> None:
    if not changed:
        return
    rows: Any = type(changed[0][0])._default_manager.all()
    if isinstance(changed[0][0], Session):
        # They make room first: of two that change places, the one would be in the way of the other.
        room = {"status": Session.Status.CANCELLED, "occurrence_on": None}
        rows.filter(pk__in=[old.pk for old, _ in changed]).silent().update(**room)
    names = _differing(changed)
    rows.silent().bulk_update([new for _, new in changed], names)
    record_changes(changed)


def _differing(changed: list[tuple[Any, Any]]) -> list[str]:
    fields = [field for field in changed[0][0]._meta.concrete_fields if not field.primary_key]
    room = {"status", "occurrence_on"}
    return [
        it.name
        for it in fields
        if it.name in room or any(_differs(old, new, it.attname) for old, new in changed)
    ]


def _refuse_orphans(made: dict[Any, list[Any]], there: dict[Any, dict[int, Any]]) -> None:
    """The database itself would only say so in the end."""
    for model, column, parent, words in PARENTS:
        stored = there.get(model, {})
        new = [each for each in made[model] if _differs(stored.get(each.pk), each, column)]
        keys = {getattr(each, column) for each in new} - {None, *(each.pk for each in made[parent])}
        if keys and parent._default_manager.filter(pk__in=keys).count() < len(keys):
            raise ValidationError(_(words))


def _differs(old: Any, new: Any, column: str) -> bool:
    return old is None or getattr(old, column) != getattr(new, column)


def _refuse_inactive(way: WayBack, made: dict[Any, list[Any]], there: dict[Any, dict[int, Any]]) -> None:
    """As for whatever is booked: nothing new for a client who is inactive, since then."""
    asked = {
        each.client_id
        for model in (Timeline, Session)
        for each in made[model]
        if each.client_id and _is_new(each, there.get(model, {})) and getattr(each, "holds_time", True)
    }
    of_series = [each.timeline_id for each in made[Series] if each.pk not in there.get(Series, {})]
    clients = Client.objects.filter(Q(pk__in=asked) | Q(timelines__in=of_series))
    if clients.filter(status=Client.Status.INACTIVE).exclude(pk__in=way.inactive).exists():
        raise ValidationError(_(INACTIVE))


def _refuse_others(way: WayBack, made: dict[Any, list[Any]], there: dict[Any, dict[int, Any]]) -> None:
    """Nothing comes back for a client who is another trainer's by now, nor to a trainer who is inactive."""
    stored = there.get(Session, {})
    series = Series.objects.present().filter(pk__in=[each.pk for each in made[Series]])
    pairs = {
        *((each.client_id, each.trainer_id) for each in made[Timeline] if not each.removed_at),
        *(
            (each.client_id, each.trainer_id)
            for each in made[Session]
            if _differs(stored.get(each.pk), each, "client_id")
        ),
        *(series.values_list("timeline__client", "trainer") if made[Series] else ()),
    }
    owners = dict(
        Client.objects.filter(pk__in={client for client, __ in pairs if client}).values_list("pk", "trainer")
    )
    if any(client and owners.get(client) != trainer for client, trainer in pairs):
        raise ValidationError(_("This client is with another trainer by now"))
    given = _refuse_left_behind(way, made[Client], there.get(Client, {})) | {
        each.trainer_id
        for each in made[Session]
        if each.pk in stored and each.holds_time and each.trainer_id != stored[each.pk].trainer_id
    }
    if given and Trainer.objects.filter(pk__in=given, user__is_active=False).exists():
        raise ValidationError(_("This trainer is inactive"))


def _refuse_left_behind(way: WayBack, made: list[Client], there: dict[int, Client]) -> set[int]:
    """To whom clients go again; not while the other trainer has something with them that is new since."""
    given = [each for each in made if each.pk in there and each.trainer_id != there[each.pk].trainer_id]
    new: list[Any] = [
        Timeline.objects.present().filter(client__in=given),
        Session.objects.filter(client__in=given, pk__gt=way.newest, status=Session.Status.SCHEDULED),
    ]
    if given and any(of_kind.exclude(trainer=F("client__trainer")).exists() for of_kind in new):
        raise ValidationError(_(IN_USE))
    return {each.trainer_id for each in given}


def _is_new(instance: Any, there: dict[int, Any]) -> bool:
    old = there.get(instance.pk)
    return old is None or old.client_id != instance.client_id or not getattr(old, "holds_time", True)


def _in_the_way_of_series(made: list[Series], now: datetime) -> list[Collision]:
    """Of what is not laid out yet."""
    chosen = Series.objects.filter(pk__in=[each.pk for each in made]).unfinished(now + FURTHEST)
    found = []
    for series in chosen.select_related("timeline__client", "trainer").order_by("pk"):
        wanted = [each for _, each in horizon.unstored([series], now, now + FURTHEST, now)]
        spans = {Span(each.start, each.end): each for each in wanted}
        client_id = series.timeline.client_id
        for span, taken in conflicts.refused(series.trainer, client_id, list(spans), now=now, series=series):
            found.append(Collision(horizon.session_of(series, spans[span], now), taken))
    return found


def _explain(error: IntegrityError, sessions: list[Session]) -> NoReturn:
    if guard.is_overlap(error):
        holding = [each for each in sessions if each.holds_time]
        raise SchedulingConflict(min(holding, key=lambda each: each.scheduled_start), None) from error
    raise ValidationError(EMAIL_TAKEN if "email" in str(error) else _(PLACE_TAKEN)) from error
