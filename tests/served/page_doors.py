"""Doors of the pages that writers come through at the same moment: moves, the quick line, newcomers, undo."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from bench.acceptance.markup import main_form
from tests.served.calling import Answer, Form, Request
from tests.served.people import Person
from tests.served.races import HOUR, times

BY_SCRIPT = {"Accept": "application/json"}


def move_on_page(trainer: Person, session: str, start: datetime) -> Request:
    """Made an hour long, from the page that asks where to; the session's uuid."""
    fields = {"start": f"{start:%Y-%m-%dT%H:%M}", "minutes": HOUR.seconds // 60}
    return Form("POST", f"/sessions/{session}/move/", fields, trainer.cookie)


def drag(trainer: Person, session: str, start: datetime, scope: str = "this") -> Request:
    """As the script does that drags and stretches it in the grid; the session's uuid."""
    fields = {"start": start.isoformat(), "end": (start + HOUR).isoformat(), "scope": scope}
    return Form("POST", f"/sessions/{session}/move/", fields, trainer.cookie, BY_SCRIPT)


def read_line(trainer: Person, start: datetime, client: str) -> Request:
    """The quick line, for an hour; the client's uuid."""
    asked = urlencode({"line": f"Wanted client {start:%Y-%m-%d %H:%M} 60min", "client": client})
    live = {"HX-Request": "true", "HX-Target": "quick-live"}
    return Request("GET", f"/sessions/quick/?{asked}", cookie=trainer.cookie, headers=live)


def book_by_line(trainer: Person, read: Answer) -> Request:
    """What was understood is booked."""
    form = main_form(read.body)
    return Form("POST", form.action, dict(form.fields), trainer.cookie)


def book_with_newcomer(trainer: Person, start: datetime, name: str, title: str = "Wanted") -> Request:
    """A new session of an hour with somebody who is enrolled with it."""
    newcomer = {"new_first_name": "Client", "new_last_name": name, "new_email": f"{name}@example.com"}
    fields = {"title": title, "session_type": "personal", **newcomer, **times(start)}
    return Form("POST", "/sessions/new/", fields, trainer.cookie)


def undo(trainer: Person, step: str) -> Request:
    """The step's uuid."""
    return Form("POST", f"/changes/{step}/undo/", {}, trainer.cookie)


def settle(trainer: Person, sessions: Mapping[str, int], outcome: str) -> Request:
    """Several at once; {uuid: the version that was seen}."""
    ticked = [f"{uuid}.{version}" for uuid, version in sessions.items()]
    return Form("POST", "/sessions/settle/", {"sessions": ticked, "outcome": outcome}, trainer.cookie)


def last_step(changes: Answer) -> str:
    """The uuid of the first step that the page of changes offers to undo, below what it says of others."""
    [step, *_] = re.findall(r"/changes/([0-9a-f-]{36})/undo/", changes.body.partition('class="turns')[2])
    return str(step)
