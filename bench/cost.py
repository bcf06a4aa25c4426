"""Does the cost grow with what is stored? The queries of every page and list, with 100,000 sessions.

    python -m bench.cost --sessions 100000 --database sqlite

A trainer with that many sessions of two hundred clients over ten years opens each page and reads each list.
None may ask the database more than 15 times. Times are printed, slowest first, and not judged.
"""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.edits.__main__ import database, prepare
from bench.tally import Tally, report

MOST = 15
SHORT = 3_000
CLIENTS = 200
HOUR = timedelta(hours=1)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.cost")
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--short", action="store_const", const=SHORT, dest="sessions", help=f"{SHORT}")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args(arguments)
    with database(options.database) as url:
        prepare(url)
        costs = measured(options.sessions)
    for queries, seconds, address in sorted(costs, key=lambda cost: -cost[1]):
        print(f"  {queries:3} queries {seconds:6.3f} s  {address}")
    cheap = sum(queries <= MOST for queries, _, _ in costs)
    what = f"addresses within {MOST} queries, {options.sessions} sessions"
    return report(Tally("P15", options.database, what, len(costs), cheap))


def measured(sessions: int) -> list[tuple[int, float, str]]:
    """(queries, seconds, address) of each; models can be imported only once Django is set up."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from mectofitness.api import tokens

    logging.disable()
    trainer = fill(sessions)
    browser = Client(headers={"Host": "localhost"})
    browser.force_login(trainer.user, "django.contrib.auth.backends.ModelBackend")
    bearer = Client(
        headers={"Host": "localhost", "Authorization": f"Bearer {tokens.obtain(trainer.user).access}"}
    )
    costs = []
    for address, body in addresses(trainer):
        caller: Any = bearer if address.startswith("/api/") else browser
        since = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer = caller.post(address, body, "application/json") if body else caller.get(address)
            if answer.streaming:
                answer.getvalue()
        assert answer.status_code == 200, (address, answer.status_code)
        costs.append((len(asked), time.perf_counter() - since, address))
    connection.close()
    return costs


def fill(sessions: int) -> Any:
    """A trainer, who is staff too, with sessions every hour of the day around now."""
    from clients.models import Client
    from scheduling.domain import series, timelines
    from scheduling.models import Session
    from trainers.domain import hire
    from trainers.models import User

    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    account = {"username": "busy", "email": "busy@example.com", "password": "quite busy today"}
    user = User(is_staff=True, is_superuser=True)
    trainer = hire(user, account, {"full_name": "Busy", "timezone": "Europe/Berlin"})
    other = {"username": "free", "email": "free@example.com", "password": "nothing to do today"}
    hire(User(), other, {"full_name": "Free"})
    clients = Client.objects.bulk_create(
        Client(trainer=trainer, first_name="Client", last_name=str(n), email=f"c{n}@example.com")
        for n in range(CLIENTS)
    )
    first = now - HOUR * (sessions // 2)
    Session.objects.bulk_create(
        (
            Session(
                trainer=trainer,
                client=clients[n % CLIENTS],
                title=f"Session {n}",
                status="completed" if n < sessions // 2 else "scheduled",
                scheduled_start=first + HOUR * n,
                scheduled_end=first + HOUR * n + HOUR,
            )
            for n in range(sessions)
        ),
        batch_size=500,
    )
    for n in range(10):
        routine = timelines.create(trainer, {"name": f"Routine {n}", "client": clients[n]}, now=now)
        start = first + HOUR * (sessions + 24) + timedelta(hours=n)
        values = {"timeline": routine, "title": "Yoga", "start": start, "cycle": "DAILY", "count": 20}
        series.create(trainer, values, now=now)
    return trainer


def addresses(trainer: Any) -> list[tuple[str, dict[str, str] | None]]:
    """Every page and every list, and the body of what is asked for by POST."""
    from clients.importing import uploads
    from clients.models import Upload

    client, session = trainer.clients.first(), trainer.sessions.in_order().last()
    other = type(trainer).objects.exclude(pk=trainer.pk).get()
    routine, series = trainer.timelines.first(), trainer.series.first()
    now = datetime.now(UTC)
    upload = uploads.keep(trainer, listed(), now=now)
    # Kept beside the other: a trainer takes in one at a time.
    of_sessions = Upload.objects.create(trainer=trainer, kind="sessions", text=booked(now), created_at=now)
    today, later = f"{now:%Y-%m-%d}", f"{now + timedelta(days=7):%Y-%m-%d}"
    monday = f"{now - timedelta(days=now.weekday()):%Y-%m-%d}"
    pages = [
        f"/calendar/work-week/{monday}/",
        f"/calendar/month/{today[:8]}01/",
        f"/calendar/month/{today[:8]}01/?client={client.uuid}&status=scheduled",
        f"/calendar/agenda/{today}/",
        f"/calendar/day/{today}/?pick=over",
        "/calendar/filters/",
        "/calendar/views/",
        "/calendar/views/new/?view=week",
        "/numbers/",
        f"/sessions/?from={today}&to={later}",
        f"/sessions/quick/?line=Client+7+{later}+10:00",
        f"/sessions/usual/?client={client.uuid}",
        f"/sessions/new/?again={session.uuid}",
        f"/sessions/{session.uuid}/move/",
        f"/sessions/{session.uuid}/notes/",
        f"/sessions/{session.uuid}/complete/",
        f"/sessions/sessions.csv?from={today}&to={later}",
        "/clients/clients.xlsx",
        "/clients/find/?q=Client",
        "/search/?q=Session",
        "/clients/new/",
        "/clients/import/",
        f"/clients/import/{upload.uuid}/",
        "/sessions/import/",
        f"/sessions/import/{of_sessions.uuid}/",
        "/changes/",
        "/hours/",
        "/hours/time-off/new/",
        "/preferences/",
        "/shortcuts/",
        f"/calendar/week/{monday}/",
        f"/calendar/day/{today}/",
        "/clients/",
        "/clients/?q=Client",
        f"/clients/{client.uuid}/",
        f"/clients/{client.uuid}/edit/",
        "/sessions/new/",
        f"/sessions/{session.uuid}/",
        f"/sessions/{session.uuid}/edit/",
        f"/sessions/{session.uuid}/cancel/",
        "/timelines/",
        f"/timelines/{routine.uuid}/",
        f"/timelines/{routine.uuid}/add/",
        f"/timelines/{routine.uuid}/remove/",
        f"/series/{series.uuid}/edit/",
        f"/series/{series.uuid}/remove/",
    ]
    lists = (
        "scheduling/session",
        "scheduling/series",
        "scheduling/timeline",
        "clients/client",
        "trainers/trainer",
    )
    admin = [f"/admin/{name}/" for name in lists]
    desk = [
        f"/desk/{today}/?at=10:00&minutes=60",
        f"/desk/clients/{client.uuid}/",
        f"/desk/sessions/{session.uuid}/",
        f"/desk/trainers/{trainer.pk}/",
        f"/desk/trainers/{trainer.pk}/book/",
        f"/desk/trainers/{trainer.pk}/away/?first={today}&last={later}",
        f"/desk/trainers/{trainer.pk}/hand-over/?to={other.pk}",
        f"/desk/trainers/{trainer.pk}/import/clients/",
        f"/desk/trainers/{trainer.pk}/import/clients/{upload.uuid}/",
    ]
    api = [
        "/api/v1/sessions?include_client=true&include_trainer=true&per_page=100",
        "/api/v1/sessions?page=900&per_page=100",
        "/api/v1/sessions?search=Session&per_page=100",
        f"/api/v1/sessions/{session.pk}?include_client=true",
        "/api/v1/sessions/stats",
        f"/api/v1/sessions/availability?date={later}",
        "/api/v1/clients?per_page=100",
        f"/api/v1/clients/{client.pk}",
        "/api/timeline/sessions?take=100",
        f"/api/timeline/sessions/{series.uuid}",
        "/api/timeline/timelines?take=100",
    ]
    span = {"start_range": f"{today}T00:00:00Z", "end_range": f"{later}T00:00:00Z"}
    ranges = (f"/api/calendar/sessions/trainer/{trainer.uuid}", span)
    return [*((address, None) for address in (*pages, *admin, *desk, *api)), ranges]


def listed() -> str:
    """A list of clients to import, of whom some are there already."""
    return "Name,E-mail\n" + "".join(
        f"Client {n},c{n}@example.com\n" for n in range(CLIENTS // 2, 2 * CLIENTS)
    )


def booked(now: datetime) -> str:
    """A list of sessions to import, at hours that are taken and at others."""
    first = now.replace(minute=0, second=0, microsecond=0) - 500 * HOUR
    return "Client,Start\n" + "".join(
        f"Client {n % CLIENTS},{first + HOUR / 2 * n:%Y-%m-%dT%H:%M:%SZ}\n" for n in range(1000)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
