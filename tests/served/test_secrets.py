"""A visit with secrets through every door: the short form of bench.secrets."""

import pytest
from django.conf import settings

from bench.secrets.__main__ import main

pytestmark = pytest.mark.served


def test_log_tells_no_secret_and_every_answer_can_be_found_in_it():
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

    assert main(["--short", "--database", "sqlite" if on_sqlite else "postgres"]) == 0
