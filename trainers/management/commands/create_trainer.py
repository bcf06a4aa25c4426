"""manage.py create_trainer: makes a trainer with an account, or changes one; prints its ids as JSON."""

import json
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from scheduling.domain import capacity
from trainers.domain import hire
from trainers.models import Trainer, User

OPTIONS = {
    "username": "USERNAME",
    "password": "--password",
    "email": "--email",
    "full_name": "--name",
    "timezone": "--timezone",
    "parallel_sessions": "--parallel-sessions",
}
ACCOUNT = ("password", "email")
PROFILE = ("full_name", "timezone", "parallel_sessions")


class Command(BaseCommand):
    help = (
        "Make a trainer who can sign in, and print one line of JSON with the trainer's id and uuid. "
        "Run again for the same user name it changes what it is given, and nothing else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--password", help="To sign in with; - reads it from the standard input.")
        parser.add_argument("--email")
        parser.add_argument("--name", dest="full_name", metavar="FULL_NAME")
        parser.add_argument("--timezone", help="An IANA name such as Europe/Berlin; UTC unless given.")
        parser.add_argument(
            "--parallel-sessions", type=int, help="How many sessions at the same time; 1 unless given."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = {field: options[field] for field in OPTIONS if options[field] is not None}
        if given.get("password") == "-":
            given["password"] = sys.stdin.readline().rstrip("\r\n")
        try:
            trainer = create_or_change(given)
        except ValidationError as error:
            raise CommandError(in_words(error)) from error
        self.stdout.write(json.dumps({"id": trainer.pk, "uuid": str(trainer.uuid)}))


@transaction.atomic
def create_or_change(given: dict[str, Any]) -> Trainer:
    """The trainer of the user name, with what is given. Raises ValidationError by field."""
    user = find_user(given["username"])
    account = {field: given[field] for field in ACCOUNT if field in given}
    values = {field: given[field] for field in PROFILE if field in given}
    trainer = Trainer.objects.select_related("user").filter(user=user).first() if user else None
    if trainer is None:
        require(given, ["full_name"] if user else [*ACCOUNT, "full_name"])
        return hire(user or User(username=given["username"]), account, values)
    return capacity.revise(trainer, account, values, now=timezone.now())


def find_user(username: str) -> User | None:
    """Checked before it is looked up: PostgreSQL cannot even be asked for some names."""
    try:
        User._meta.get_field("username").run_validators(username)
    except ValidationError as error:
        raise ValidationError({"username": error.messages}) from error
    return User.objects.filter(username=User.normalize_username(username)).first()


def require(given: dict[str, Any], fields: list[str]) -> None:
    missing = {field: "This is needed for a new trainer." for field in fields if field not in given}
    if missing:
        raise ValidationError(missing)


def in_words(error: ValidationError) -> str:
    """What is wrong, one option a line."""
    lines = [
        f"{OPTIONS.get(field, field)}: {' '.join(messages)}" for field, messages in error.message_dict.items()
    ]
    return "\n".join(lines)
