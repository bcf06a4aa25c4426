"""A studio is exported: every field of every kind, nothing secret, as a whole or not at all."""

import stat
from threading import Thread

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection

from clients.models import Client
from mectofitness.studio import writing
from mectofitness.studio.kinds import KINDS
from mectofitness.tests.studios import contents, export, furnish, manifest, rows

BOOKKEEPING = {"id", "user"}
# Of an account (its trainer's file has what is needed), or forgotten after some hours.
NOT_A_STUDIOS = {"User", "Receipt", "Step", "Upload"}


@pytest.fixture
def studio(alice, charlie):
    furnish(alice)
    furnish(charlie)
    return alice


def test_export_says_what_is_in_it(studio, tmp_path):
    found = manifest(export(tmp_path))

    assert found["counts"] == {
        "trainers": 2,
        "working_hours": 2,
        "time_off": 2,
        "clients": 2,
        "timelines": 2,
        "series": 2,
        "sessions": 4,
        "saved_views": 2,
    }
    assert (found["format"], found["version"], found["trainer"]) == ("mectofitness-studio", 1, None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_export_has_every_field(studio, tmp_path, kind):
    [row, *_] = rows(export(tmp_path), kind.name)

    stored = {field.name for field in kind.model._meta.concrete_fields}
    assert stored - BOOKKEEPING <= set(row)


def test_export_has_every_kind():
    apps_of_ours = [apps.get_app_config(label) for label in ("trainers", "clients", "scheduling")]
    models = {model.__name__ for app in apps_of_ours for model in app.get_models()}
    kept = {name for name in models if not name.startswith("Historical")}

    assert kept - NOT_A_STUDIOS == {kind.model.__name__ for kind in KINDS}


def test_export_names_rows_by_uuid_and_times_in_utc(studio, tmp_path):
    path = export(tmp_path)

    session = studio.sessions.get(series__isnull=False)
    [told] = [row for row in rows(path, "sessions") if row["uuid"] == str(session.uuid)]
    assert (told["trainer"], told["client"]) == (str(studio.uuid), str(session.client.uuid))
    assert (told["series"], told["occurrence_on"]) == (str(session.series.uuid), "2027-06-08")
    assert (told["scheduled_start"], told["trainer_notes"]) == ("2027-06-08T08:00:00Z", "Knee")


def test_export_tells_nothing_from_empty_and_disarms_formulas(studio, tmp_path):
    path = export(tmp_path)

    [client, _] = rows(path, "clients")
    [timeline, _], [series, _] = rows(path, "timelines"), rows(path, "series")
    assert client["notes"].startswith("'=HYPERLINK")
    assert client["phone"] == "'+1-555-0123"
    assert (timeline["description"], series["description"], series["location"]) == ("'", "''", "")
    assert series["deleted_on"] == "2027-06-15 2027-06-29"


def test_export_holds_no_password(studio, tmp_path):
    everything = b"".join(contents(export(tmp_path)).values()).decode()

    assert studio.user.password not in everything
    assert "password" not in everything


def test_export_of_one_trainer_has_nothing_of_another(studio, charlie, tmp_path):
    path = export(tmp_path, "--trainer", "alice")

    everything = b"".join(contents(path).values()).decode()
    assert manifest(path)["trainer"] == "alice"
    assert manifest(path)["counts"]["sessions"] == 2
    assert str(charlie.uuid) not in everything


def test_export_is_readable_by_its_owner_alone(studio, tmp_path):
    assert stat.S_IMODE(export(tmp_path).stat().st_mode) == 0o600


def test_export_never_overwrites(studio, tmp_path):
    path = export(tmp_path)
    before = path.read_bytes()

    with pytest.raises(CommandError, match="is there already"):
        export(tmp_path)
    assert path.read_bytes() == before


def test_export_into_no_folder_is_refused(studio, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        export(tmp_path / "nowhere")


def test_export_of_an_unknown_trainer_is_refused(studio, tmp_path):
    with pytest.raises(CommandError, match="no trainer with the user name nobody"):
        export(tmp_path, "--trainer", "nobody")


def test_export_that_fails_leaves_no_file(studio, tmp_path, now):
    def stop(done, total, what):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write(tmp_path / "studio.zip", None, now=now, progress=stop)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_export_is_of_one_moment_and_keeps_nobody_waiting(alice, tmp_path, now):
    furnish(alice)
    meanwhile = []

    def rename_clients():
        meanwhile.append(Client.objects.update(first_name="Later"))
        connection.close()

    def let_another_write(done, total, what):
        if not meanwhile:
            writer = Thread(target=rename_clients)
            writer.start()
            writer.join()

    writing.write(tmp_path / "studio.zip", None, now=now, progress=let_another_write)

    assert (meanwhile, Client.objects.get().first_name) == ([1], "Later")
    assert rows(tmp_path / "studio.zip", "clients")[0]["first_name"] == "Zoë"
