"""Do the lists of the staff stay as quick as they are when a hundred times as much is stored?

    python -m bench.lists --database postgres [--sessions 1000000 | --short]

A studio with 10,000 sessions, and then with a hundred times as many: each list of the admin, its searches and
filters, and what the desk looks up; not the desk's day and its choices of a trainer, which show all of the
hundred times as many trainers. Printed is how many queries each asks, the milliseconds and those of the
processor in both, the middle of nine turns, and the ratio of the processor's: of this process and of its
connection to PostgreSQL, which says more on a machine that does other things too. None may ask more than 12
times, or take more than half as much again. At last a thousand sessions are cancelled at once, in at most
five seconds.
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.edits.__main__ import prepare
from bench.filling import fill
from bench.on import database
from bench.tally import Tally, report

SMALL, LARGE, SHORT = 10_000, 1_000_000, 100_000
TURNS, MOST_QUERIES, MOST_RATIO = 9, 12, 1.5
AT_ONCE, MOST_SECONDS = 1000, 5


@dataclass(frozen=True)
class Cost:
    """Of one request: queries, and milliseconds, also of the processor."""

    queries: int
    ms: float
    processor_ms: float


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
        seconds = cancelling()
    few = sum(is_flat(small[address], cost) for address, cost in large.items())
    for address, cost in large.items():
        print(line(small[address], cost), address)
    print(f"{AT_ONCE} sessions cancelled at once: {seconds:.1f} s")
    what = f"lists of the staff with {options.sessions} sessions in the time of {SMALL}"
    cancelled = Tally(
        "D-04", options.database, f"{AT_ONCE} cancelled at once", 1, int(seconds <= MOST_SECONDS)
    )
    return report(Tally("P15", options.database, what, len(large), few), cancelled)


def is_flat(small: Cost, large: Cost) -> bool:
    return large.queries <= MOST_QUERIES and large.processor_ms <= MOST_RATIO * small.processor_ms


def line(small: Cost, large: Cost) -> str:
    times = f"{small.ms:7.1f}{large.ms:7.1f} ms   {small.processor_ms:7.1f}{large.processor_ms:7.1f} ms"
    mark = " " if is_flat(small, large) else "*"
    return f"{mark}{large.queries:3} queries {times}{large.processor_ms / small.processor_ms:6.2f}"


def measured() -> dict[str, Cost]:
    """{address: what it costs one of the staff}; models can be imported only now."""
    browser, processor = signed_in(), processor_of_both()
    return {address: cost_of(browser, address, processor) for address in addresses()}


def cost_of(browser: Any, address: str, processor: Callable[[], float]) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    turns = []
    for _ in range(TURNS):
        since, used = time.perf_counter(), processor()
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
        turns.append((time.perf_counter() - since, processor() - used))
        assert answer.status_code == 200, (address, answer.status_code)
    seconds, used_up = (median(each) * 1000 for each in zip(*turns, strict=True))
    return Cost(len(asked), seconds, used_up)


def signed_in() -> Any:
    from django.test import Client

    from trainers.models import User

    logging.disable()
    browser = Client(headers={"Host": "localhost"})
    browser.force_login(User.objects.get(username="staff"), "django.contrib.auth.backends.ModelBackend")
    return browser


def processor_of_both() -> Callable[[], float]:
    """Seconds that the processor has worked for us, and for our connection, if the database is elsewhere."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    worked = Path(f"/proc/{pid}/schedstat")
    return lambda: time.process_time() + int(worked.read_text().split()[0]) / 1e9


def cancelling() -> float:
    """How many seconds it takes to cancel many at once, with the guard that watches over times."""
    from django.db import connection

    from scheduling.models import Session, guard

    guard.install(connection)
    some = Session.objects.filter(status="scheduled").order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    Session._base_manager.filter(pk__in=list(some)).update(session_type="online")
    browser, since = signed_in(), time.perf_counter()
    chosen = {"action": "cancel_selected", "select_across": "1", "index": "0", "_selected_action": some[0]}
    browser.post("/admin/scheduling/session/?session_type__exact=online", chosen)
    seconds = time.perf_counter() - since
    cancelled = Session.objects.filter(status="cancelled", session_type="online").count()
    assert cancelled == AT_ONCE, cancelled
    return seconds


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
        f"{series}?cycle=YEARLY",
        f"{series}?cycle=unknown",
        f"{series}?q=Series",
        f"{series}?q=nothing+of+it",
        timelines,
        f"{timelines}?presence=removed",
        f"{timelines}?client__isempty=1",
        f"{timelines}?q=nothing+of+it",
        "/admin/trainers/trainer/",
        "/admin/trainers/user/",
        "/admin/",
        "/desk/clients/?q=Client",
        "/desk/clients/?q=nothing+of+it",
        f"/desk/clients/{session.client.uuid}/",
        f"/desk/sessions/{session.uuid}/",
        f"/desk/trainers/{session.trainer_id}/",
        f"/desk/trainers/{session.trainer_id}/book/",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
