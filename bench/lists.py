"""Do the lists of the staff stay as quick as they are when a hundred times as much is stored?

    python -m bench.lists --database postgres [--sessions 1000000 | --short]

A studio with 10,000 sessions, and then with a hundred times as many: each list of the admin, its searches and
filters, and the desk of one session and one trainer. Printed is how many queries each asks and how long it
takes in both, of five times the median, and the ratio. None may ask more than 12 times; times are not judged.
"""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

from bench.edits.__main__ import database, prepare
from bench.tally import Tally, report

SMALL, LARGE, SHORT = 10_000, 1_000_000, 100_000
PER_TRAINER, PER_CLIENT = 1_000, 50
MOST, TIMES = 12, 5
COLUMNS = (
    "uuid, version, trainer_id, client_id, title, session_type, scheduled_start, scheduled_end, status,"
    " changed_by_hand, created_at, updated_at"
)
# Of each trainer one an hour, as many before now as after; {first} is the first trainer's key.
SQLITE = """
    WITH RECURSIVE numbers(n, hour) AS (
        SELECT 0, -{half}
        UNION ALL SELECT n + 1, (n + 1) % {per_trainer} - {half} FROM numbers WHERE n + 1 < {count}
    )
    INSERT INTO scheduling_session ({columns})
    SELECT lower(hex(randomblob(16))), 1, {trainer} + n / {per_trainer}, {client} + n / {per_client},
        'Session ' || n, 'personal',
        datetime('now', 'start of day', hour || ' hours'),
        datetime('now', 'start of day', (hour + 1) || ' hours'),
        CASE WHEN hour < 0 THEN 'completed' ELSE 'scheduled' END, 0, datetime('now'), datetime('now')
    FROM numbers
"""
POSTGRESQL = """
    INSERT INTO scheduling_session ({columns})
    SELECT gen_random_uuid(), 1, {trainer} + n / {per_trainer}, {client} + n / {per_client},
        'Session ' || n, 'personal',
        date_trunc('day', now()) + hour * interval '1 hour',
        date_trunc('day', now()) + (hour + 1) * interval '1 hour',
        CASE WHEN hour < 0 THEN 'completed' ELSE 'scheduled' END, false, now(), now()
    FROM (SELECT n, n % {per_trainer} - {half} AS hour FROM generate_series(0, {count} - 1) AS n) AS numbers
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.lists")
    parser.add_argument("--sessions", type=int, default=LARGE)
    parser.add_argument("--short", action="store_const", const=SHORT, dest="sessions", help=f"{SHORT}")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args(arguments)
    with database(options.database) as url:
        prepare(url)
        fill(SMALL)
        small = measured()
        fill(options.sessions - SMALL)
        large = measured()
    print(f"{'queries':>8}{SMALL:>11}{options.sessions:>11}{'ratio':>7}")
    for address, (queries, seconds) in large.items():
        before = small[address][1]
        print(f"{queries:8}{before * 1000:9.1f}ms{seconds * 1000:9.1f}ms{seconds / before:7.2f}  {address}")
    few = sum(queries <= MOST for queries, _ in large.values())
    what = f"lists of the staff within {MOST} queries, {options.sessions} sessions"
    return report(Tally("P15", options.database, what, len(large), few))


def fill(sessions: int) -> None:
    """So many sessions more, of new trainers and clients, without the guard, which would look at each."""
    from django.db import connection

    from clients.models import Client
    from scheduling.models import guard
    from trainers.models import Trainer, User

    known = User.objects.count()
    users = User.objects.bulk_create(
        User(username=f"t{known + n}", email=f"t{known + n}@example.com")
        for n in range(-(-sessions // PER_TRAINER))
    )
    trainers = Trainer.objects.bulk_create(
        Trainer(user=user, full_name=f"Trainer {user.username}", timezone="Europe/Berlin") for user in users
    )
    clients = Client.objects.bulk_create(
        (
            Client(
                trainer=trainer, first_name="Client", last_name=f"{trainer.pk} {n}", email=f"c{n}@example.com"
            )
            for trainer in trainers
            for n in range(PER_TRAINER // PER_CLIENT)
        ),
        batch_size=1000,
    )
    guard.remove(connection)
    with connection.cursor() as cursor:
        statement = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
        numbers = {"per_trainer": PER_TRAINER, "per_client": PER_CLIENT, "half": PER_TRAINER // 2}
        keys = {"trainer": trainers[0].pk, "client": clients[0].pk, "count": sessions}
        cursor.execute(statement.format(columns=COLUMNS, **numbers, **keys))
        cursor.execute("ANALYZE")


def measured() -> dict[str, tuple[int, float]]:
    """{address: (queries, seconds)} as one of the staff asks; models can be imported only now."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from trainers.models import User

    logging.disable()
    user, _ = User.objects.get_or_create(username="staff", defaults={"is_staff": True, "is_superuser": True})
    browser = Client(headers={"Host": "localhost"})
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    found = {}
    for address in addresses():
        seconds = []
        for _ in range(TIMES):
            since = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                answer = browser.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            seconds.append(time.perf_counter() - since)
        found[address] = len(asked), median(seconds)
    return found


def addresses() -> list[str]:
    from scheduling.models import Session

    now, session = datetime.now(UTC), Session.objects.order_by("pk").first()
    assert session
    sessions = "/admin/scheduling/session/"
    return [
        sessions,
        f"{sessions}?p=20",
        f"{sessions}?status__exact=scheduled",
        f"{sessions}?scheduled_start__year={now.year}&scheduled_start__month={now.month}",
        f"{sessions}?trainer__id__exact={session.trainer_id}",
        f"{sessions}?o=1",
        f"{sessions}?q=Session+77",
        f"{sessions}{session.pk}/change/",
        "/admin/clients/client/",
        "/admin/clients/client/?q=Client",
        "/admin/trainers/trainer/",
        "/admin/trainers/user/",
        f"/desk/sessions/{session.uuid}/",
        f"/desk/trainers/{session.trainer_id}/",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
