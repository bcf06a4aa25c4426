"""Whether the product runs, and whether it can serve: asked by probes, who do not sign in."""

import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

RETRY_SECONDS = 5
PATIENCE_SECONDS = 2

log = logging.getLogger(__name__)
# One at a time: a database that does not answer holds one thread of ours, however often we are asked.
_checks = ThreadPoolExecutor(1, "readiness")


@csrf_exempt  # nothing is written here, and 405 is the truth
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Whenever the process runs, whatever is missing."""
    return JsonResponse({"status": "alive"})


@csrf_exempt
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200, or 503 and what is missing."""
    missing = missing_zones() | missing_in_database(PATIENCE_SECONDS)
    if not missing:
        return JsonResponse({"status": "ready"})
    log.warning("Not ready", extra={"fields": {"missing": missing}})
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return JsonResponse({"status": "not ready", "missing": missing}, status=503, headers=headers)


def missing_zones() -> dict[str, str]:
    """Without the data of time zones nobody's clock is known."""
    try:
        ZoneInfo.no_cache("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return {"time_zones": "The time zone data are not installed."}
    return {}


def missing_in_database(patience: float) -> dict[str, object]:
    """What keeps the database from being used; `patience` in seconds."""
    check = _checks.submit(_look_at_database)
    try:
        return check.result(patience)
    except TooLong:
        check.cancel()
        return {"database": f"The database did not answer within {patience} seconds."}


def _look_at_database() -> dict[str, object]:
    """On a connection of its own: that it can be made is the question."""
    try:
        names = pending_migrations()
    except Error:
        return {"database": "The database cannot be reached."}
    finally:
        connection.close()
    return {"migrations": names} if names else {}


def pending_migrations() -> list[str]:
    """The names of those that the database does not have."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - set(loader.applied_migrations))
