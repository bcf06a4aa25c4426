"""Through which doors something is made: every POST of the three APIs that creates, and every form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bench.retries.sending import send
from tests.served.calling import Form, Request
from tests.served.people import PASSWORD, Person, Wanted, hire
from tests.served.races import HOUR, calendar_times, times
from tests.served.server import Server

FIRST = datetime(2027, 6, 8, 10)
KNOW = """
from clients.models import Client

found = Client.objects.filter(trainer__in=given["trainers"])
result = {client.trainer_id: str(client.uuid) for client in found}
"""
COUNT = """
from collections import Counter
from clients.models import Client
from scheduling.models import SavedView, Series, Session, Timeline
from trainers.models import TimeOff

found = Counter()
for model, field in (
    (Session, "title"),
    (Series, "title"),
    (Timeline, "name"),
    (Client, "last_name"),
    (TimeOff, "reason"),
    (SavedView, "name"),
):
    names = model.objects.filter(trainer__in=given["trainers"]).values_list(field, flat=True)
    found.update(f"{model.__name__} {name}" for name in names)
result = found
"""


@dataclass(frozen=True)
class Maker:
    """A trainer with a client and a timeline, by their uuids."""

    person: Person
    client: str
    timeline: str
    token: str

    def to_api(self, path: str, body: Mapping[str, object], key: str) -> Request:
        """With the bearer token, which all three dialects take."""
        headers = {"Authorization": f"Bearer {self.token}"}
        named = {"Idempotency-Key": key} if key else {}
        return Request("POST", path, body, headers=headers | named)

    def to_page(self, path: str, fields: Mapping[str, object], key: str) -> Request:
        return Form("POST", path, {**fields, "form_key": key}, self.person.cookie)


@dataclass(frozen=True)
class Door:
    """`request(maker, name, start, key)` asks for something of that name, which is `rows` in the database.

    An empty key is none.
    """

    request: Callable[[Maker, str, datetime, str], Request]
    rows: Mapping[str, int]

    def is_made_once(self, stored: Mapping[str, int], name: str) -> bool:
        kinds = ("Session", "Series", "Timeline", "Client", "TimeOff", "SavedView")
        found = {kind: stored.get(f"{kind} {name}", 0) for kind in kinds}
        return {kind: number for kind, number in found.items() if number} == self.rows


def _session(maker: Maker, name: str, start: datetime, key: str) -> Request:
    body = {"client_id": maker.person.clients[0], "title": name, **times(start)}
    return maker.to_api("/api/v1/sessions", body, key)


def _client(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_api("/api/v1/clients", _person(name), key)


def _calendar(maker: Maker, name: str, start: datetime, key: str) -> Request:
    body = {"client_id": maker.client, "session_type": name, **calendar_times(start)}
    return maker.to_api("/api/calendar/session", body, key)


def _once(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_api("/api/timeline/sessions", _on(maker, name, start) | {"type": "ONE_TIME"}, key)


def _weekly(maker: Maker, name: str, start: datetime, key: str) -> Request:
    rule = {
        "type": "RECURRING",
        "repeatCycleType": "WEEKLY",
        "recurringDayOfWeek": f"{start:%A}".upper(),
        "repeatCount": 2,
    }
    return maker.to_api("/api/timeline/sessions", _on(maker, name, start) | rule, key)


def _timeline(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_api("/api/timeline/timelines", {"name": name}, key)


def _session_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_page("/sessions/new/", _typed(name) | {"client": maker.client} | times(start), key)


def _quick_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    """As the dialog of the quick line sends on what was understood."""
    understood = _typed(name) | {"client": maker.client, "location": "", "next": "/calendar/day/"}
    return maker.to_page("/sessions/new/", understood | times(start), key)


def _newcomer_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    """With a client who is enrolled with the session."""
    newcomer = {f"new_{field}": value for field, value in _person(name).items()}
    return maker.to_page("/sessions/new/", _typed(name) | newcomer | times(start), key)


def _weekly_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    """As the page sends it on that shows first what would be booked."""
    rule = {"cycle": "WEEKLY", "interval": 1, "ends": "after", "count": 2, "step": "confirm"}
    fields = _typed(name) | {"client": maker.client} | times(start)
    return maker.to_page("/sessions/new/", fields | rule, key)


def _series_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    span = {"start": start.isoformat(), "end": (start + HOUR).isoformat()}
    return maker.to_page(f"/timelines/{maker.timeline}/add/", _typed(name) | span, key)


def _timeline_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_page("/timelines/new/", {"name": name}, key)


def _client_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    units = {"height_unit": "cm", "weight_unit": "kg"}
    return maker.to_page("/clients/new/", _person(name) | units, key)


def _time_off_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_page("/hours/time-off/new/", {"first": f"{start:%Y-%m-%d}", "reason": name}, key)


def _saved_view_form(maker: Maker, name: str, start: datetime, key: str) -> Request:
    return maker.to_page("/calendar/views/new/", {"view": "week", "name": name}, key)


DOORS = {
    "session": Door(_session, {"Session": 1}),
    "client": Door(_client, {"Client": 1}),
    "calendar": Door(_calendar, {"Session": 1}),
    "once": Door(_once, {"Series": 1, "Session": 1}),
    "weekly": Door(_weekly, {"Series": 1, "Session": 2}),
    "timeline": Door(_timeline, {"Timeline": 1}),
    "session form": Door(_session_form, {"Session": 1}),
    "quick form": Door(_quick_form, {"Session": 1}),
    "newcomer form": Door(_newcomer_form, {"Session": 1, "Client": 1}),
    "weekly form": Door(_weekly_form, {"Series": 1, "Session": 2}),
    "series form": Door(_series_form, {"Series": 1, "Session": 1}),
    "timeline form": Door(_timeline_form, {"Timeline": 1}),
    "client form": Door(_client_form, {"Client": 1}),
    "time off form": Door(_time_off_form, {"TimeOff": 1}),
    "saved view form": Door(_saved_view_form, {"SavedView": 1}),
}
# Through these a time can be taken.
TIMED = [name for name, door in DOORS.items() if "Session" in door.rows]


def makers(server: Server, number: int) -> list[Maker]:
    people = hire(server, *[Wanted()] * number)
    clients = server.run(KNOW, trainers=[person.id for person in people])
    return [_maker(server, person, clients[str(person.id)]) for person in people]


def stored(server: Server, trainers: Iterable[Maker]) -> dict[str, int]:
    """{kind and name: how many rows}."""
    found: dict[str, int] = server.run(COUNT, trainers=[maker.person.id for maker in trainers])
    return found


def day(number: int) -> datetime:
    """Each thing has a day of its own, so that only itself can be in its way."""
    return FIRST + timedelta(days=number)


def _maker(server: Server, person: Person, client: str) -> Maker:
    credentials = {"username": person.username, "password": PASSWORD}
    token = send(server.url, Request("POST", "/api/v1/auth/token", credentials)).json["data"]["access"]
    maker = Maker(person, client, "", token)
    made = send(
        server.url, maker.to_api("/api/timeline/timelines", {"name": "M", "clientId": client}, "first")
    )
    return replace(maker, timeline=made.json["data"]["id"])


def _on(maker: Maker, name: str, start: datetime) -> dict[str, Any]:
    span = calendar_times(start)
    return {
        "timelineId": maker.timeline,
        "name": name,
        "startDateTime": span["start_time"],
        "endDateTime": span["end_time"],
    }


def _typed(name: str) -> dict[str, Any]:
    return {"title": name, "session_type": "personal"}


def _person(name: str) -> dict[str, Any]:
    return {"first_name": "Client", "last_name": name, "email": f"{name.replace(' ', '.')}@example.com"}
