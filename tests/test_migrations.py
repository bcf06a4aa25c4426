"""The migrations: none is forgotten, and there is a way back."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.migrations.recorder import MigrationRecorder

from clients.tests.factories import ClientFactory
from scheduling.models import Session, guard
from scheduling.tests.factories import SessionFactory

TIMES = "scheduled_start, scheduled_end"
OLD_COLUMNS = ("id", "uuid", "trainer", "client", "title", "status", "scheduled_start", "scheduled_end")
GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'session_guard%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'session_guard%'",
}


def guards():
    """The names of the guard's triggers that are there."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        return sorted(name for (name,) in cursor.fetchall())


def names_of_indexes():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {name for table in tables for name in connection.introspection.get_constraints(cursor, table)}


def test_no_migration_is_forgotten(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_scheduling_to_zero_and_back():
    call_command("migrate", "scheduling", "zero", verbosity=0)
    assert Session._meta.db_table not in connection.introspection.table_names()

    call_command("migrate", "scheduling", verbosity=0)

    first = SessionFactory()
    with pytest.raises(IntegrityError):
        SessionFactory(client=ClientFactory(trainer=first.trainer), scheduled_start=first.scheduled_start)


@pytest.mark.django_db(transaction=True)
def test_everything_to_zero_and_back_with_data():
    SessionFactory()

    for app in ("scheduling", "clients", "trainers"):
        call_command("migrate", app, "zero", verbosity=0)
    call_command("migrate", verbosity=0)

    assert SessionFactory()


@pytest.mark.django_db(transaction=True)
def test_scheduling_back_by_one_and_forward_keeps_every_session():
    session = SessionFactory()
    ours = {"id": session.pk}
    before = Session.objects.values(*OLD_COLUMNS).get(**ours)

    call_command("migrate", "scheduling", "0002", verbosity=0)
    call_command("migrate", "scheduling", verbosity=0)

    assert Session.objects.values(*OLD_COLUMNS).get(**ours) == before
    with pytest.raises(IntegrityError):
        SessionFactory(client=ClientFactory(trainer=session.trainer), scheduled_start=session.scheduled_start)


@pytest.mark.django_db(transaction=True)
def test_the_guard_is_not_put_over_sessions_that_overlap():
    first = SessionFactory()
    call_command("migrate", "scheduling", "0001", verbosity=0)
    guard.remove(connection)  # on SQLite it is put back after every migrate
    columns = f"trainer_id, title, session_type, status, created_at, updated_at, uuid, {TIMES}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO scheduling_session (client_id, {columns}) SELECT client_id,"  # noqa: S608
                f" {columns.replace('uuid', '%s')} FROM scheduling_session",
                [uuid4().hex],
            )
            cursor.execute("SELECT max(id) FROM scheduling_session")
            second = cursor.fetchone()[0]
        with pytest.raises(CommandError) as refused:
            call_command("migrate", "scheduling", verbosity=0)

        trainer = f"  sessions {first.pk} and {second} of trainer {first.trainer_id}\n"
        client = f"  sessions {first.pk} and {second} of client {first.client_id}\n"
        assert f"Sessions overlap beyond what is allowed:\n{trainer}{client}Cancel" in str(refused.value)
        assert ("scheduling", "0002_guard") not in MigrationRecorder(connection).applied_migrations()
        assert guards() == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM scheduling_session")
        call_command("migrate", "scheduling", verbosity=0)

    again = SessionFactory()
    with pytest.raises(IntegrityError):
        SessionFactory(client=ClientFactory(trainer=again.trainer), scheduled_start=again.scheduled_start)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_the_guard_looks_into_is_made_anew():
    """On SQLite a column that comes or goes is a new table, and the guard stands meanwhile."""
    first = SessionFactory()

    call_command("migrate", "trainers", "0002", verbosity=0)
    call_command("migrate", verbosity=0)

    assert guards()
    with pytest.raises(IntegrityError):
        SessionFactory(client=ClientFactory(trainer=first.trainer), scheduled_start=first.scheduled_start)


@pytest.mark.django_db(transaction=True)
def test_clients_are_there_since_what_is_first_recorded_of_them():
    client, then = ClientFactory(), datetime(2025, 3, 1, tzinfo=UTC)
    client.history.update(history_date=then)
    client.save()

    call_command("migrate", "clients", "0003", verbosity=0)
    call_command("migrate", verbosity=0)

    client.refresh_from_db()
    assert client.created_at == then


@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_cut_short_is_built_anew():
    """What is left of it has its name, and is of no use."""
    call_command("migrate", "clients", "0006", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX client_of_all_by_status ON clients_client (id)")

    call_command("migrate", "clients", verbosity=0)

    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "clients_client")
    assert found["client_of_all_by_status"]["columns"] == ["status", "first_name", "last_name", "id"]


@pytest.mark.django_db(transaction=True)
def test_migrations_of_indexes_that_were_cut_short_at_their_end_are_run_again_both_ways():
    new, recorder = names_of_indexes(), MigrationRecorder(connection)
    quick = list(recorder.migration_qs.filter(name__endswith="_quick_searches").values_list("app", "name"))
    assert len(quick) == 3
    for each in quick:  # what came after them is not there either
        call_command("migrate", *each, verbosity=0)
    for each in quick:
        recorder.record_unapplied(*each)

    call_command("migrate", verbosity=0)
    assert names_of_indexes() == new
    call_command("migrate", "trainers", "0012", verbosity=0)
    old = names_of_indexes()
    for each in quick:
        recorder.record_applied(*each)
    call_command("migrate", "trainers", "0012", verbosity=0)
    assert names_of_indexes() == old != new

    call_command("migrate", verbosity=0)
    assert names_of_indexes() == new
