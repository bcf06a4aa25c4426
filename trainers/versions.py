"""Versions: each change of an object counts one up, so that nobody overwrites what nobody has seen."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import F

from trainers.recording import RecordedQuerySet


class Versioned(models.Model):
    """Something that several people may change at once."""

    # A count and no time: clocks are set back. Editable only as a hidden field of forms.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def save(
        self, *, force_insert: Any = False, update_fields: Iterable[str] | None = None, **options: Any
    ) -> None:
        """Store it as the next version, or as the first."""
        if force_insert or self._state.adding:
            self.version = 1
        else:
            self.version += 1
            update_fields = update_fields and [*update_fields, "version"]
        super().save(force_insert=force_insert, update_fields=update_fields, **options)


M = TypeVar("M", bound=Versioned)


class VersionedQuerySet(RecordedQuerySet[M]):
    def rewrite(self, **values: Any) -> int:
        """update(), to the next version of each."""
        return self.update(**values, version=F("version") + 1)


class Overtaken(Exception):
    """Somebody else changed the object since the version that the change was made on."""

    def __init__(self, stored: Versioned) -> None:
        super().__init__(f'Changed meanwhile: the version is now "{stored.version}"')
        self.stored = stored


def match(stored: Versioned, seen: int | None) -> None:
    """Raise Overtaken unless the stored version is the one that was `seen`; None is any."""
    if seen is not None and stored.version != seen:
        raise Overtaken(stored)
