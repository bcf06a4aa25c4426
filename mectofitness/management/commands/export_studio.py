"""manage.py export_studio: writes everything that a studio has into one ZIP of CSV files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mectofitness.backups import progress, stopping
from mectofitness.backups.refusal import FAILURES, Refused, said
from mectofitness.studio import manifest, writing
from trainers.models import Trainer


class Command(BaseCommand):
    help = (
        "Write trainers, hours, clients, timelines, series and sessions into FILE, a ZIP with a CSV file of "
        "each, which import_studio reads. Without passwords, tokens and history. The product may go on "
        "meanwhile. FILE appears when it is complete, or not at all, and is never overwritten."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--trainer", metavar="USERNAME", help="Only what belongs to this trainer.")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].absolute()
        show = progress.shown(options["verbosity"])
        try:
            trainer = find(options["trainer"])
            with stopping.tidily():
                written = writing.write(target, trainer, now=timezone.now(), progress=show)
        except FAILURES as error:
            raise CommandError(f"Nothing was exported. {said(error)}") from error
        self.stdout.write(f"Wrote {target}: {manifest.in_words(written.counts)}.")


def find(username: str | None) -> Trainer | None:
    """The trainer of that name; None, if none is asked for, is all. Raises Refused."""
    if username is None:
        return None
    trainer = Trainer.objects.select_related("user").filter(user__username=username).first()
    if trainer is None:
        raise Refused(f"There is no trainer with the user name {username}.")
    return trainer
