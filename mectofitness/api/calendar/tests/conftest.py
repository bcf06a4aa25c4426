"""Callers of contract 000."""

import pytest

from mectofitness.api.tests import callers


class Caller(callers.Caller):
    prefix = "/api/calendar/"


@pytest.fixture
def as_alice(alice) -> Caller:
    return Caller(alice)


@pytest.fixture
def as_charlie(charlie) -> Caller:
    return Caller(charlie)


@pytest.fixture
def as_anonymous(db) -> Caller:
    return Caller()
