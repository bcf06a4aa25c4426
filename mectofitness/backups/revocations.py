"""API tokens that were revoked before a restore, and stay so after it.

A backup knows only what was revoked before it was made; what was signed out later would be good again.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken


def read(now: datetime) -> list[dict[str, Any]]:
    """Those that would still be good at `now`."""
    tables = connection.introspection.table_names()
    if BlacklistedToken._meta.db_table not in tables or OutstandingToken._meta.db_table not in tables:
        return []
    revoked = OutstandingToken.objects.filter(blacklistedtoken__isnull=False, expires_at__gt=now)
    return [
        dict(values) for values in revoked.order_by("id").values("jti", "token", "created_at", "expires_at")
    ]


def write(revoked: list[dict[str, Any]]) -> None:
    """Into the restored database; whose they were may not be there, and does not matter."""
    for values in revoked:
        token, _ = OutstandingToken.objects.get_or_create(jti=values["jti"], defaults=values)
        BlacklistedToken.objects.get_or_create(token=token)
