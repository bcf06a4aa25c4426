"""Who calls an API in tests: JSON, with a trainer's bearer token, below the dialect's address."""

from typing import Any

from rest_framework.test import APIClient

from mectofitness.api import tokens
from trainers.models import Trainer


class Caller(APIClient):
    """Sends JSON to paths below `prefix`; with a trainer, as that trainer."""

    prefix: str

    def __init__(self, trainer: Trainer | None = None) -> None:
        super().__init__()
        self.default_format = "json"
        if trainer is not None:
            self.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.obtain(trainer.user).access}")

    def generic(self, method: str, path: str, *args: Any, **options: Any) -> Any:
        return super().generic(method, f"{self.prefix}{path}", *args, **options)
