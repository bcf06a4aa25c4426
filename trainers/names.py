"""The names of models and fields as people read them, in their language.

They are what Django makes of the names in the code, and no part of a migration.
"""

from django.db import models
from django.utils.translation import gettext_lazy, gettext_noop

# Of users, trainers and clients; others are in scheduling.models.names.
WORDS = [
    gettext_noop("12-hour clock"),
    gettext_noop("active"),
    gettext_noop("buffer after a session"),
    gettext_noop("client"),
    gettext_noop("clients"),
    gettext_noop("date of birth"),
    gettext_noop("e-mail"),
    gettext_noop("email address"),
    gettext_noop("emergency contact name"),
    gettext_noop("emergency contact phone"),
    gettext_noop("ends at"),
    gettext_noop("erased at"),
    gettext_noop("first name"),
    gettext_noop("fitness goal"),
    gettext_noop("fitness level"),
    gettext_noop("full name"),
    gettext_noop("height"),
    gettext_noop("height unit"),
    gettext_noop("keyboard shortcuts"),
    gettext_noop("language"),
    gettext_noop("last name"),
    gettext_noop("medical conditions"),
    gettext_noop("membership"),
    gettext_noop("membership until"),
    gettext_noop("notice"),
    gettext_noop("parallel sessions"),
    gettext_noop("phone"),
    gettext_noop("reason"),
    gettext_noop("staff status"),
    gettext_noop("starts at"),
    gettext_noop("superuser status"),
    gettext_noop("time off"),
    gettext_noop("trainer"),
    gettext_noop("trainers"),
    gettext_noop("user"),
    gettext_noop("username"),
    gettext_noop("users"),
    gettext_noop("usual session length"),
    gettext_noop("week starts on"),
    gettext_noop("weekday"),
    gettext_noop("weight"),
    gettext_noop("weight unit"),
    gettext_noop("working hours"),
]


def translate(*all_of: type[models.Model]) -> None:
    """Say the names of models, of their records and of their fields in the language of whoever reads them.

    Before any form is made of them, as forms keep the names that they find.
    """
    for model in all_of:
        _translate(model)
        if hasattr(model, "history"):
            _translate(model.history.model)


def _translate(model: type[models.Model]) -> None:
    meta = model._meta
    for name in ("verbose_name", "verbose_name_plural"):
        if name not in meta.original_attrs:
            setattr(meta, name, gettext_lazy(str(getattr(meta, name))))
    for field in meta.local_fields:
        if isinstance(field.verbose_name, str):
            field.verbose_name = gettext_lazy(str(field.verbose_name))
