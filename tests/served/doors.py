"""More doors that writers come through at the same moment: timelines, series, the admin."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.served.calling import Answer, Form, Request
from tests.served.people import Person
from tests.served.races import HOUR, book_by_form, is_let_in, times
from tests.served.server import Server

WEEK = timedelta(weeks=1)
ADMIN = "/admin/scheduling/session"

STAFF = """
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from trainers.models import User

user = User.objects.create_superuser(given["name"], given["name"] + "@example.com")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
result = session.session_key
"""


@dataclass(frozen=True)
class Weekly:
    """What takes place so many times in a row, each a week after the other, from `start` on."""

    start: datetime
    times: int

    @property
    def starts(self) -> list[datetime]:
        return [self.start + n * WEEK for n in range(self.times)]


def staff(server: Server, name: str = "staff") -> str:
    """The cookie of somebody new who may do everything in the admin."""
    cookie: str = server.run(STAFF, name=name)
    return cookie


def once(token: str, timeline: str, start: datetime, title: str = "Wanted") -> Request:
    """An hour on a timeline, by contract 002; the timeline's uuid."""
    body = {"type": "ONE_TIME", "timelineId": timeline, "name": title, **_instants(start)}
    return Request("POST", "/api/timeline/sessions", body, headers=_bearer(token))


def repeat(token: str, timeline: str, weekly: Weekly, title: str = "Wanted") -> Request:
    """An hour every week, by contract 002; the timeline's uuid."""
    rule = {
        "repeatCycleType": "WEEKLY",
        "recurringDayOfWeek": f"{weekly.start:%A}".upper(),
        "repeatCount": weekly.times,
    }
    body = {"type": "RECURRING", "timelineId": timeline, "name": title, **_instants(weekly.start), **rule}
    return Request("POST", "/api/timeline/sessions", body, headers=_bearer(token))


def repeat_by_form(trainer: Person, weekly: Weekly, client: str, title: str = "Wanted") -> Request:
    """An hour every week, confirmed on the page that lists all dates; the client's uuid."""
    booked = book_by_form(trainer, weekly.start, client, title)
    rule = {"cycle": "WEEKLY", "interval": 1, "ends": "after", "count": weekly.times, "step": "confirm"}
    return Form("POST", booked.path, {**(booked.body or {}), **rule}, trainer.cookie)


def move_series(token: str, series: str, start: datetime) -> Request:
    """The series' uuid, and when its first session is to be."""
    return Request("PATCH", f"/api/timeline/sessions/{series}", _instants(start), headers=_bearer(token))


def move_following(trainer: Person, session: int, start: datetime) -> Request:
    """A session of a series, and all that follow."""
    return Request("PATCH", f"/api/v1/sessions/{session}?scope=following", times(start), trainer.cookie)


def add_in_admin(cookie: str, trainer: Person, client: int, start: datetime, title: str = "Wanted") -> Form:
    fields = {"trainer": trainer.id, **_admin_fields(client, title, "scheduled", start, HOUR)}
    return Form("POST", f"{ADMIN}/add/", fields, cookie)


def move_in_admin(
    cookie: str, session: int, client: int, title: str, before: tuple[datetime, timedelta], start: datetime
) -> Form:
    """`before` are its start and its length so far."""
    return _change_in_admin(
        cookie,
        session,
        _admin_fields(client, title, "scheduled", *before),
        _admin_fields(client, title, "scheduled", start, HOUR),
    )


def put_back_in_admin(cookie: str, session: int, client: int, title: str, start: datetime) -> Form:
    return _change_in_admin(
        cookie,
        session,
        _admin_fields(client, title, "cancelled", start, HOUR),
        _admin_fields(client, title, "scheduled", start, HOUR),
    )


def book_at_desk(cookie: str, trainer: Person, client: str, start: datetime, title: str) -> Form:
    """By one of the staff, for the client with that uuid."""
    fields = {"client": client, "title": title, "session_type": "personal", **times(start)}
    return Form("POST", f"/desk/trainers/{trainer.id}/book/", fields, cookie)


def book_for(cookie: str, trainer: Person, client: int, start: datetime, title: str) -> Request:
    """By one of the staff, in the API."""
    body = {"client_id": client, "title": title, **times(start)}
    return Request("POST", f"/api/v1/sessions?trainer_id={trainer.id}", body, cookie)


def put_back_at_desk(cookie: str, session: str) -> Form:
    """A session, by its uuid, that nobody has changed since it was made."""
    fields = {"outcome": "reinstate", "version": 1}
    return Form("POST", f"/desk/sessions/{session}/settle/", fields, cookie)


def _change_in_admin(cookie: str, session: int, shown: dict[str, object], said: dict[str, object]) -> Form:
    """As the page sends it: each value, and what the page had shown before."""
    initial = {f"initial-{name}": value for name, value in shown.items()}
    return Form("POST", f"{ADMIN}/{session}/change/", initial | said, cookie)


def _admin_fields(
    client: int, title: str, status: str, start: datetime, length: timedelta
) -> dict[str, object]:
    written = {"client": client, "title": title, "session_type": "personal", "status": status}
    return {**written, **times(start, length)}


def status_of(answer: Answer) -> int:
    """The admin shows a form again with 200 and the reason in it: here that is a 409 too."""
    refused = "Scheduling conflict detected" in answer.body if isinstance(answer.body, str) else False
    return 409 if answer.status == 200 and refused else answer.status


def is_inside(answer: Answer) -> bool:
    return is_let_in(answer) and status_of(answer) != 409


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _instants(start: datetime) -> dict[str, str]:
    return {
        "startDateTime": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "endDateTime": f"{start + HOUR:%Y-%m-%dT%H:%M:%SZ}",
    }
