"""Callers of contract 001."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from mectofitness.api import tokens
from trainers.models import Trainer


class Caller(APIClient):
    """Sends JSON with a trainer's bearer token to paths below /api/v1."""

    def __init__(self, trainer: Trainer | None = None) -> None:
        super().__init__()
        self.default_format = "json"
        if trainer is not None:
            self.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.obtain(trainer.user).access}")

    def generic(self, method: str, path: str, *args: Any, **options: Any) -> Any:
        return super().generic(method, f"/api/v1/{path}", *args, **options)


@pytest.fixture
def as_alice(alice: Trainer) -> Caller:
    return Caller(alice)


@pytest.fixture
def as_charlie(charlie: Trainer) -> Caller:
    return Caller(charlie)


@pytest.fixture
def as_anonymous(db: None) -> Caller:
    return Caller()


@pytest.fixture
def sample(emma) -> dict[str, Any]:
    """Contract 001's body of a new session, for Emma and in 2027."""
    return {
        "client_id": emma.pk,
        "title": "Initial Fitness Assessment",
        "description": "Comprehensive fitness evaluation and goal setting",
        "session_type": "assessment",
        "location": "Main Gym - Assessment Area",
        "scheduled_start": "2027-06-10T10:00:00",
        "scheduled_end": "2027-06-10T11:30:00",
        "notes": "Bring body composition analysis equipment",
        "trainer_notes": "Client mentioned previous knee injury",
    }
