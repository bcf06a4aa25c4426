"""manage.py erase_clients: who has not been a client for years is erased, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from clients import domain as clients
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import retention
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory, TimelineFactory

NOW = datetime(2027, 6, 8, 6, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=5 * 366)


@pytest.fixture(autouse=True)
def standing_clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gone(alice):
    """Trained once, five years ago."""
    with time_machine.travel(LONG_AGO, tick=False):
        client = ClientFactory(trainer=alice, first_name="Gone", email="gone@example.com")
        SessionFactory(client=client, scheduled_start=LONG_AGO, status="completed")
        return clients.deactivate(client)


def erase(capsys, *arguments, years="3"):
    call_command("erase_clients", "--inactive-for-years", years, *arguments)
    return capsys.readouterr().out.splitlines()


def test_erases_who_is_gone_for_years(gone, capsys):
    assert erase(capsys) == [f"Erased client {gone.pk}.", "Erased 1 clients."]

    gone.refresh_from_db()
    assert (gone.name, gone.erased_at) == ("Erased client", NOW)
    last = gone.history.first()
    assert (last.history_user, last.history_change_reason) == (None, "command")


def test_names_nobody(gone, capsys):
    assert not any(word in str(erase(capsys)) for word in ("Gone", "Wilson", "example.com"))


def test_dry_run_erases_nobody(gone, capsys):
    assert erase(capsys, "--dry-run") == [f"Would erase client {gone.pk}.", "Would erase 1 clients."]

    gone.refresh_from_db()
    assert not gone.is_erased


def test_again_changes_nothing(gone, capsys):
    erase(capsys)
    before = [Client.objects.values().get(), Client.history.count()]

    assert erase(capsys) == ["Erased 0 clients."]
    assert [Client.objects.values().get(), Client.history.count()] == before


def test_keeps_who_is_gone_for_less(gone, capsys):
    assert erase(capsys, years="6") == ["Erased 0 clients."]


def test_keeps_who_is_active(gone, capsys):
    with time_machine.travel(LONG_AGO, tick=False):
        clients.reactivate(gone)

    assert erase(capsys) == ["Erased 0 clients."]


@pytest.mark.parametrize(
    "touch",
    [
        lambda client: SessionFactory(
            client=client, scheduled_start=NOW - timedelta(days=9), status="no-show"
        ),
        lambda client: Session.objects.filter(client=client).rewrite(notes="x", updated_at=NOW),
        lambda client: TimelineFactory(client=client),
        lambda client: clients.revise(client, {"notes": "might come back"}),
    ],
    ids=["a session", "a note", "a timeline", "a change"],
)
def test_keeps_of_whom_something_is_of_late(gone, capsys, touch):
    touch(gone)

    assert erase(capsys) == ["Erased 0 clients."]


def test_keeps_who_came_back_at_this_moment(gone):
    since = NOW - timedelta(days=3 * 366)
    (found,) = retention.untouched(since)
    clients.reactivate(gone)

    assert retention.erase_untouched(found, since, now=NOW) is False
    gone.refresh_from_db()
    assert not gone.is_erased


@pytest.mark.parametrize("years", ["0", "-1", "101", "x", "1.5"])
def test_years_that_make_no_sense(years):
    with pytest.raises(CommandError, match="whole number from 1 to 100"):
        call_command("erase_clients", "--inactive-for-years", years)


def test_years_must_be_said():
    with pytest.raises(CommandError, match="--inactive-for-years"):
        call_command("erase_clients")
