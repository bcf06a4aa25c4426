"""Taking turns: the sessions and series of one trainer are written by one transaction at a time."""

from collections.abc import Iterable

from trainers.models import Trainer


def lock(trainer: Trainer) -> Trainer:
    """Wait until no one else writes for this trainer; SQLite's one writer has waited already."""
    return Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)


def lock_all(trainers: Iterable[Trainer]) -> dict[int, Trainer]:
    """The same of several, by their primary keys.

    Always in the same order, so that two who do this at once cannot block each other.
    """
    wanted = Trainer.objects.filter(pk__in=[trainer.pk for trainer in trainers]).order_by("pk")
    return {trainer.pk: trainer for trainer in wanted.select_for_update(no_key=True)}
