"""The names of models and fields as people read them, in their language.

They are what Django makes of the names in the code, and no part of a migration.
"""

from django.db import models
from django.utils.translation import gettext_lazy, gettext_noop

WORDS = [
    gettext_noop("saved view"),
    gettext_noop("saved views"),
    gettext_noop("session"),
    gettext_noop("sessions"),
    gettext_noop("series"),
    gettext_noop("timeline"),
    gettext_noop("timelines"),
    gettext_noop("actual end"),
    gettext_noop("actual start"),
    gettext_noop("cancellation reason"),
    gettext_noop("changed by hand"),
    gettext_noop("client"),
    gettext_noop("client feedback"),
    gettext_noop("count"),
    gettext_noop("created at"),
    gettext_noop("description"),
    gettext_noop("end"),
    gettext_noop("exercises performed"),
    gettext_noop("interval"),
    gettext_noop("location"),
    gettext_noop("name"),
    gettext_noop("notes"),
    gettext_noop("query"),
    gettext_noop("removed at"),
    gettext_noop("scheduled end"),
    gettext_noop("scheduled start"),
    gettext_noop("start"),
    gettext_noop("status"),
    gettext_noop("title"),
    gettext_noop("trainer"),
    gettext_noop("trainer notes"),
    gettext_noop("until"),
    gettext_noop("updated at"),
    gettext_noop("view"),
]


def translate(model: type[models.Model]) -> None:
    """Say the names of a model and its fields in the language of whoever reads them."""
    meta = model._meta
    for name in ("verbose_name", "verbose_name_plural"):
        if name not in meta.original_attrs:
            setattr(meta, name, gettext_lazy(str(getattr(meta, name))))
    for field in meta.local_fields:
        if isinstance(field.verbose_name, str) and field.verbose_name in WORDS:
            field.verbose_name = gettext_lazy(str(field.verbose_name))
