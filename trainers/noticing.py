"""What is written is noticed, each object as it was before: for whoever wants to take it all back.

recording.py tells of all that is written through it; without somebody who is noticing it goes by unnoticed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

# {(model, primary key): the object before it was first written; None where it was not there}
Noticed = dict[tuple[type[models.Model], Any], models.Model | None]

_noticed: ContextVar[Noticed | None] = ContextVar("noticed", default=None)


@contextmanager
def noticing() -> Iterator[Noticed]:
    """All that is written inside."""
    found: Noticed = {}
    token = _noticed.set(found)
    try:
        yield found
    finally:
        _noticed.reset(token)


def is_noticing() -> bool:
    return _noticed.get() is not None


def notice(instance: models.Model, before: models.Model | None) -> None:
    """The instance is written, and was like that before."""
    found = _noticed.get()
    if found is not None:
        found.setdefault((type(instance), instance.pk), before)
