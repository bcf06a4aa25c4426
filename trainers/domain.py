"""What happens to trainers: hired, revised. When they work: trainers.hours.

Each is one transaction: all of it happens, or nothing. All raise ValidationError by field; `errors` are what
the door could not read, and `seen` is the version of the trainer that a change was made on: with another one
stored Overtaken is raised.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from trainers.models import Trainer, User
from trainers.validators import check, validate_storable
from trainers.versions import match

Values = Mapping[str, Any]
Errors = Mapping[str, str]


def hire(user: User, account: Values, values: Values, errors: Errors | None = None) -> Trainer:
    """Make a user a trainer, who may be new: then the account needs `username`, `email` and `password`.

    `account` is {field of User: value} with the password in clear, `values` {field of Trainer: value}.
    """
    return _save(Trainer(user=user), account, values, errors or {})


@transaction.atomic
def revise(
    trainer: Trainer,
    account: Values,
    values: Values,
    errors: Errors | None = None,
    *,
    seen: int | None = None,
) -> Trainer:
    """Change the given fields of a trainer and the account and no others. As hire() otherwise.

    Fewer parallel sessions may not fit what is booked: scheduling.domain.capacity knows.
    """
    stored = turn(trainer, seen)
    stored.user = trainer.user
    return _save(stored, account, values, errors or {})


def turn(trainer: Trainer, seen: int | None) -> Trainer:
    """The trainer as stored, whom nobody else writes until the transaction ends."""
    stored = Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)
    match(stored, seen)
    return stored


@transaction.atomic
def _save(trainer: Trainer, account: Values, values: Values, errors: Errors) -> Trainer:
    user = trainer.user
    before = {field: getattr(user, field) for field in account}
    wrong = {field: [message] for field, message in errors.items()} | _set_account(user, account)
    changed = _set(trainer, values)
    for instance, excluded in ((user, {"password"}), (trainer, {"user"})):
        try:
            check(instance, exclude=excluded)
        except ValidationError as error:
            wrong = error.message_dict | wrong
    if wrong:
        raise ValidationError(wrong)
    _write(trainer, [field for field in account if getattr(user, field) != before[field]], changed)
    return trainer


def _set_account(user: User, account: Values) -> dict[str, list[str]]:
    """Set the fields and the password; returns what is wrong that the model does not look at."""
    wrong: dict[str, list[str]] = {}
    for field, value in account.items():
        try:
            _check_account_text(value)
        except ValidationError as error:
            wrong[field] = error.messages
    _set(user, {field: value for field, value in account.items() if field != "password"})
    password = account.get("password")
    # A new hash of the same password would end every browser session and revoke every token.
    if password and "password" not in wrong and not (user.pk and user.check_password(password)):
        user.set_password(password)
    return wrong


def _check_account_text(text: str) -> None:
    """Django's user may be without an address, and of an address it looks at the shape only."""
    if not text:
        raise ValidationError(_("This must not be empty."), code="blank")
    validate_storable(text)


def _set(instance: Model, values: Values) -> list[str]:
    """Set the fields; returns the names of those that differ from before."""
    changed = [name for name, value in values.items() if getattr(instance, name, None) != value]
    for name, value in values.items():
        setattr(instance, name, value)
    return changed


def _write(trainer: Trainer, account: list[str], changed: list[str]) -> None:
    user = trainer.user
    is_new = user.pk is None
    try:
        with transaction.atomic():
            if account or is_new:
                user.save(update_fields=None if is_new else account)
            trainer.user = user
            if changed or not trainer.pk:
                trainer.save(update_fields=changed if trainer.pk else None)
    except IntegrityError as error:
        taken = (
            {"username": _("This user name is taken.")}
            if is_new
            else {"user": _("This user is a trainer already.")}
        )
        raise ValidationError(taken) from error
