"""On which clock a page says the hours: 14:30, or 2:30 pm, as the trainer who looks at it wants."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time

from django.utils import timezone

from trainers.models import Trainer

# Only a trainer's own pages say otherwise; the API, the admin and forms never do.
_twelve_hours: ContextVar[bool] = ContextVar("twelve_hours", default=False)


@contextmanager
def on_clock_of(trainer: Trainer) -> Iterator[None]:
    """The time zone and the clock of a trainer, for what is said within."""
    token = _twelve_hours.set(trainer.twelve_hour_clock)
    try:
        with timezone.override(trainer.zone):
            yield
    finally:
        _twelve_hours.reset(token)


def is_twelve_hours() -> bool:
    return _twelve_hours.get()


def say(wall: datetime | time) -> str:
    """14:30, or 2:30 pm."""
    return f"{_figures(wall)} {_half(wall)}" if is_twelve_hours() else f"{wall.hour:02}:{wall.minute:02}"


def say_span(start: datetime | time, end: datetime | time) -> str:
    """14:30–15:30; 2:30–3:30 pm, 11:30 am–12:30 pm."""
    if is_twelve_hours() and _half(start) == _half(end) and _is_before(start, end):
        return f"{_figures(start)}–{say(end)}"
    return f"{say(start)}–{say(end)}"


def say_hour(hour: int) -> str:
    """08:00, or 8 am: a full hour of a day."""
    return f"{hour % 12 or 12} {_half(time(hour % 24))}" if is_twelve_hours() else f"{hour:02}:00"


def _figures(wall: datetime | time) -> str:
    return f"{wall.hour % 12 or 12}:{wall.minute:02}"


def _half(wall: datetime | time) -> str:
    return "am" if wall.hour < 12 else "pm"


def _is_before(start: datetime | time, end: datetime | time) -> bool:
    return (start.hour, start.minute) < (end.hour, end.minute)
