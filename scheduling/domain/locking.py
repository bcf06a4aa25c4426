"""Taking turns: the sessions and series of one trainer are written by one transaction at a time."""

from trainers.models import Trainer


def lock(trainer: Trainer) -> Trainer:
    """Wait until no one else writes for this trainer; SQLite's one writer has waited already."""
    return Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)
