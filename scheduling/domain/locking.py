"""Taking turns: the sessions and series of one trainer are written by one transaction at a time."""

from collections.abc import Iterable
from time import sleep

from django.db import connection
from django.db.models import BigAutoField

from trainers.models import Trainer
from trainers.prepared import Given, Prepared, columns, instance


def lock(trainer: Trainer) -> Trainer:
    """Wait until no one else writes for this trainer; SQLite's one writer has waited already."""
    rows = _locked(trainer=trainer.pk)
    if not rows:
        raise Trainer.DoesNotExist
    return instance(Trainer, rows[0])


_locked = Prepared(
    lambda: (
        Trainer.objects.filter(pk=Given("trainer", BigAutoField()))
        .order_by()
        .select_for_update(no_key=True)
        .values_list(*columns(Trainer))
    )
)


def lock_all(trainers: Iterable[Trainer]) -> dict[int, Trainer]:
    """The same of several, by their primary keys.

    Always in the same order, so that two who do this at once cannot block each other.
    """
    trainers = list(trainers)
    if len(trainers) == 1:
        return {trainers[0].pk: lock(trainers[0])}
    wanted = Trainer.objects.filter(pk__in=[trainer.pk for trainer in trainers]).order_by("pk")
    return {trainer.pk: trainer for trainer in wanted.select_for_update(no_key=True)}


def let_others_in() -> None:
    """Between the turns of a long work: SQLite's one lock goes to whoever asks just when it is free.

    Those who wait for it ask ten times a second.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        sleep(0.05)
