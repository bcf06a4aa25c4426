"""Which reads may go to a replica of the database, and how it is told whether it has come far enough."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import get_resolver

from mectofitness import replica
from mectofitness.replica import LABELS, LAG, ROUTES, Router, Watch, number
from mectofitness.shared_cache import RedisCache
from scheduling.domain.locking import lock
from scheduling.models import Session
from trainers.models import User


@pytest.mark.parametrize(
    ("position", "value"), [("0/0", 0), ("0/FF", 255), ("1/0", 2**32), ("16/B374D848", 0x16B374D848)]
)
def test_position(position, value):
    assert number(position) == value


def test_routes_and_models_are_there():
    names = {name for resolver in resolvers(get_resolver()) for name in resolver.reverse_dict}

    assert ROUTES.keys() <= names
    assert {model._meta.label for model in apps.get_models()} >= LABELS


def resolvers(resolver):
    yield resolver
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from resolvers(pattern)


def test_nothing_but_requests_asks_the_replica():
    router = Router()

    assert (router.db_for_read(Session), router.db_for_read(User)) == ("default", "default")
    assert router.db_for_write(Session) == "default"
    assert not router.allow_migrate("replica", "scheduling")


def test_from_a_lock_on_the_request_reads_from_the_primary(alice, rf, settings):
    settings.DATABASE_ROUTERS = ["mectofitness.replica.Router"]
    request = rf.get("/calendar/")
    asked = replica.Asked(request)
    token = replica._asked.set(asked)
    try:
        with transaction.atomic():
            lock(alice)
    finally:
        replica._asked.reset(token)

    assert asked.wrote


def test_replica_that_follows():
    watch = Watch()

    assert not watch.follows(replayed=10, newest=20, now=100)  # who knows since when
    assert watch.follows(replayed=20, newest=20, now=101)
    assert watch.follows(replayed=20, newest=30, now=102)
    assert watch.follows(replayed=20, newest=40, now=101 + LAG)
    assert not watch.follows(replayed=29, newest=40, now=102 + LAG)
    assert not watch.follows(replayed=30, newest=40, now=103 + LAG)  # written just after 102, for all we know
    assert watch.follows(replayed=40, newest=40, now=104 + LAG)


def test_replica_that_nobody_has_looked_at_for_long():
    watch = Watch()
    assert watch.follows(replayed=20, newest=20, now=100)

    assert not watch.follows(replayed=20, newest=30, now=101 + LAG)
    assert watch.follows(replayed=30, newest=30, now=102 + LAG)


@pytest.mark.parametrize(
    ("replica", "words"),
    [
        ("postgres://trainer@copy.example/crm", "needs a CACHE_URL that all processes share."),
        ("sqlite:////tmp/copy.sqlite3", "DATABASE_REPLICA_URL is for PostgreSQL."),
    ],
)
def test_replica_that_cannot_be_used(replica, words):
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "mectofitness.settings",
        "DATABASE_URL": "postgres://trainer@db.example/crm",
        "DATABASE_REPLICA_URL": replica,
    }
    command = [sys.executable, "-c", "from django.conf import settings; settings.DATABASES"]

    process = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert words in process.stderr


def test_cache_that_does_not_answer():
    cache = RedisCache("redis://127.0.0.1:1/0", {})

    cache.set("a", 1)
    assert cache.set_many({"a": 1}) == ["a"]
    assert (cache.get("a", 5), cache.get_many(["a"])) == (5, {})
