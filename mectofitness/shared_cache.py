"""Django's Redis cache, for which nobody waits: one that does not answer knows and keeps nothing."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

SECONDS = 1
LIMITS = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}

log = logging.getLogger(__name__)


class RedisCache(redis.RedisCache):
    """What is counted here begins anew, and what is asked for is read where it comes from."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        once = {"retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params | {"OPTIONS": LIMITS | once | params.get("OPTIONS", {})})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError:
            return _shrug(default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        try:
            return dict(super().get_many(keys, version))
        except RedisError:
            return dict(_shrug({}))

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        try:
            super().set(key, value, *args, **options)
        except RedisError:
            _shrug(None)

    def set_many(self, data: dict[Any, Any], *args: Any, **options: Any) -> list[Any]:
        try:
            return list(super().set_many(data, *args, **options))
        except RedisError:
            return list(_shrug(list(data)))


def _shrug(answer: Any) -> Any:
    log.warning("The cache does not answer")
    return answer
