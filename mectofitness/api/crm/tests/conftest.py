"""Callers of contract 001."""

from typing import Any

import pytest

from mectofitness.api.tests import callers
from trainers.models import Trainer
from trainers.tests.factories import PASSWORD

CREDENTIALS = {"username": "alice", "password": PASSWORD}


class Caller(callers.Caller):
    prefix = "/api/v1/"


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
def alices_browser(alice) -> Caller:
    """Alice, signed in with the cookie."""
    caller = Caller()
    assert caller.post("auth/login", CREDENTIALS).status_code == 200
    return caller


@pytest.fixture
def pair(alice) -> dict[str, str]:
    """Alice's access and refresh token."""
    return Caller().post("auth/token", CREDENTIALS).json()["data"]


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
