"""A connection that waited long enough gives up, is closed, and is replaced."""

import pytest
from django.db import OperationalError, connection, connections, transaction

from mectofitness.postgresql.base import DatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("sqlite" in connections.settings["default"]["ENGINE"], reason="PostgreSQL's own"),
]

SILENCE = "SELECT pg_sleep(0.5)::text"


@pytest.fixture
def hasty():
    """A connection that waits a tenth of a second."""
    options = connection.settings_dict["OPTIONS"] | {"patience": 0.1}
    wrapper = DatabaseWrapper({**connection.settings_dict, "OPTIONS": options}, alias="hasty")
    yield wrapper
    wrapper.close()
    ask(connection, SILENCE)  # as long as what was given up still runs, no one can drop the database


def ask(wrapper, question):
    with wrapper.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_silence_ends_and_the_next_question_is_asked_anew(hasty):
    before = ask(hasty, "SELECT pg_backend_pid()")
    with pytest.raises(OperationalError):
        ask(hasty, SILENCE)

    assert not hasty.is_usable()
    hasty.close_if_unusable_or_obsolete()
    assert ask(hasty, "SELECT pg_backend_pid()") != before


def test_silence_in_a_transaction(hasty):
    connections["hasty"] = hasty
    try:
        with pytest.raises(OperationalError), transaction.atomic(using="hasty"):
            ask(hasty, SILENCE)
        assert ask(hasty, "SELECT 1") == (1,)
    finally:
        del connections["hasty"]


def test_a_refusal_keeps_the_connection(hasty):
    before = ask(hasty, "SELECT pg_backend_pid()")
    with pytest.raises(OperationalError):
        ask(hasty, f"SET statement_timeout = 20; {SILENCE}")

    assert ask(hasty, "SELECT pg_backend_pid()") == before


def test_without_patience_it_waits():
    assert "patience" not in connection.settings_dict["OPTIONS"]
    assert ask(connection, SILENCE) == ("",)


def test_the_check_of_a_kept_connection_leaves_its_patience_alone(hasty):
    ask(hasty, "SELECT 1")

    assert hasty.is_usable()
    assert hasty.connection.patience == 0.1
