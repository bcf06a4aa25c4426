"""A session as it is stored, with its client: what a change of it begins with, made into SQL once."""

from functools import cache
from typing import Any

from django.db.models import BigAutoField, Field, UUIDField

from clients.models import Client
from scheduling.models import Session
from trainers.models import Trainer
from trainers.prepared import Given, Prepared, columns, instance

FIELDS: dict[str, Field] = {"trainer_id": BigAutoField(), "pk": BigAutoField(), "uuid": UUIDField()}


def of_trainer(trainer: Trainer, **key: Any) -> Session | None:
    """The trainer's session with that `pk` or `uuid`."""
    known = {"trainer_id": trainer.pk, **key}
    rows = _asked(*known)(**known)
    return _session(trainer, rows[0]) if rows else None


def again(session: Session) -> Session:
    """The session as it is by now. Raises Session.DoesNotExist if it was removed or given away."""
    found = of_trainer(session.trainer, pk=session.pk)
    if found is None:
        raise Session.DoesNotExist
    return found


def _session(trainer: Trainer, row: list[Any]) -> Session:
    end = len(columns(Session))
    session, of_client = instance(Session, row[:end]), row[end:]
    session.trainer = trainer
    session.client = instance(Client, of_client) if session.client_id else None
    return session


@cache
def _asked(*names: str) -> Prepared:
    known = {name: Given(name, FIELDS[name]) for name in names}
    of_client = (f"client__{name}" for name in columns(Client))
    return Prepared(
        lambda: Session.objects.filter(**known).order_by().values_list(*columns(Session), *of_client)
    )
