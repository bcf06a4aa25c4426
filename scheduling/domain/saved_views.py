"""Saved views of the calendar: kept, renamed, removed, each in one transaction."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scheduling.domain.locking import lock
from scheduling.models import SavedView
from trainers.models import Trainer
from trainers.validators import check
from trainers.versions import match

Errors = Mapping[str, str]


@transaction.atomic
def keep(trainer: Trainer, name: str, view: str, query: str, errors: Errors | None = None) -> SavedView:
    """A new one. Raises ValidationError by field."""
    lock(trainer)
    kept = SavedView(trainer=trainer, name=name, view=view, query=query)
    _check(kept, errors or {})
    if SavedView.objects.for_trainer(trainer).count() >= SavedView.MOST:
        words = _("You have %(count)s saved views. Remove one to save another.")
        raise ValidationError({"name": words % {"count": SavedView.MOST}})
    kept.save(force_insert=True)
    return kept


@transaction.atomic
def rename(
    saved: SavedView, name: str, errors: Errors | None = None, *, seen: int | None = None
) -> SavedView:
    """Raises ValidationError by field, and Overtaken with another version stored than the one `seen`."""
    lock(saved.trainer)
    stored = SavedView.objects.select_for_update().get(pk=saved.pk)
    match(stored, seen)
    is_new = stored.name != name
    stored.name = name
    _check(stored, errors or {})
    if is_new:
        stored.save(update_fields=["name"])
    return stored


@transaction.atomic
def remove(saved: SavedView) -> None:
    """Whoever removes it again has nothing left to do."""
    SavedView.objects.filter(pk=saved.pk).delete()


def _check(saved: SavedView, errors: Errors) -> None:
    check(saved, exclude={"trainer"}, errors=errors)
    same = SavedView.objects.for_trainer(saved.trainer).filter(name=saved.name)
    if same.exclude(pk=saved.pk).exists():
        raise ValidationError({"name": _("You have a view of this name already.")})
