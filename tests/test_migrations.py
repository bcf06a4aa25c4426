"""The migrations: none is forgotten, and there is a way back."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory


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
