"""What every test here starts from."""

from typing import Any

import pytest

from tests.strangers.here import Here


@pytest.fixture
def world(db: None, settings: Any) -> Here:
    settings.AXES_ENABLED = False
    return Here()
