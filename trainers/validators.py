"""What a text, a time or a time zone must be to be stored, for the models of every app."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def validate_storable(text: str) -> None:
    """Refuse what PostgreSQL cannot store as text: the NUL character and lone surrogates."""
    if "\x00" in text:
        raise ValidationError(_("The NUL character is not allowed."), code="null_character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError(_("The text is not valid Unicode."), code="surrogate")


def validate_line(text: str) -> None:
    """A text of one line: no line breaks, and something that can be seen in it."""
    validate_storable(text)
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in text):
        raise ValidationError(_("Line breaks and control characters are not allowed here."), code="line")
    if all(unicodedata.category(character)[0] in "CZ" for character in text):
        raise ValidationError(_("This must contain something that can be read."), code="invisible")


def validate_instant(instant: datetime) -> None:
    """Within the years that the product keeps: from 1970 to before 2100."""
    if not EARLIEST <= instant < LATEST:
        raise ValidationError(_("The time must be from 1970 to before 2100."), code="bounds")


def validate_birth(day: date) -> None:
    """Of somebody alive: not before 1900, and not to come (anywhere on earth)."""
    if not date(1900, 1, 1) <= day <= (timezone.now() + timedelta(days=1)).date():
        raise ValidationError(_("The date of birth must be from 1900 until today."), code="birth")


@cache
def zone_names() -> frozenset[str]:
    """Every zone of the IANA database; to read them takes 30 ms."""
    return frozenset(available_timezones())


def validate_timezone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError(
            _("%(name)s is not an IANA time zone; write for example Europe/Berlin."),
            code="timezone",
            params={"name": name},
        )


def check(instance: Model, *, exclude: set[str], errors: Mapping[str, str] | None = None) -> None:
    """Check a model instance by its fields' validators and its clean(), without a query.

    `errors` are what the door could not read, {field: message}. Raises one ValidationError that names
    every wrong field, so that a caller mends all of them at once. Relations belong into `exclude`.
    """
    wrong: dict[str, list[str] | str] = dict(errors or {})
    for step in (partial(instance.clean_fields, exclude=exclude), instance.clean):
        try:
            step()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                wrong.setdefault(field, messages)
    if wrong:
        raise ValidationError(wrong)
