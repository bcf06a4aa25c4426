"""Does the data of earlier releases survive the migrations, forward, back, and forward again?

    python -m bench.upgrades --database sqlite --seed 1

Takes earlier releases out of the git history, fills a database with each one's own code, migrates it with the
present code, and compares every row in the tables and columns that both know. Then back to the state of the
release, whose code must find it its own, and forward again: what the release has no column for is not asked
for then. Exit code 0 if every row was kept.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.backups import databases
from bench.tally import Tally, report
from tests.served.server import ROOT, environment_for
from tests.served.workshop import Workshop, open_workshop

RELEASES = {
    "sessions": "a507b9cc3b83a365b2da005ecf08f63f4b560e02",
    "series": "801a738dc3fcdd855299a314ec69339788eede6a",
}
READ = """
from django.db import connection

result = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        result[table] = [dict(zip(columns, map(repr, row))) for row in cursor.fetchall()]
"""
MIGRATE = """
from django.core.management import call_command

call_command("migrate", verbosity=0)
"""
# Each app to the last migration that the release had of it, or to nothing.
MIGRATE_BACK = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

old = {tuple(key) for key in given["applied"]}
for app in sorted({app for app, _ in set(MigrationRecorder(connection).applied_migrations()) - old}):
    names = [name for of, name in old if of == app]
    call_command("migrate", app, max(names) if names else "zero", verbosity=0)
"""
# Migrating adds rows to these itself.
ADDED_TO = {
    *("django_migrations", "django_content_type", "auth_permission"),
    *("auth_group", "auth_group_permissions"),
}
Rows = dict[str, list[dict[str, str]]]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.upgrades")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weeks", type=int, default=52, help="of demo data")
    parser.add_argument("--short", action="store_true", help="four weeks, and the newest release only")
    options = parser.parse_args(arguments)
    releases = list(RELEASES.items())[-1:] if options.short else list(RELEASES.items())
    weeks = 4 if options.short else options.weeks
    return report(
        *(
            tally
            for name, commit in releases
            for tally in upgrade(name, commit, options.database, weeks, options.seed)
        )
    )


def upgrade(name: str, commit: str, database: str, weeks: int, seed: int) -> list[Tally]:
    with ExitStack() as stack:
        tree = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="release-")))
        check_out(commit, tree)
        url = stack.enter_context(stack.enter_context(databases(database))())
        environment = environment_for(url)
        manage(tree, url, "migrate", "--verbosity=0")
        manage(tree, url, "seed_demo", "--force", f"--weeks={weeks}", f"--seed={seed}")
        workshop = stack.enter_context(open_workshop(environment))
        old = read(workshop)
        workshop.run(MIGRATE, {})
        new = read(workshop)
        applied = [[unquote(row["app"]), unquote(row["name"])] for row in old["django_migrations"]]
        workshop.run(MIGRATE_BACK, {"applied": applied})
        back = read(workshop)
        manage(tree, url, "migrate", "--check", "--verbosity=0")
        workshop.run(MIGRATE, {})
        again = read(workshop)
    steps = {"forward": (old, new), "back": (old, back), "forward again": (old, again)}
    return [tally(f"rows of release {name}, {step}", database, seed, *pair) for step, pair in steps.items()]


def check_out(commit: str, tree: Path) -> None:
    """The files of a commit, without touching the working tree."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        sys.exit(f"This needs the git history with commit {commit}: {archive.stderr.decode().strip()}")
    subprocess.run(["tar", "-x", "-C", tree], input=archive.stdout, check=True)


def manage(tree: Path, url: str, *arguments: str) -> None:
    """Run a command of the code in the tree."""
    environment = environment_for(url) | {"DJANGO_SETTINGS_MODULE": "mectofitness.settings"}
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=tree,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def read(workshop: Workshop) -> Rows:
    found: Rows = workshop.run(READ, {})
    return found


def unquote(text: str) -> str:
    return text.strip("'")


def tally(what: str, database: str, seed: int, before: Rows, after: Rows) -> Tally:
    """A row of before survives if it is there afterwards, alike in all columns that both know."""
    tried = survived = 0
    for table in sorted(before.keys() - {"django_migrations"}):
        lost, invented = differences(before[table], after.get(table, []))
        if table in ADDED_TO:
            invented = 0
        if lost or invented:
            print(f"  {what}: {table}: {lost} rows lost or changed, {invented} invented")
        tried += len(before[table]) + invented
        survived += len(before[table]) - lost
    return Tally("P18", database, what, tried, survived, seed)


def differences(before: list[dict[str, str]], after: list[dict[str, str]]) -> tuple[int, int]:
    known: Any = (before and after and before[0].keys() & after[0].keys()) or set()
    old, new = (
        Counter(tuple(row[name] for name in sorted(known)) for row in rows) for rows in (before, after)
    )
    return (old - new).total(), (new - old).total()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
