"""manage.py import_studio: reads what export_studio has written into a database, empty or not."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mectofitness.backups import progress, stopping
from mectofitness.backups.refusal import FAILURES, said
from mectofitness.studio import importing
from mectofitness.studio.kinds import KINDS
from mectofitness.studio.report import Report


class Command(BaseCommand):
    help = (
        "Store what is in FILE, which export_studio has written, and missing here. What is here already "
        "stays as it is, also where it differs; that is told by file and line. All is stored, or, if "
        "anything is wrong, nothing. A second time changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would come of it.")

    def handle(self, *args: Any, **options: Any) -> None:
        show = progress.shown(options["verbosity"])
        try:
            with stopping.tidily():
                report = importing.carry_out(
                    options["file"].absolute(), is_trial=options["dry_run"], progress=show
                )
        except FAILURES as error:
            raise CommandError(f"Nothing was imported. {said(error)}") from error
        self._tell(report, is_trial=options["dry_run"])
        if report.wrong:
            raise CommandError(f"Nothing was imported. What is wrong is told above: {len(report.wrong)}.")

    def _tell(self, report: Report, *, is_trial: bool) -> None:
        for line in (*report.wrong, *report.different):
            self.stdout.write(line)
        if report.wrong:
            return
        self.stdout.write(f"{'':<14}{'new':>10}{'the same':>10}")
        for kind in KINDS:
            name = kind.name
            self.stdout.write(f"{name:<14}{report.created[name]:>10}{report.same[name]:>10}")
        if report.different:
            self.stdout.write(f"{len(report.different)} rows are otherwise here, and stay so; told above.")
        if report.new_users:
            names = ", ".join(report.new_users)
            self.stdout.write(f"New users, who have no password yet (`manage.py changepassword`): {names}.")
        if is_trial:
            self.stdout.write("This was a trial: nothing was stored.")
