"""Erase a client: the rows stay and go on counting, and nothing tells any more whose they were.

Everything that is not named in KEPT is emptied, so a column that somebody adds is, too
(docs/decisions/0009-privacy.md).
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clients.models import Client
from scheduling.domain import booking, timelines, traces
from scheduling.domain.belongings import Belonging, of_client, on_their_timelines, trainers_of
from scheduling.domain.locking import lock
from scheduling.models import Series, Session, Timeline
from scheduling.models.session import SessionQuerySet
from trainers.noticing import noticing

KEPT: dict[type[models.Model], set[str]] = {
    Client: {"id", "uuid", "version", "trainer", "status", "created_at", "erased_at"},
    Timeline: {"id", "uuid", "version", "trainer", "client", "created_at", "updated_at", "removed_at"},
    Series: {
        *("id", "uuid", "version", "trainer", "timeline", "session_type", "timezone"),
        *("start", "end", "cycle", "interval", "until", "count", "deleted_on", "laid_out_until"),
        *("created_at", "updated_at", "removed_at"),
    },
    Session: {
        *("id", "uuid", "version", "trainer", "client", "session_type", "status"),
        *("scheduled_start", "scheduled_end", "actual_start", "actual_end"),
        *("series", "occurrence_on", "changed_by_hand", "created_at", "updated_at"),
    },
}


def erase(client: Client, *, now: datetime) -> Client:
    """Take everything personal away from a client and all that is theirs, for good.

    What is to come is cancelled. A second time changes nothing. Raises Client.DoesNotExist.
    """
    # Nobody notices: there is no way back, also not for the page that it is done on.
    with transaction.atomic(), noticing(), translation.override(client.trainer.language):
        client = locked(client)
        if not client.is_erased:
            _end(client, now)
            found = traces.find(client)
            _empty(client, now)
            for belonging in of_client(client)[1:]:
                _empty_theirs(belonging, now)
            traces.remove(found)
    return client


def to_come(client: Client, now: datetime) -> SessionQuerySet:
    """What an erasure cancels."""
    return Session.objects.filter(Q(client=client) | on_their_timelines(client)).to_come(now)


def locked(client: Client) -> Client:
    """The client as stored, whom nobody else books or changes until the transaction ends.

    Raises Client.DoesNotExist, also when they went to another trainer meanwhile.
    """
    for trainer in trainers_of(client):
        lock(trainer)
    of_client = Client.objects.select_for_update(no_key=True, of=("self",)).select_related("trainer")
    return of_client.get(pk=client.pk, trainer=client.trainer_id)


def _end(client: Client, now: datetime) -> None:
    """Cancel what is to come, as whoever removes a timeline does."""
    for timeline in Timeline.objects.present().filter(client=client).order_by("trainer_id", "pk"):
        timelines.remove(timeline, now=now)
    booking.cancel_all(to_come(client, now), now=now)


def _empty(client: Client, now: datetime) -> None:
    """This is recorded, with who did it; then it is all that the records say."""
    values = _emptied(Client)
    for name, value in values.items():
        setattr(client, name, value)
    client.status, client.erased_at = Client.Status.INACTIVE, now
    client.save()
    _empty_records(Client.history.filter(id=client.pk), values)


def _empty_theirs(belonging: Belonging, now: datetime) -> None:
    """Silently: it is recorded once, of the client. What the rows said when they were nobody's goes too."""
    rows, values = belonging.rows, _emptied(belonging.model)
    if belonging.model is Session:
        rows = Session.objects.filter(Q(client=belonging.client) | on_their_timelines(belonging.client))
    rows.silent().update(**values, updated_at=now, version=F("version") + 1)
    told = Q(pk__in=belonging.records.order_by().values("pk")) | Q(id__in=rows.order_by().values("pk"))
    _empty_records(belonging.records.model.objects.filter(told), values)


def _empty_records(records: models.QuerySet[Any], values: dict[str, Any]) -> None:
    tracked = {field.name for field in records.model.tracked_fields}
    records.update(**{name: value for name, value in values.items() if name in tracked})


def _emptied(model: type[models.Model]) -> dict[str, Any]:
    """{field: value} of all that is not kept."""
    gone = [field for field in model._meta.concrete_fields if field.name not in KEPT[model]]
    return {field.name: None if field.null else field.get_default() for field in gone} | _named(model)


def _named(model: type[models.Model]) -> dict[str, Any]:
    """What must have a name has that of everybody."""
    if model is Client:
        names = pgettext("first name", "Erased"), pgettext("last name", "client")
        # Nobody else can have it, and no mail arrives there (RFC 2606).
        return {"first_name": names[0], "last_name": names[1], "email": f"{uuid4()}@erased.invalid"}
    if model is Timeline:
        return {"name": _(timelines.FIRST)}
    types = (When(session_type=value, then=Value(str(label))) for value, label in Session.Type.choices)
    return {"title": Case(*types, default=Value(""))}
