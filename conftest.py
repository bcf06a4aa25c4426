"""Fixtures that every test may use: Alice owns, Charlie is a stranger, the clock stands still."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client as Browser
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.tests.factories import SessionFactory
from trainers.models import Trainer, User
from trainers.tests.factories import TrainerFactory, UserFactory

NOW = datetime(2027, 6, 8, 6, tzinfo=UTC)

# How long an example takes says something of the machine, not of the product.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as it is served: in memory, threads lock each other out instead of waiting."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Argon2 takes its time on purpose; here it would take most of the suite's."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def first_session_first() -> None:
    """The sessions of each test begin on the same day, whatever the tests before have made."""
    SessionFactory.reset_sequence()


@pytest.fixture
def alice(db: None) -> Trainer:
    """A trainer in Berlin."""
    return TrainerFactory(user__username="alice")


@pytest.fixture
def charlie(db: None) -> Trainer:
    """Another trainer, in New York, who must see nothing of Alice's."""
    return TrainerFactory(user__username="charlie", full_name="Charlie Cole", timezone="America/New_York")


@pytest.fixture
def emma(alice: Trainer) -> Client:
    """A client of Alice's."""
    return ClientFactory(trainer=alice, email="emma@example.com")


@pytest.fixture
def now() -> datetime:
    """Tuesday 2027-06-08, eight in the morning in Berlin."""
    return NOW


@pytest.fixture
def roles(db: None) -> None:
    """The groups as the migration makes them: tests that commit have taken them away."""
    import_module("scheduling.migrations.0008_roles").make_groups(apps, None)
    import_module("scheduling.migrations.0009_managers_impersonate").allow(apps, None)
    import_module("trainers.migrations.0014_front_desk_takes_time_off").allow(apps, None)


@pytest.fixture
def sign_in(client: Browser, roles: None) -> Callable[[str], User]:
    """sign_in(role) -> a user of that role, signed in; staff, but for trainers."""

    def enter(role: str) -> User:
        user: User = UserFactory(username=role, is_staff=role != "trainer")
        user.groups.set(Group.objects.filter(name=role))
        client.force_login(user)
        return user

    return enter
