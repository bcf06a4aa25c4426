"""Do the lists of the staff stay as quick as they are when a hundred times as much is stored?

    python -m bench.lists --database postgres [--sessions 1000000 | --short]

A studio with 10,000 sessions, and then with a hundred times as many: each list of the admin, its searches and
filters, and the desk of one session and one trainer. Printed is how many queries each asks and how long it
takes in both, of seven times the quickest, and the ratio. None may ask more than 12 times; times are not
judged.
"""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.edits.__main__ import prepare
from bench.filling import fill
from bench.on import database
from bench.tally import Tally, report

SMALL, LARGE, SHORT = 10_000, 1_000_000, 100_000
MOST, TIMES = 12, 7


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


def measured() -> dict[str, tuple[int, float]]:
    """{address: (queries, seconds)} as one of the staff asks; models can be imported only now."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from trainers.models import User

    logging.disable()
    user = User.objects.get(username="staff")
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
        found[address] = len(asked), min(seconds)
    return found


def addresses() -> list[str]:
    from scheduling.models import Session

    now, session = datetime.now(UTC), Session.objects.order_by("pk").first()
    assert session
    assert session.client
    sessions, clients, series, timelines = (
        f"/admin/{name}/"
        for name in ("scheduling/session", "clients/client", "scheduling/series", "scheduling/timeline")
    )
    year, month = f"scheduled_start__year={now.year}", f"scheduled_start__month={now.month}"
    return [
        sessions,
        f"{sessions}?p=20",
        f"{sessions}?p=200",
        f"{sessions}?status__exact=scheduled",
        f"{sessions}?status__exact=no-show",
        f"{sessions}?session_type__exact=personal",
        f"{sessions}?session_type__exact=group",
        f"{sessions}?belonging=series",
        f"{sessions}?belonging=once",
        f"{sessions}?belonging=single",
        f"{sessions}?{year}",
        f"{sessions}?{year}&{month}",
        f"{sessions}?{year}&{month}&scheduled_start__day={now.day}",
        f"{sessions}?scheduled_start__gte={now:%Y-%m-%d}+00%3A00%3A00%2B00%3A00",
        f"{sessions}?trainer__id__exact={session.trainer_id}",
        f"{sessions}?o=1",
        f"{sessions}?o=4",
        f"{sessions}?q=Session+77",
        f"{sessions}?q=Session",
        f"{sessions}?q=nothing+of+it",
        f"{sessions}?q={session.client.last_name.replace(' ', '+')}",
        f"{sessions}{session.pk}/change/",
        f"{sessions}{session.pk}/history/",
        clients,
        f"{clients}?p=4",
        f"{clients}?status__exact=inactive",
        f"{clients}?fitness_level__exact=beginner",
        f"{clients}?trainer__id__exact={session.trainer_id}",
        f"{clients}?q=Client",
        f"{clients}?q=nothing+of+it",
        f"{clients}{session.client_id}/history/",
        series,
        f"{series}?presence=removed",
        f"{series}?cycle=WEEKLY",
        f"{series}?q=Series",
        f"{series}?q=nothing+of+it",
        timelines,
        f"{timelines}?q=nothing+of+it",
        "/admin/trainers/trainer/",
        "/admin/trainers/user/",
        "/admin/",
        f"/desk/sessions/{session.uuid}/",
        f"/desk/trainers/{session.trainer_id}/",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
