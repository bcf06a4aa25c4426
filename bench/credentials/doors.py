"""The doors that credentials are handed in at, as programs and browsers use them."""

import re
from typing import Any

from tests.served.calling import Answer, Caller, Form, Request

# {door: where}. The first two are forms, the others take JSON.
FORMS = {"form": "/sign-in/", "admin": "/admin/login/"}
APIS = {"login": "/api/v1/auth/login", "token": "/api/v1/auth/token"}
DOORS = {**FORMS, **APIS}
FORM_KEY = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')


def sign_in(
    caller: Caller, door: str, username: str, password: str, cookie: str | None = None, **headers: str
) -> Answer:
    """Whatever the door answers. `cookie` is one that the browser had before."""
    body = {"username": username, "password": password}
    kind = Form if door in FORMS else Request
    return caller.call(kind("POST", DOORS[door], body, cookie, headers))


def is_in(answer: Answer) -> bool:
    return answer.status == (302 if isinstance(answer.body, str) else 200)


def cookie_of(answer: Answer) -> str | None:
    """The session that an answer sets."""
    found = [re.match(r"session=([^;]*)", it) for it in answer.headers.get_all("Set-Cookie", [])]
    return next((match[1] for match in found if match), None)


def said(answer: Answer, username: str) -> tuple[int, Any, list[str]]:
    """Status, body and names of headers, without what was sent and what is new each time."""
    body = answer.body
    if isinstance(body, str):
        body = FORM_KEY.sub(r"\1", body).replace(username, "?")
    return answer.status, body, sorted(name for name, _ in answer.headers.items())


def use_cookie(caller: Caller, cookie: str | None) -> list[int]:
    """What a page and the API answer to a cookie."""
    return [
        caller.call(Request("GET", path, cookie=cookie)).status for path in ("/clients/", "/api/v1/sessions")
    ]


def use_access(caller: Caller, access: str, trainer: str) -> list[int]:
    """What each dialect answers to a token."""
    headers = {"Authorization": f"Bearer {access}"}
    span = {"start_range": "2027-06-08T00:00:00Z", "end_range": "2027-06-09T00:00:00Z"}
    requests = [
        Request("GET", "/api/v1/sessions", headers=headers),
        Request("GET", "/api/v1/auth/me", headers=headers),
        Request("POST", f"/api/calendar/sessions/trainer/{trainer}", span, headers=headers),
        Request("GET", "/api/timeline/sessions", headers=headers),
    ]
    return [caller.call(request).status for request in requests]


def use_refresh(caller: Caller, refresh: str) -> int:
    return caller.call(Request("POST", "/api/v1/auth/token/refresh", {"refresh": refresh})).status
