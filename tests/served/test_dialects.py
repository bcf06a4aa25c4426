"""Random operations through three dialects: the short form of bench.dialects."""

import pytest

from bench.dialects.__main__ import Office, compared

pytestmark = pytest.mark.served


def test_random_operations(server):
    tried, wrong, sessions = compared(Office(server), operations=40, seed=1)

    assert wrong == 0
    assert sessions > 500
    assert len(tried) > 8
