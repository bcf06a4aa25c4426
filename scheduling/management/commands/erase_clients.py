"""manage.py erase_clients: erases who has not been a client for years. For cron, once a day."""

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from scheduling.domain import retention

YEAR = timedelta(days=366)
MOST_YEARS = 100


def years(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_YEARS:
        raise ArgumentTypeError(f"a whole number from 1 to {MOST_YEARS}")
    return int(text)


class Command(BaseCommand):
    help = (
        "Erase everything personal of clients who are inactive and of whom nothing took place or was changed"
        " for so many years. Each is one step, and cannot be undone. Safe to run twice. Prints ids, no names."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--inactive-for-years", type=years, required=True, metavar="N")
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would be erased, and erase nobody"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now, is_trial = timezone.now(), options["dry_run"]
        since = now - options["inactive_for_years"] * YEAR
        erased = 0
        for client in list(retention.untouched(since)):
            if is_trial or retention.erase_untouched(client, since, now=now):
                self.stdout.write(f"{'Would erase' if is_trial else 'Erased'} client {client.pk}.")
                erased += 1
        self.stdout.write(f"{'Would erase' if is_trial else 'Erased'} {erased} clients.")
