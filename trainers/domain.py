"""What happens to trainers: hired, revised. Each is one transaction: all of it happens, or nothing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from trainers.models import Trainer, User
from trainers.validators import check, validate_storable


def hire(user: User, account: Mapping[str, Any], values: Mapping[str, Any]) -> Trainer:
    """Make a user a trainer, who may be new: then the account needs `username`, `email` and `password`.

    `account` is {field of User: value} with the password in clear, `values` {field of Trainer: value}.
    Raises ValidationError by the fields of both.
    """
    return _save(Trainer(user=user), account, values)


def revise(trainer: Trainer, account: Mapping[str, Any], values: Mapping[str, Any]) -> Trainer:
    """Change the given fields of a trainer and the account and no others. As hire() otherwise.

    Fewer parallel sessions may not fit what is booked: scheduling.domain.capacity knows.
    """
    return _save(trainer, account, values)


@transaction.atomic
def _save(trainer: Trainer, account: Mapping[str, Any], values: Mapping[str, Any]) -> Trainer:
    user = trainer.user
    wrong = _set_account(user, account)
    _set(trainer, values)
    for instance, excluded in ((user, {"password"}), (trainer, {"user"})):
        try:
            check(instance, exclude=excluded)
        except ValidationError as error:
            wrong |= error.message_dict
    if wrong:
        raise ValidationError(wrong)
    _write(trainer, account, values)
    return trainer


def _set_account(user: User, account: Mapping[str, Any]) -> dict[str, list[str]]:
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
    if password and "password" not in wrong and not user.check_password(password):
        user.set_password(password)
    return wrong


def _check_account_text(text: str) -> None:
    """Django's user may be without an address, and of an address it looks at the shape only."""
    if not text:
        raise ValidationError("This must not be empty.", code="blank")
    validate_storable(text)


def _set(instance: Model, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(instance, field, value)


def _write(trainer: Trainer, account: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    user = trainer.user
    try:
        with transaction.atomic():
            if account or not user.pk:
                user.save(update_fields=list(account) if user.pk else None)
            trainer.user = user
            trainer.save(update_fields=list(values) if trainer.pk else None)
    except IntegrityError as error:
        raise ValidationError({"username": "This user name is taken."}) from error
