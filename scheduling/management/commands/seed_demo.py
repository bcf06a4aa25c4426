"""manage.py seed_demo: fills an empty database with data to try the product with."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from scheduling import demo
from scheduling.demo import people
from trainers.models import User

STORY = {
    "anna": "trainer in Berlin, one session at a time",
    "ben": "trainer in New York, with group classes",
    people.STAFF: "the admin, at /admin/",
}


class Command(BaseCommand):
    help = (
        "Fill an empty database with demo trainers, their clients and sessions, and print how to sign in. "
        "The same seed and day give the same data."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--trainers", type=count(1, 200), default=2)
        parser.add_argument("--clients", type=count(0, 2000), default=12, help="Of each trainer.")
        parser.add_argument("--weeks", type=count(0, 520), default=8, help="Half of them are past.")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--today", type=day, help="The day that is taken for today, for example 2027-06-08."
        )
        parser.add_argument("--if-empty", action="store_true", help="Do nothing if there are users already.")
        parser.add_argument("--force", action="store_true", help="Also with DEBUG off.")

    def handle(self, *args: Any, **options: Any) -> None:
        is_empty = not User.objects.exists()
        if not (settings.DEBUG or options["force"]):
            self.refuse("DEBUG is off: demo users have passwords that everybody knows.", options)
        elif not is_empty and not options["if_empty"]:
            self.refuse("There are users already; demo data goes into an empty database only.", options)
        elif is_empty:
            self.seed(options)
        self.print_sign_ins()

    def refuse(self, why: str, options: dict[str, Any]) -> None:
        """With --if-empty having nothing to do is fine."""
        if not options["if_empty"]:
            raise CommandError(why)

    def seed(self, options: dict[str, Any]) -> None:
        progress = Progress(options["trainers"] * options["weeks"])
        sessions = demo.seed(
            options["trainers"],
            options["clients"],
            options["weeks"],
            options["seed"],
            options["today"] or timezone.now().date(),
            progress,
        )
        clients = options["trainers"] * options["clients"]
        self.stdout.write(f"Demo: {options['trainers']} trainers, {clients} clients, {sessions} sessions.")

    def print_sign_ins(self) -> None:
        """Those that work: a user may have been deleted or have got another password since."""
        users = User.objects.in_bulk(STORY, field_name="username")
        for username, story in STORY.items():
            password = people.password(username)
            if username in users and users[username].check_password(password):
                self.stdout.write(f"  {username:<6} password {password:<11} {story}")


class Progress:
    """A bar on a terminal, nothing elsewhere."""

    WIDTH = 40

    def __init__(self, total: int) -> None:
        self.total, self.done, self.is_shown = total, 0, sys.stderr.isatty()

    def __call__(self) -> None:
        self.done += 1
        if self.is_shown:
            filled = self.WIDTH * self.done // self.total
            end = "\n" if self.done == self.total else ""
            bar = "#" * filled + "." * (self.WIDTH - filled)
            print(f"\r[{bar}] {self.done}/{self.total} weeks", end=end, file=sys.stderr, flush=True)


def count(least: int, most: int) -> Callable[[str], int]:
    """Reads a number within bounds, for argparse."""

    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return number


def day(text: str) -> date:
    value = date.fromisoformat(text)
    if not 1990 <= value.year <= 2080:
        raise ValueError(text)
    return value
