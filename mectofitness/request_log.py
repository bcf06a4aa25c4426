"""Numbers every request, and says in one line what became of it."""

import logging
import re
from collections.abc import Callable
from functools import lru_cache
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.admindocs.views import simplify_regex
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject

from mectofitness import logs
from mectofitness.api.authentication import client_address

AREAS = {
    "/api/v1/": "crm",
    "/api/calendar/": "calendar",
    "/api/timeline/": "timeline",
    "/api/": "crm",  # in whose words an unknown address is answered
    "/admin/": "admin",
    "/healthz/": "health",
    "/readyz/": "health",
}
# As a proxy or a client of ours may send it.
ID = re.compile(r"[A-Za-z0-9-]{8,64}")

log = logging.getLogger("mectofitness.requests")


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware, so that whatever is answered has a number and a line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = id_of(request)
        token = logs.request_id.set(number)
        request.META["REQUEST_ID"] = number
        since = perf_counter()
        status = 500
        try:
            response = get_response(request)
            status = response.status_code
            response["X-Request-ID"] = number
            return response
        finally:
            said = about(request) | {"status": status, "ms": round((perf_counter() - since) * 1000, 1)}
            # Probes come every few seconds.
            level = logging.DEBUG if said["area"] == "health" else logging.INFO
            log.log(level, "Request", extra={"fields": said})
            logs.request_id.reset(token)

    return middleware


def id_of(request: HttpRequest) -> str:
    """The one it came with, if it could be one of ours; else a new one."""
    sent = request.META.get("HTTP_X_REQUEST_ID", "")
    return sent if ID.fullmatch(sent) else uuid4().hex


def about(request: HttpRequest) -> dict[str, Any]:
    """Who asked for what. Nothing of what was sent: a path may hold a token, a query anything."""
    match = request.resolver_match
    user, trainer = asker(request)
    return {
        "method": request.method,
        "area": area_of(request.path),
        "route": simplified(match.route) if match else None,
        "user_id": user,
        "trainer_id": trainer,
        "address": client_address(request),
    }


def area_of(path: str) -> str:
    """The dialect, or which other part of the product a path belongs to."""
    if path.startswith(settings.STATIC_URL):
        return "static"
    return next((area for prefix, area in AREAS.items() if f"{path}/".startswith(prefix)), "page")


def asker(request: HttpRequest) -> tuple[int | None, int | None]:
    """The ids of the user and of the trainer, as far as they are known without a query."""
    user = getattr(request, "user", None)
    if isinstance(user, LazyObject):
        user = getattr(request, "_cached_user", None)
    trainer = getattr(request, "trainer", None)
    if trainer is None and user is not None and user.is_authenticated:
        trainer = user._state.fields_cache.get("trainer")
    return getattr(user, "pk", None), getattr(trainer, "pk", None)


@lru_cache(maxsize=512)
def simplified(route: str) -> str:
    """The pattern of an address without the signs of regular expressions."""
    return str(simplify_regex(route))
