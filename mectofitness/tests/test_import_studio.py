"""An export is read back: without loss, as a whole or not at all, and never over what is there."""

import io
import json
from datetime import time, timedelta
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.tests.studios import DAY, contents, export, furnish
from scheduling.models import SavedView, Series, Session, Timeline
from scheduling.tests.factories import SessionFactory
from trainers.models import TimeOff, Trainer, User, WorkingHours
from trainers.tests.factories import TrainerFactory, UserFactory


@pytest.fixture
def studio(alice, charlie):
    furnish(alice)
    furnish(charlie)
    return alice


@pytest.fixture
def exported(studio, tmp_path):
    return export(tmp_path)


def erase():
    """An empty database."""
    for model in (Session, Series, Timeline, SavedView, TimeOff, WorkingHours, Client, Trainer, User):
        model.objects.all().delete()


def read(path, *arguments):
    """What the command says."""
    said = io.StringIO()
    call_command("import_studio", path, *arguments, stdout=said)
    return said.getvalue()


def refused(path):
    """What the command says of what is wrong."""
    said = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_studio", path, stdout=said)
    return f"{said.getvalue()}{caught.value}"


def edited(path, file, change):
    """The export with another text in one of its files."""
    with ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts[file] = change(texts[file])
    with ZipFile(path.with_name("edited.zip"), "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path.with_name("edited.zip")


def counted(path, kind, count):
    """The export with another number of rows in its manifest."""

    def change(text):
        found = json.loads(text)
        found["counts"][kind] = count
        return json.dumps(found)

    return edited(path, "manifest.json", change)


def test_import_into_an_empty_database_brings_everything_back(exported, tmp_path):
    erase()

    said = read(exported)

    again = export(tmp_path, name="again.zip")
    assert contents(again) == contents(exported)
    assert "no password yet" in said
    assert [user.has_usable_password() for user in User.objects.all()] == [False, False]


def test_import_twice_changes_nothing(exported):
    before = [list(model.objects.order_by("pk").values()) for model in (Session, Series, Client, Trainer)]

    said = read(exported)

    after = [list(model.objects.order_by("pk").values()) for model in (Session, Series, Client, Trainer)]
    assert (before, "otherwise" in said) == (after, False)
    assert Session.history.count() == Session.objects.count()


def test_import_records_what_it_makes(exported):
    erase()
    Session.history.all().delete()

    read(exported)

    assert set(Session.history.values_list("history_type", "history_change_reason")) == {("+", "command")}


def test_import_as_a_trial_stores_nothing(exported):
    erase()

    said = read(exported, "--dry-run")

    assert "nothing was stored" in said
    assert not Trainer.objects.exists()


def test_import_leaves_alone_what_differs_and_tells_the_line(exported, studio):
    Client.objects.filter(trainer=studio).update(phone="", notes="Mine")

    said = read(exported)

    assert "clients.csv, line 2: not as it is here: phone, notes\n" in said
    assert studio.clients.get().notes == "Mine"


def test_import_finds_a_trainer_by_the_user_name(exported, studio):
    erase()
    mine = TrainerFactory(user__username="alice", full_name="Other")

    said = read(exported)

    assert "trainers.csv, line 2: not as it is here: date_joined, full_name" in said
    assert (mine.clients.count(), mine.sessions.count()) == (1, 2)


def test_import_of_a_trainer_whose_name_is_another_users_is_refused(exported):
    erase()
    UserFactory(username="alice")

    assert "trainers.csv, line 2: username: there is a user of this name" in refused(exported)
    assert not Trainer.objects.exists()


def test_import_keeps_the_hours_of_a_trainer_who_has_some(exported, studio):
    WorkingHours.objects.filter(trainer=studio).update(ends_at=time(13))

    assert "working_hours.csv, line 2: not as it is here" in read(exported)
    assert studio.working_hours.get().ends_at == time(13)


def test_import_of_a_time_that_is_taken_is_refused_by_line(exported, studio):
    taken = Session.objects.get(trainer=studio, series__isnull=False)
    taken.delete()
    SessionFactory(client=ClientFactory(trainer=studio), scheduled_start=DAY + timedelta(minutes=30))
    Series.objects.filter(trainer=studio).update(deleted_on=[])

    said = refused(exported)

    assert "sessions.csv, line 2: the trainer has another session at this time" in said
    assert "Nothing was imported" in said
    assert not Session.objects.filter(uuid=taken.uuid).exists()


def test_import_with_a_client_taken_twice_is_refused_by_line(exported, studio):
    Client.objects.filter(trainer=studio).update(uuid="6f1a0c9e-3f0b-4a53-9a57-0f2b5c1f7d11")

    said = refused(exported)

    assert "clients.csv, line 2: You have a client with this e-mail already." in said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("clients.csv", "172.5", "tall", "clients.csv, line 2: height: write it as 70.5"),
        ("clients.csv", "172.5", "9999", "clients.csv, line 2: height: Ensure"),
        ("clients.csv", "active", "gone", "clients.csv, line 2: status: Value 'gone'"),
        ("sessions.csv", "T08:00:00Z", "T08:00:00", "sessions.csv, line 2: scheduled_start: write it as"),
        ("sessions.csv", "2027-06-08T08", "0001-01-01T00", "sessions.csv, line 2: scheduled_start: write it"),
        ("sessions.csv", "08:00:00Z", "08:00:00-99:00", "sessions.csv, line 2: scheduled_start: write it as"),
        ("time_off.csv", "2027-06-15T", "9999-12-31T", "time_off.csv, line 2: end: write it as 2027"),
        (
            "working_hours.csv",
            "12:30:00",
            "12:30:00+02:00",
            "working_hours.csv, line 2: ends_at: write it as",
        ),
        ("working_hours.csv", "12:30", "07:30", "working_hours.csv, line 2: The hours must end after"),
        ("time_off.csv", "2027-06-15T", "2027-06-01T", "time_off.csv, line 2: end: Time off must end"),
        ("series.csv", "2027-06-29", "June", "series.csv, line 2: deleted_on: write it as"),
        ("trainers.csv", "Europe/Berlin", "Berlin", "trainers.csv, line 2: timezone: Berlin is not"),
        ("trainers.csv", "full_name", "fullname", "must have each of its columns once: look at full_name"),
        ("clients.csv", "Zoë", '"Zoë"x', "clients.csv, line 2: this is no CSV"),
        ("clients.csv", "Zoë", "", "clients.csv, line 2: first_name: This field cannot be blank."),
        ("manifest.json", "mectofitness-studio", "zoo", "This is no export of a studio"),
        ("manifest.json", '"version": 1', '"version": 2', "Its format is 2"),
        ("manifest.json", '"clients"', '"customers"', "does not count each kind"),
        ("manifest.json", "{", "[", "manifest.json cannot be read"),
    ],
)
def test_import_of_what_is_wrong_stores_nothing(exported, file, old, new, said):
    erase()

    found = refused(edited(exported, file, lambda text: text.replace(old, new)))

    assert said in found
    assert not User.objects.exists()


def test_import_of_a_row_with_too_few_cells_is_refused(exported):
    path = edited(exported, "clients.csv", lambda text: f"{text}only,these\r\n")

    assert "there are 2 cells for" in refused(path)


def test_import_tells_the_line_behind_texts_of_several(exported):
    path = edited(exported, "clients.csv", lambda text: f"{text}only,these\r\n")

    assert "clients.csv, line 6: there are 2" in refused(path)


def test_import_of_a_row_that_is_there_twice_is_refused(exported):
    erase()
    path = edited(exported, "timelines.csv", lambda text: text + text.splitlines(keepends=True)[-1])

    assert "timelines.csv, line 4: uuid: Timeline with this Uuid already exists." in refused(path)


def test_import_of_what_is_not_utf_8_is_refused(exported):
    with ZipFile(exported) as archive, ZipFile(exported.with_name("latin.zip"), "w") as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name).decode().encode("cp1252"))

    assert "this is not UTF-8" in refused(exported.with_name("latin.zip"))


def test_import_with_rows_missing_is_refused(exported):
    assert "sessions.csv: there are 4 rows, and the manifest tells of 5" in refused(
        counted(exported, "sessions", 5)
    )


def test_import_of_a_session_that_another_trainer_gives(studio, charlie, tmp_path):
    lent = Session.objects.filter(trainer=studio, series=None).get()
    Session.objects.filter(pk=lent.pk).update(trainer=charlie)
    path = export(tmp_path)
    erase()

    read(path)

    assert contents(export(tmp_path, name="again.zip")) == contents(path)
    back = Session.objects.get(uuid=lent.uuid)
    assert (back.trainer.full_name, back.client.trainer.full_name) == ("Charlie Cole", "Alice Archer")


def test_import_of_a_series_on_another_trainers_timeline_is_refused(exported, studio, charlie):
    mine, theirs = studio.timelines.get(), charlie.timelines.get()
    erase()
    path = edited(exported, "series.csv", lambda text: text.replace(str(mine.uuid), str(theirs.uuid)))

    assert "series.csv, line 2: timeline: belongs to another trainer" in refused(path)
