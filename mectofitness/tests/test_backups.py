"""Backups of a real database, and their restoring: complete, or refused with nothing changed."""

import json
import os
import random
import stat
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings

from mectofitness.backups import label, programs
from mectofitness.backups.refusal import Refused
from tests.served.databases import postgres_database, sqlite_database
from tests.served.rows import DIGESTS
from tests.served.server import environment_for
from tests.served.workshop import Workshop, open_workshop

ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
SESSIONS = "scheduling_session"
BROWSERS = "django_session"

CALL = """
import io
import sys
from django.core.management import CommandError, call_command

out, before = io.StringIO(), sys.stdin
sys.stdin = io.StringIO(given["typed"])
try:
    call_command(*given["arguments"], stdout=out, stderr=out)
    result = [0, out.getvalue()]
except CommandError as error:
    result = [error.returncode, str(error)]
finally:
    sys.stdin = before
"""

BOOK = """
from datetime import timedelta
from django.db import IntegrityError
from scheduling.models import Session

last = Session.objects.filter(status="scheduled").order_by("-scheduled_start", "-id").first()
session = Session(
    trainer=last.trainer, client=last.client, title="After the restore",
    scheduled_start=last.scheduled_start + given["days"] * timedelta(days=1),
    scheduled_end=last.scheduled_end + given["days"] * timedelta(days=1),
)
try:
    session.save()
    result = session.pk
except IntegrityError as error:
    result = str(error)
"""

HIGHEST_ID = """
from scheduling.models import Session

result = Session.objects.order_by("-id").values_list("id", flat=True)[0]
"""

CHANGE = """
from scheduling.models import Session
from trainers.models import Trainer

Trainer.objects.update(full_name="Somebody else")
Session.objects.all().delete()
"""

SIGN_IN = """
from importlib import import_module
from django.conf import settings
from mectofitness.api import tokens
from trainers.models import User

session = import_module(settings.SESSION_ENGINE).SessionStore()
session.create()
pair = tokens.obtain(User.objects.get(username="anna"))
result = [session.session_key, pair.access, pair.refresh]
"""

SIGN_OUT = """
from importlib import import_module
from django.conf import settings
from mectofitness.api import tokens

import_module(settings.SESSION_ENGINE).SessionStore(given["key"]).delete()
tokens.revoke(tokens.AccessToken(given["access"]), given["refresh"])
"""

IS_SIGNED_IN = """
from importlib import import_module
from django.conf import settings
from rest_framework.exceptions import AuthenticationFailed
from mectofitness.api import tokens

result = [import_module(settings.SESSION_ENGINE).SessionStore().exists(given["key"])]
access = tokens.AccessToken(given["access"])
for use in (lambda: tokens.exchange(given["refresh"]), lambda: tokens.holder(access)):
    try:
        use()
        result.append(True)
    except (AuthenticationFailed, tokens.TokenError):
        result.append(False)
"""


@dataclass(frozen=True)
class Place:
    """A database, and a way to run commands on it."""

    url: str
    workshop: Workshop

    def manage(self, *arguments, typed=""):
        """(exit code, what it said)"""
        return tuple(self.run(CALL, arguments=list(map(str, arguments)), typed=typed))

    def run(self, code, **given):
        return self.workshop.run(code, given)

    def digests(self):
        """Of all tables but the browsers' sessions, which no backup holds."""
        found = self.run(DIGESTS)
        del found[BROWSERS]
        return found


@contextmanager
def new_place():
    database = sqlite_database() if ON_SQLITE else postgres_database(os.environ["DATABASE_URL"])
    with database as url, open_workshop(environment_for(url)) as workshop:
        yield Place(url, workshop)


@pytest.fixture(scope="module")
def place():
    """With demo data. Each test puts back what it changes, by restoring."""
    with new_place() as made:
        made.manage("migrate", "--verbosity=0")
        made.manage("seed_demo", "--force", "--weeks=4", "--today=2027-06-08")
        yield made


@pytest.fixture(scope="module")
def backup(place, tmp_path_factory):
    """Of the demo data."""
    path = tmp_path_factory.mktemp("backups") / "demo.backup"
    assert place.manage("backup", path)[0] == 0
    return path


@pytest.fixture
def restored(place, backup):
    """The place as it was when the backup was made."""
    assert place.manage("restore", backup, "--yes")[0] == 0
    return place


def labelled(backup, path, **changes):
    """The backup with another label, which fits its bytes."""
    found = label.read(backup)
    path.write_bytes(backup.read_bytes()[: found.size])
    label.append(path, replace(found, **changes))
    return path


def assert_refused(place, path, *words):
    before = place.digests()
    code, said = place.manage("restore", path, "--yes")
    assert code == 1, said
    assert said.startswith("Nothing was restored, nothing has changed. ")
    assert [word for word in words if word not in said] == [], said
    assert place.digests() == before


def test_what_was_changed_since_comes_back_row_by_row(restored, backup):
    before = restored.digests()
    restored.run(CHANGE)
    assert restored.digests() != before

    code, said = restored.manage("restore", backup, "--yes")

    assert code == 0
    assert f"sessions  {0:>10}{before[SESSIONS][0]:>16}" in said
    assert said.endswith(
        f"Restored 2 trainers, 24 clients, {before[SESSIONS][0]} sessions. Browsers have to sign in again.\n"
    )
    assert restored.digests() == before


def test_an_empty_database_becomes_the_same(restored, backup):
    with new_place() as other:
        assert other.manage("restore", backup, "--yes")[0] == 0

        assert other.digests() == restored.digests()


def test_after_a_restore_the_guard_stands_and_ids_go_on(restored):
    highest = restored.run(HIGHEST_ID)

    assert "overlap" in restored.run(BOOK, days=0)
    assert restored.run(BOOK, days=100) > highest


def test_a_backup_of_an_older_version_is_migrated(restored, tmp_path):
    before = restored.digests()
    restored.run(
        "from scheduling.models import Session; Session.objects.exclude(series=None).delete();"
        # The old schema knows no versions.
        " Session.objects.update(version=1)"
    )
    without_series = restored.digests()[SESSIONS]
    assert restored.manage("migrate", "scheduling", "0002", "--verbosity=0")[0] == 0
    old = tmp_path / "old.backup"
    restored.manage("backup", old)
    restored.manage("migrate", "--verbosity=0")

    told = restored.manage("restore", old, "--yes")
    assert told[0] == 0, told

    after = restored.digests()
    assert set(after) == set(before)
    assert after[SESSIONS] == without_series
    assert restored.manage("migrate", "--check", "--verbosity=0") == (0, "")
    assert "overlap" in restored.run(BOOK, days=0)


def test_what_was_signed_out_stays_so_and_browsers_sign_in_again(restored, tmp_path):
    out, stays = restored.run(SIGN_IN), restored.run(SIGN_IN)
    path = tmp_path / "signed-in.backup"
    restored.manage("backup", path)
    names = ("key", "access", "refresh")
    restored.run(SIGN_OUT, **dict(zip(names, out, strict=True)))

    assert restored.manage("restore", path, "--yes")[0] == 0

    assert out[0].encode() not in path.read_bytes()
    assert restored.run(IS_SIGNED_IN, **dict(zip(names, out, strict=True))) == [False, False, False]
    assert restored.run(IS_SIGNED_IN, **dict(zip(names, stays, strict=True))) == [False, True, True]


def test_a_token_made_and_revoked_after_the_backup_stays_revoked(restored, backup):
    key, access, refresh = restored.run(SIGN_IN)
    restored.run(SIGN_OUT, key=key, access=access, refresh=refresh)

    restored.manage("restore", backup, "--yes")

    assert restored.run(IS_SIGNED_IN, key=key, access=access, refresh=refresh) == [False, False, False]


def test_a_backup_is_for_its_owner_only_and_says_what_it_holds(place, backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    found = label.read(backup)
    assert found.engine == ("sqlite" if ON_SQLITE else "postgresql")
    assert found.rows["trainers_trainer"] == 2
    assert "scheduling.0002_guard" in found.migrations


def test_a_file_that_is_there_is_replaced_only_by_force(place, tmp_path):
    path = tmp_path / "there"
    path.write_text("precious")

    code, said = place.manage("backup", path)

    assert (code, path.read_text()) == (1, "precious")
    assert said == f"No backup was made. {path} is there already; --force replaces it."
    assert place.manage("backup", path, "--force")[0] == 0
    assert label.read(path)


@pytest.mark.parametrize(("name", "words"), [(".", "is no file"), ("no/such", "There is no folder")])
def test_a_place_that_cannot_hold_a_backup_is_named(place, tmp_path, name, words):
    code, said = place.manage("backup", tmp_path / name, "--force")

    assert code == 1
    assert words in said


def test_an_empty_database_has_no_backup(tmp_path):
    with new_place() as empty:
        code, said = empty.manage("backup", tmp_path / "empty")

    assert code == 1
    assert said.startswith(
        f"No backup was made. {'There is no database' if ON_SQLITE else 'The database is empty'}"
    )
    assert list(tmp_path.iterdir()) == []


STOPPED = """
from pathlib import Path
from django.utils import timezone
from mectofitness.backups import writing

def stop(*progress):
    result.extend(path.name for path in Path(given["folder"]).iterdir())
    raise SystemExit

result = []
try:
    writing.write(Path(given["folder"], "nightly"), force=False, now=timezone.now(), progress=stop)
except SystemExit:
    pass
"""


def test_a_backup_that_is_interrupted_leaves_nothing(place, tmp_path):
    [unfinished] = place.run(STOPPED, folder=str(tmp_path))

    assert unfinished.startswith(".nightly.unfinished-")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_off_is_refused(place, backup, tmp_path):
    whole, path = backup.read_bytes(), tmp_path / "cut"
    before = place.digests()
    dice = random.Random(1)  # noqa: S311
    for size in [0, 1, len(whole) // 2, len(whole) - 1, *(dice.randrange(len(whole)) for _ in range(30))]:
        path.write_bytes(whole[:size])
        with pytest.raises(Refused, match="is no complete backup: it was cut off"):
            label.read(path)
    assert_refused(place, path, "is no complete backup")
    assert place.digests() == before


def test_a_file_with_another_byte_anywhere_is_refused(place, backup, tmp_path):
    whole, path = backup.read_bytes(), tmp_path / "changed"
    dice = random.Random(2)  # noqa: S311
    for _ in range(60):
        at = dice.choice([dice.randrange(len(whole)), len(whole) - 1 - dice.randrange(1000)])
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1 :])
        with pytest.raises(Refused):
            label.read(path)
    assert_refused(place, path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"SELECT 1;\n", b"SQLite format 3\x00" + bytes(5000), b"PGDMP" * 99]
)
def test_a_foreign_file_is_refused(place, tmp_path, content):
    path = tmp_path / "foreign"
    path.write_bytes(content)

    assert_refused(place, path, f"{path} is no complete backup")


def test_a_file_that_is_not_there_is_named(place, tmp_path):
    assert_refused(place, tmp_path / "nothing", f"{tmp_path / 'nothing'}: No such file or directory.")


def test_a_backup_of_the_other_database_is_refused(place, backup, tmp_path):
    other = labelled(backup, tmp_path / "other", engine="postgresql" if ON_SQLITE else "sqlite")

    names = ("PostgreSQL", "SQLite") if ON_SQLITE else ("SQLite", "PostgreSQL")
    assert_refused(place, other, "is a backup of {}, and DATABASE_URL names a database of {}.".format(*names))


def test_a_backup_of_a_newer_version_is_refused(place, backup, tmp_path):
    migrations = [*label.read(backup).migrations, "scheduling.9999_later"]
    newer = labelled(backup, tmp_path / "newer", migrations=migrations)

    assert_refused(place, newer, "by a newer version of the product, with scheduling.9999_later.")


def test_a_restore_that_fails_late_has_changed_nothing(place, backup, tmp_path):
    rows = label.read(backup).rows
    missing = labelled(backup, tmp_path / "missing", rows=rows | {SESSIONS: rows[SESSIONS] + 1})

    assert_refused(place, missing, f"Not all rows arrived: {SESSIONS}.")


def test_data_that_its_own_program_cannot_read_is_refused(place, backup, tmp_path):
    found, path = label.read(backup), tmp_path / "holes"
    content = bytearray(backup.read_bytes()[: found.size])
    content[len(content) // 2 : len(content) // 2 + 9000] = bytes(9000)
    path.write_bytes(content)
    label.append(path, found)

    assert_refused(place, path)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Nobody is there to ask; --yes goes on without."), ("y\n", "You did not type yes.")],
)
def test_whoever_does_not_say_yes_keeps_what_is_there(place, backup, typed, words):
    before = place.digests()

    refused = place.manage("restore", backup, typed=typed)

    assert refused == (1, f"Nothing was restored, nothing has changed. {words}")
    assert place.digests() == before


def test_who_types_yes_goes_on(place, backup):
    assert place.manage("restore", backup, typed="yes\n")[0] == 0


@pytest.mark.skipif(not ON_SQLITE, reason="about SQLite's file")
def test_a_database_that_is_locked_all_the_time_stays(restored, backup):
    before = restored.digests()
    said = restored.run(
        """
import sqlite3
from django.conf import settings
from django.core.management import CommandError, call_command
from mectofitness.backups import sqlite

sqlite.WAIT_SECONDS = 0.2
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
try:
    call_command("restore", given["backup"], "--yes")
except CommandError as error:
    result = str(error)
other.close()
sqlite.WAIT_SECONDS = 20
""",
        backup=str(backup),
    )

    assert said.endswith("Somebody writes to the database all the time; stop the server and try again.")
    assert restored.digests() == before


@pytest.mark.skipif(not ON_SQLITE, reason="about SQLite's file")
def test_the_database_itself_is_no_place_for_its_backup(place):
    before = place.digests()
    path = place.url.removeprefix("sqlite:///")

    assert place.manage("backup", path, "--force") == (
        1,
        f"No backup was made. {path} is the database itself.",
    )
    assert place.digests() == before


def test_a_program_that_is_missing_or_too_old_is_named():
    with pytest.raises(Refused, match="pg_nothing 15 or newer is needed, and it is not there"):
        programs.find("pg_nothing", 15)


@pytest.mark.skipif(ON_SQLITE, reason="about PostgreSQL's programs")
def test_the_password_is_not_in_the_list_of_processes():
    with pytest.raises(Refused, match=r"and only \d+ is there\. .* apt-get install postgresql-client-999"):
        programs.find("pg_dump", 999)
    password = settings.DATABASES["default"]["PASSWORD"]
    assert programs.environment()["PGPASSWORD"] == password
    assert password not in " ".join(programs.address())


def test_a_label_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "labelled"
    path.write_bytes(b"data")
    written = label.Label("sqlite", "2027-06-08T06:00:00+00:00", 4, {"a": 1}, ["app.0001"], 0)

    label.append(path, written)

    assert label.read(path) == written
    assert path.read_bytes().startswith(b"data\nmectofitness-backup " + json.dumps(asdict(written)).encode())
    assert isinstance(path, Path)
