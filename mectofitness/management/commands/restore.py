"""manage.py restore: puts a backup in the place of everything that the database holds."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mectofitness.backups import contents, engines, progress, restoring, stopping
from mectofitness.backups.label import Label
from mectofitness.backups.refusal import FAILURES, Refused, said


class Command(BaseCommand):
    help = (
        "Replace everything in the database by FILE, a backup of this or an earlier version, in one step: "
        "when it fails, nothing has changed. Browsers have to sign in again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"].absolute()
        show = progress.shown(options["verbosity"])
        try:
            found = restoring.examine(path)
            self.stdout.write(f"This replaces {engines.current().place()} by {path}, made {found.made}:")
            self.stdout.write(restoring.comparison(found))
            if not options["yes"]:
                self.ask()
            with stopping.tidily():
                restoring.restore(path, found, now=timezone.now(), progress=show)
        except FAILURES as error:
            raise CommandError(f"Nothing was restored, nothing has changed. {said(error)}") from error
        self.say_done(found)

    def say_done(self, found: Label) -> None:
        self.stdout.write(f"Restored {contents.in_words(found.rows)}. Browsers have to sign in again.")

    def ask(self) -> None:
        """Raises Refused unless somebody types yes."""
        self.stdout.write("Type yes to go on: ", ending="")
        self.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise Refused("Nobody is there to ask; --yes goes on without.")
        if answer.strip().lower() != "yes":
            raise Refused("You did not type yes.")
