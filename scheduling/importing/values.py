"""From the cells of a row to the values of a session."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clients.importing.dates import DateOrder, Unreadable
from scheduling.importing import moments, words
from scheduling.importing.moments import Moment
from scheduling.models import Session
from trainers.models import Trainer

TEXTS = ("location", "description", "exercises_performed", "notes", "client_feedback", "trainer_notes")
SETTLED = {Session.Status.COMPLETED, Session.Status.NO_SHOW}


class Reader:
    """Reads the rows of one table, on the clock of its trainer."""

    def __init__(self, trainer: Trainer, order: DateOrder, now: datetime) -> None:
        self.trainer, self.order, self.now = trainer, order, now

    def read(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """({field of Session: value}, {field of a column: what cannot be read of it})."""
        errors: dict[str, str] = {}
        values = self._times(cells, errors) | _texts(cells) | _type(cells)
        values |= self._status(cells, values, errors)
        for name in ("actual_start", "actual_end"):
            if cells.get(name) and (found := self._instant(cells, name, errors)):
                values[name] = found
        return values, errors

    def _times(self, cells: Mapping[str, str], errors: dict[str, str]) -> dict[str, Any]:
        told, until = self._start(cells, errors)
        start = None if errors else self._try("start", lambda: told.instant(self.trainer.zone), errors)
        if start is None:
            return {}
        end = self._try("end", lambda: self._end(cells, told, start, until), errors)
        return {"scheduled_start": start} | ({"scheduled_end": end} if end else {})

    def _start(self, cells: Mapping[str, str], errors: dict[str, str]) -> tuple[Moment, str]:
        """When it starts, as it is said, and the end, where that stands in the same cell."""
        on, until = moments.halves(cells.get("date", ""))
        at, end = moments.halves(cells.get("start", ""))
        day = self._try("date", lambda: moments.read(on, self.order), errors) if on else Moment()
        clock = self._try("start", lambda: moments.read(at, self.order), errors) if at else day
        return (clock or Moment()).on(day.day if day else None), end or until

    def _end(self, cells: Mapping[str, str], began: Moment, start: datetime, until: str) -> datetime:
        said = cells.get("end") or until
        if not said:
            return start + self._length(cells)
        is_midnight = said.startswith("24:00")
        told = moments.read(f"00:00{said[5:]}" if is_midnight else said, self.order)
        if told.clock is None:  # as a spreadsheet says midnight
            told = replace(told, clock=time())
        if cells.get("end_date"):
            told = told.on(moments.read(cells["end_date"], self.order).day)
        else:
            is_next = told.day is None and told.clock == time()
            told = told.on(began.day + timedelta(days=int(is_next)) if began.day else None)
        return told.instant(self.trainer.zone)

    def _length(self, cells: Mapping[str, str]) -> timedelta:
        if not cells.get("duration"):
            return timedelta(minutes=self.trainer.usual_session_minutes)
        try:
            return moments.length(cells["duration"])
        except ValueError as error:
            raise Unreadable(_("Write a length, for example 60 or 1:30.")) from error

    def _instant(self, cells: Mapping[str, str], name: str, errors: dict[str, str]) -> datetime | None:
        told = moments.read
        return self._try(name, lambda: told(cells[name], self.order).instant(self.trainer.zone), errors)

    def _status(
        self, cells: Mapping[str, str], values: Mapping[str, Any], errors: dict[str, str]
    ) -> dict[str, Any]:
        """What is over counts as completed, unless it is said what else came of it."""
        text, start, end = cells.get("status", ""), values.get("scheduled_start"), values.get("scheduled_end")
        status = words.status_of(text) if text else Session.Status.SCHEDULED
        if status is None:
            errors["status"] = _("Write scheduled, completed, no-show or cancelled.")
            return {}
        if start and status in SETTLED and start > self.now:
            errors["status"] = _("This has not begun yet: it can be scheduled or cancelled.")
        if status == Session.Status.SCHEDULED and end and end <= self.now:
            status = Session.Status.COMPLETED
        reason = cells.get("cancellation_reason")
        if status == Session.Status.CANCELLED and reason:
            return {"status": status, "cancellation_reason": reason}
        if status == Session.Status.COMPLETED and start and end:
            return {"status": status, "actual_start": start, "actual_end": end}
        return {"status": status}

    def _try(self, name: str, read: Callable[[], Any], errors: dict[str, str]) -> Any:
        """What is read; None, with an error of the field, where nothing can be."""
        try:
            return read()
        except Unreadable as said:
            errors.setdefault(name, str(said))
        except ValidationError as said:
            errors.setdefault(name, said.messages[0])
        except (ValueError, OverflowError):
            errors.setdefault(name, HOW[name]())
        return None


HOW: dict[str, Callable[[], str]] = {
    "date": lambda: _("Write a day, for example 2027-06-08."),
    "start": lambda: _("Write a day and a time, for example 2027-06-08 and 14:30."),
    "end": lambda: _("Write a time, for example 15:30."),
    "actual_start": lambda: _("Write a day and a time, for example 2027-06-08 14:30."),
    "actual_end": lambda: _("Write a day and a time, for example 2027-06-08 14:30."),
}


def _texts(cells: Mapping[str, str]) -> dict[str, Any]:
    told = {name: cells[name] for name in TEXTS if cells.get(name)}
    return {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in told.items()}


def _type(cells: Mapping[str, str]) -> dict[str, Any]:
    """Its type and its title: one that is called anything is of the type that this tells of."""
    called = cells.get("title") or cells.get("session_type", "")
    found = words.type_of(cells.get("session_type", "")) or words.type_of(called) or Session.Type.PERSONAL
    return {"session_type": found, "title": called or str(found.label)}
