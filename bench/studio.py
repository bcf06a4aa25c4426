"""Does everything that a studio has go out and come back without a difference?

    python -m bench.studio --database sqlite --seed 1

Exports a database full of clients, series and sessions, imports that into an empty one, and exports it from
there: both files must have the same rows. Then the import again, which must change nothing. Exit code 0 if
not a row was lost, changed or invented.
"""

import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from bench.on import database
from bench.tally import Tally, report
from tests.served.rows import DIGESTS
from tests.served.server import MIGRATE, ROOT, environment_for
from tests.served.workshop import open_workshop

LONG, SHORT = (10_000, 100_000), (200, 2_000)  # clients, sessions
FILL = r"""
import random
from datetime import UTC, datetime, time, timedelta
from clients.models import Client
from scheduling.models import SavedView, Series, Session, Timeline
from trainers.domain import hire
from trainers.models import TimeOff, User, WorkingHours

TRAINERS, FIRST, HOUR = 10, datetime(2024, 1, 1, tzinfo=UTC), timedelta(hours=1)
TEXTS = [None, "", "'", "=1+1", "'=1", "''", "a,b;\"c\"\r\nd\n\re", "\t+49", "Zo\u00eb \U0001f4aa", " -1 "]
dice = random.Random(given["seed"])

def text():
    return dice.choice(TEXTS)

for number in range(TRAINERS):
    account = {"username": f"t{number}", "email": f"t{number}@example.com", "password": "quite busy today"}
    trainer = hire(User(), account, {"full_name": f"Trainer {number}", "timezone": "Europe/Berlin"})
    WorkingHours.objects.create(trainer=trainer, weekday=number % 7, starts_at=time(8), ends_at=time(0))
    TimeOff.objects.create(trainer=trainer, start=FIRST, end=FIRST + number * HOUR + HOUR, reason="=Sea")
    SavedView.objects.create(trainer=trainer, name="Mine", view="week", query="status=scheduled")
    clients = Client.objects.bulk_create(
        [
            Client(
                trainer=trainer, first_name="=Client", last_name=str(n), email=f"c{n}@example.com",
                notes=text() or "", height=dice.choice([None, 172, "180.5"]), version=dice.randint(1, 9),
            )
            for n in range(given["clients"] // TRAINERS)
        ],
        batch_size=500,
    )
    routine = Timeline.objects.create(trainer=trainer, client=clients[0], name="Routine", description=text())
    series = {
        hour: Series.objects.create(
            trainer=trainer, timeline=routine, title=f"At {hour}", description=text(), cycle="DAILY",
            start=FIRST + hour * HOUR, end=FIRST + hour * HOUR + HOUR, timezone="UTC",
            deleted_on=["2024-03-01", "2024-03-03"][:hour % 3],
        )
        for hour in range(8, 12)
    }
    sessions = []
    for n in range(given["sessions"] // TRAINERS):
        start = FIRST + n * HOUR
        own = series.get(start.hour)
        sessions.append(
            Session(
                trainer=trainer, client=clients[0] if own else dice.choice(clients), title=f"+{n}",
                status=dice.choice(["scheduled", "completed", "cancelled", "no-show"]), series=own,
                occurrence_on=start.date() if own else None, changed_by_hand=dice.random() < 0.1,
                description=text(), notes=text(), trainer_notes=text(), google_event_id=text(),
                scheduled_start=start, scheduled_end=start + HOUR,
                created_at=start - timedelta(microseconds=dice.randint(0, 10**9)),
            )
        )
    Session.objects.bulk_create(sessions, batch_size=500)
"""


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    kind, seed = options.database, options.seed
    with (
        tempfile.TemporaryDirectory(prefix="studio-") as folder,
        database(kind) as first,
        database(options.into or kind) as second,
    ):
        for url in (first, second):
            run(url, MIGRATE)
        run(first, FILL, seed=seed, clients=options.clients, sessions=options.sessions)
        there, back = Path(folder, "there.zip"), Path(folder, "back.zip")
        manage(first, "export_studio", there)
        manage(second, "import_studio", there)
        manage(second, "export_studio", back)
        before = run(second, DIGESTS)
        manage(second, "import_studio", there)
        after = run(second, DIGESTS)
        out, home = rows(there), rows(back)
    lost, invented = (out - home).total(), (home - out).total()
    kept = sum(digest == after.get(table) for table, digest in before.items())
    print(f"{out.total()} rows out, {home.total()} rows back, {lost} lost or changed, {invented} invented")
    return report(
        Tally("P19", kind, "rows of a studio, out and back", out.total(), home.total() - invented, seed),
        Tally("P19", kind, "tables after the same import again", len(before), kept, seed),
    )


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.studio", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--into", choices=["sqlite", "postgres"], help="the other way on another kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=LONG[0])
    parser.add_argument("--sessions", type=int, default=LONG[1])
    parser.add_argument("--short", action="store_true", help=f"{SHORT[0]} clients and {SHORT[1]} sessions")
    options = parser.parse_args(arguments)
    if options.short:
        options.clients, options.sessions = SHORT
    return options


def run(url: str, code: str, **given: object) -> dict[str, object]:
    with open_workshop(environment_for(url)) as workshop:
        found: dict[str, object] = workshop.run(code, given)
        return found


def manage(url: str, command: str, path: Path) -> None:
    """Run a command and tell its time and its memory. Ends all when it fails."""
    since = time.monotonic()
    arguments = [sys.executable, "manage.py", command, str(path)]
    with subprocess.Popen(
        arguments, cwd=ROOT, env=environment_for(url), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    print(f"  {command}: {time.monotonic() - since:.1f} s, {usage.ru_maxrss // 1024} MB", flush=True)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}:\n{said}")


def rows(path: Path) -> Counter[tuple[str, ...]]:
    """Each row with the name of its file before it."""
    found: Counter[tuple[str, ...]] = Counter()
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                with io.TextIOWrapper(archive.open(name), "utf-8", newline="") as text:
                    found.update((name, *cells) for cells in list(csv.reader(text))[1:])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
