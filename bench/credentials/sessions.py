"""The browser's cookie: a new one at every door, and worthless when its session has ended."""

from collections.abc import Iterator

from bench.credentials import doors
from tests.served.calling import Answer, Caller, Form, Request
from tests.served.people import PASSWORD, Wanted, hire
from tests.served.server import Server

PLANT = """
from importlib import import_module
from django.conf import settings

session = import_module(settings.SESSION_ENGINE).SessionStore()
session["planted"] = True
session.create()
result = session.session_key
"""
MAKE_STAFF = """
from trainers.models import User

User.objects.filter(username__in=given["usernames"]).update(is_staff=True)
"""
WAYS_IN = ("form", "admin", "login")
WAYS_OUT = {
    "form": Form("POST", "/sign-out/"),
    "admin": Form("POST", "/admin/logout/"),
    "login": Request("POST", "/api/v1/auth/logout"),
}
WORTHLESS = [302, 401]
WORKS = [200, 200]


def rotations(server: Server, caller: Caller) -> Iterator[tuple[str, bool]]:
    """Through every door in, with a cookie that was known before, and out again."""
    people = hire(server, *[Wanted()] * len(WAYS_IN))
    server.run(MAKE_STAFF, usernames=[it.username for it in people])
    for door, person in zip(WAYS_IN, people, strict=True):
        planted = server.run(PLANT)
        answer = doors.sign_in(caller, door, person.username, PASSWORD, planted)
        cookie = doors.cookie_of(answer)
        yield f"{door}: a planted cookie is replaced", doors.is_in(answer) and cookie not in {None, planted}
        yield f"{door}: the new cookie works", doors.use_cookie(caller, cookie) == WORKS
        yield f"{door}: the planted one does not", doors.use_cookie(caller, planted) == WORTHLESS
        yield f"{door}: the new cookie's flags", _is_guarded(answer)
        out = WAYS_OUT[door]
        caller.call(type(out)(out.method, out.path, out.body, cookie))
        yield f"{door}: the old cookie after signing out", doors.use_cookie(caller, cookie) == WORTHLESS
        yield (
            f"{door}: the cookie of another browser goes on",
            doors.use_cookie(caller, person.cookie) == WORKS,
        )


def _is_guarded(answer: Answer) -> bool:
    """No script reads it, no other site's form sends it. (Secure comes with TLS: see the tests.)"""
    [line] = [it for it in answer.headers.get_all("Set-Cookie", []) if it.startswith("session=")]
    return {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in line.split(";")}
