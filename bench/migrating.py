"""Does anybody wait for a migration? The newest ones run over many sessions while the product is used.

    python -m bench.migrating --sessions 200000

PostgreSQL: it is filled, taken back to before the newest migrations, and migrated while trainers list and
book. Meanwhile it is looked, fifty times a second, how long anybody has waited for a lock. Exit code 0 if
nobody waited for a second, and every request was answered as ever.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import psycopg

from bench.on import database
from bench.tally import Tally, report
from tests.served.calling import Answer, Caller, Request
from tests.served.people import PASSWORD
from tests.served.server import MIGRATE, ROOT, environment_for, running_gunicorn
from tests.served.workshop import open_workshop

# {app: the last migration that there is already}
BEFORE = {"scheduling": "0009", "clients": "0006"}
FILL = "from bench.speed import filling\nresult = filling.fill(given['sessions'], given['password'])"
BACK = """
from django.core.management import call_command

for app, name in given["before"].items():
    call_command("migrate", app, name, verbosity=0)
"""
# What builds an index beside the others waits for their transactions to end, and keeps nobody from anything.
WAITING = """
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)::float
    FROM pg_locks WHERE NOT granted AND locktype <> 'virtualxid'
"""
MOST_SECONDS = 1.0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.migrating", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--sessions", type=int, default=200_000)
    parser.add_argument("--short", action="store_const", const=5_000, dest="sessions", help="5,000 sessions")
    options = parser.parse_args(arguments)
    with database("postgres") as url:
        environment = environment_for(url)
        with open_workshop(environment) as workshop:
            workshop.run(MIGRATE, {})
            given = {"sessions": options.sessions, "password": PASSWORD}
            asking = workshop.run(FILL, given)["asking"]
            workshop.run(BACK, {"before": BEFORE})
        with (
            running_gunicorn(environment) as (log, _),
            using(log.address, asking) as answers,
            watching(url) as waits,
        ):
            sleep(1)
            seconds = migrate(environment)
            sleep(1)
    good = sum(answer.status in {200, 201, 409} for answer in answers)
    short = sum(wait < MOST_SECONDS for wait in waits)
    print(f"migrated in {seconds:.1f} s; the longest wait for a lock was {max(waits):.2f} s")
    return report(
        Tally("P18", "postgres", "requests while it is migrated", len(answers), good),
        Tally("P18", "postgres", "looks at locks, nobody waiting for a second", len(waits), short),
    )


def migrate(environment: dict[str, str]) -> float:
    """How long it took."""
    since = monotonic()
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=True)
    return monotonic() - since


@contextmanager
def using(url: str, asking: list[dict[str, Any]]) -> Iterator[list[Answer]]:
    """Four trainers list and book until it is over; the answers."""
    answers: list[Answer] = []
    done = Event()

    def use(trainer: dict[str, Any]) -> None:
        caller, headers = Caller(url), {"Authorization": f"Bearer {trainer['token']}"}
        last = datetime.fromisoformat(trainer["sessions"][-1][1])
        number = 0
        while not done.is_set():
            number += 1
            start = last + timedelta(hours=number * 2)
            body = {
                "client_id": trainer["client"],
                "title": "Meanwhile",
                "scheduled_start": start.isoformat(),
                "scheduled_end": (start + timedelta(hours=1)).isoformat(),
            }
            answers.append(caller.call(Request("POST", "/api/v1/sessions", body, headers=headers)))
            answers.append(caller.call(Request("GET", "/api/v1/sessions", headers=headers)))
        caller.close()

    threads = [Thread(target=use, args=[trainer]) for trainer in asking[:4]]
    yield from _while(threads, done, answers)


@contextmanager
def watching(url: str) -> Iterator[list[float]]:
    """The longest wait of each look, in seconds."""
    waits: list[float] = []
    done = Event()

    def watch() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not done.is_set():
                row = connection.execute(WAITING).fetchone()
                waits.append(row[0] if row else 0.0)
                sleep(0.02)

    yield from _while([Thread(target=watch)], done, waits)


def _while(threads: list[Thread], done: Event, found: list[Any]) -> Iterator[list[Any]]:
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        done.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
