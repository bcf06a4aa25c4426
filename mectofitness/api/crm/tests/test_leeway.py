"""Servers whose clocks differ a little take each other's tokens."""

from datetime import timedelta

import pytest
import time_machine

from mectofitness.api.crm.tests.conftest import Caller


@pytest.mark.parametrize(
    ("seconds", "status"),
    [
        pytest.param(-55, 200, id="made by a clock that is fast"),
        pytest.param(-65, 401, id="made by one that is too fast"),
        pytest.param(3655, 200, id="just over"),
        pytest.param(3665, 401, id="over"),
    ],
)
def test_clocks_may_differ_by_a_minute(alice, now, seconds, status):
    with time_machine.travel(now, tick=False):
        caller = Caller(alice)
    with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
        assert caller.get("auth/me").status_code == status
