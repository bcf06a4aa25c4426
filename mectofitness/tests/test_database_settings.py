"""How long what is served waits for the database, and that commands wait as long as they must."""

import json
import os
import subprocess
import sys

import pytest

SHOW = """
import json
from django.conf import settings
print(json.dumps(settings.DATABASES["default"]))
"""
POSTGRES = "postgres://trainer:secret@db.example/crm"
BOUNDS = "-c statement_timeout=6s -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s"
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
KEPT_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3}
ALWAYS = PREPARED | KEPT_ALIVE


def database(url, start):
    """The settings of a process that begins with the code `start`."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "mectofitness.settings"
    process = subprocess.run(
        [sys.executable, "-c", start + SHOW], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(process.stdout)


COMMAND, SERVED = "import manage", "import mectofitness.wsgi"


@pytest.mark.parametrize(
    ("start", "url", "options"),
    [
        (SERVED, POSTGRES, {"connect_timeout": 3, **ALWAYS, "patience": 7, "options": BOUNDS}),
        (
            SERVED,
            f"{POSTGRES}?patience=2&connect_timeout=9",
            {"connect_timeout": 9, **ALWAYS, "patience": 2, "options": BOUNDS},
        ),
        (COMMAND, POSTGRES, {"connect_timeout": 3, **ALWAYS}),
    ],
)
def test_postgresql(start, url, options):
    found = database(url, start)

    assert found["OPTIONS"] == options
    assert found["ENGINE"] == "mectofitness.postgresql"
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)


@pytest.mark.parametrize(
    ("start", "query", "seconds"), [(SERVED, "", 10), (SERVED, "?timeout=1", 1), (COMMAND, "", 20)]
)
def test_sqlite(start, query, seconds):
    assert database(f"sqlite:////tmp/crm.sqlite3{query}", start)["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": seconds,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
