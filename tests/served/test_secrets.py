"""A visit with secrets through every door: the short form of bench.secrets."""

import os

import pytest
from django.conf import settings

from bench.secrets.__main__ import main

pytestmark = pytest.mark.served


def test_log_tells_no_secret_and_every_answer_can_be_found_in_it():
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    where = ["sqlite"] if on_sqlite else ["postgres", "--url", os.environ["DATABASE_URL"]]

    assert main(["--short", "--database", *where]) == 0
