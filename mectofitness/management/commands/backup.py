"""manage.py backup: writes the whole database into one file, while the product runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mectofitness.backups import contents, progress, stopping, writing
from mectofitness.backups.refusal import FAILURES, said


class Command(BaseCommand):
    help = (
        "Write the whole database into FILE, checked and readable by its owner only. The product may go on "
        "meanwhile. FILE appears when it is complete, or not at all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--force", action="store_true", help="Replace FILE if it is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].absolute()
        show = progress.shown(options["verbosity"])
        try:
            with stopping.tidily():
                written = writing.write(target, force=options["force"], now=timezone.now(), progress=show)
        except FAILURES as error:
            raise CommandError(f"No backup was made. {said(error)}") from error
        self.stdout.write(
            f"Wrote {target}: {contents.in_words(written.rows)}; {target.stat().st_size} bytes."
        )
