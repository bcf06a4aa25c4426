"""Tokens: those that nobody gave, and what ends those that somebody did."""

import socket
from collections.abc import Callable, Iterator

from bench.credentials import doors
from bench.credentials.forgery import Given, forged
from tests.served.calling import Caller, Form, Request
from tests.served.people import PASSWORD, Person, Wanted, hire
from tests.served.server import Server

NEW_PASSWORD = "seven green bicycles"  # noqa: S105  # of a user that exists for a second
END = """
from trainers.models import User

user = User.objects.get(username=given["username"])
if given["event"] == "deleted":
    for client in user.trainer.clients.all():
        client.delete()
    user.delete()
elif given["event"] == "deactivated":
    user.is_active = False
    user.save()
elif given["event"] == "given another password":
    user.set_password(given["password"])
    user.save()
"""


def forgeries(server: Server, caller: Caller) -> Iterator[tuple[str, bool]]:
    """(what it is and what was answered, whether each dialect refused it)."""
    alice, bob = hire(server, Wanted(), Wanted())
    access, refresh = _pair(caller, alice)
    yield "the token that works, as a control", set(doors.use_access(caller, access, alice.uuid)) == {200}
    page = str(caller.call(Request("GET", "/sign-in/")).body)
    with socket.create_server(("127.0.0.1", 0)) as port:
        port.setblocking(False)
        url = f"http://127.0.0.1:{port.getsockname()[1]}/key"
        given = Given(access, refresh, server.environment["SECRET_KEY"], page, url)
        for what, token in forged(given, _user(caller, bob)):
            statuses = doors.use_access(caller, token, alice.uuid)
            yield f"{what}: {statuses}", set(statuses) == {401}
        yield "the port that must hear nothing", not _is_heard(port)
    yield "an access token to refresh with", doors.use_refresh(caller, access) == 401
    yield "a refresh token for the first time, as a control", doors.use_refresh(caller, refresh) == 200
    yield "a refresh token for the second time", doors.use_refresh(caller, refresh) == 401


def endings(server: Server, caller: Caller) -> Iterator[tuple[str, bool]]:
    """(event and what was answered before and after, whether nothing works from the next request on)."""
    events: dict[str, Callable[[Person, str, str], object]] = {
        **{
            event: lambda one, access, refresh, event=event: server.run(  # type: ignore[misc]
                END, username=one.username, event=event, password=NEW_PASSWORD
            )
            for event in ("deactivated", "deleted", "given another password")
        },
        "password changed on the page": lambda one, access, refresh: _change_password(caller, one),
        "signed out": lambda one, access, refresh: _sign_out(caller, one, access),
        "signed out, naming the refresh token": lambda one, access, refresh: _sign_out(
            caller, one, access, {"refresh": refresh}
        ),
    }
    for (event, happen), person in zip(events.items(), hire(server, *[Wanted()] * len(events)), strict=True):
        access, refresh = _pair(caller, person)
        before = [*doors.use_access(caller, access, person.uuid), *doors.use_cookie(caller, person.cookie)]
        happen(person, access, refresh)
        after = [
            *doors.use_access(caller, access, person.uuid),
            doors.use_refresh(caller, refresh),
            *doors.use_cookie(caller, person.cookie),
        ]
        is_right = before == [200] * 6 and after == [401] * 5 + [302, 401]
        yield f"{event}: {before}, then {after}", is_right


def _pair(caller: Caller, person: Person) -> tuple[str, str]:
    data = doors.sign_in(caller, "token", person.username, PASSWORD).body["data"]
    return data["access"], data["refresh"]


def _user(caller: Caller, person: Person) -> int:
    number: int = caller.call(Request("GET", "/api/v1/auth/me", cookie=person.cookie)).id
    return number


def _change_password(caller: Caller, person: Person) -> None:
    """In another browser of the same person's."""
    other = doors.cookie_of(doors.sign_in(caller, "form", person.username, PASSWORD))
    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    caller.call(Form("POST", "/password/change/", fields, other))


def _sign_out(caller: Caller, person: Person, access: str, body: dict[str, object] | None = None) -> None:
    """Of the program and of the browser."""
    headers = {"Authorization": f"Bearer {access}"}
    caller.call(Request("POST", "/api/v1/auth/logout", body, headers=headers))
    caller.call(Request("POST", "/api/v1/auth/logout", cookie=person.cookie))


def _is_heard(port: socket.socket) -> bool:
    try:
        port.accept()
    except BlockingIOError:
        return False
    return True
