"""A studio with something of every kind in it, and what an export of it says, for tests."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zipfile import ZipFile

from django.core.management import call_command

from clients.tests.factories import ClientFactory
from scheduling.models import SavedView
from scheduling.tests.factories import OccurrenceFactory, SeriesFactory, SessionFactory, TimelineFactory
from trainers.models import TimeOff, WorkingHours

DAY = datetime(2027, 6, 8, 8, tzinfo=UTC)


def furnish(trainer):
    """Something of every kind, with what is easily lost on the way."""
    WorkingHours.objects.create(trainer=trainer, weekday=1, starts_at=time(8), ends_at=time(12, 30))
    TimeOff.objects.create(trainer=trainer, start=DAY, end=DAY + timedelta(days=7), reason="Sea, and sun")
    client = ClientFactory(
        trainer=trainer,
        first_name="Zoë",
        notes='=HYPERLINK("x")\r\n"quoted", \'=1',
        height=Decimal("172.5"),
        date_of_birth=date(1990, 4, 3),
    )
    timeline = TimelineFactory(trainer=trainer, client=client, description="")
    series = SeriesFactory(timeline=timeline, deleted_on=["2027-06-15", "2027-06-29"], description="'")
    OccurrenceFactory(series=series, scheduled_start=DAY, changed_by_hand=True, trainer_notes="Knee")
    SessionFactory(client=client, status="cancelled", cancellation_reason="Ill", scheduled_start=DAY)
    SavedView.objects.create(trainer=trainer, name="Mine", view="week", query=f"client={client.uuid}")
    return client


def export(folder, *arguments, name="studio.zip"):
    path = folder / name
    call_command("export_studio", path, *arguments, stdout=io.StringIO())
    return path


def rows(path, kind):
    """{column: cell} of each row of a file."""
    with ZipFile(path) as archive:
        text = io.TextIOWrapper(archive.open(f"{kind}.csv"), "utf-8", newline="")
        return list(csv.DictReader(text))


def manifest(path):
    with ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def contents(path):
    """{file: its bytes}, but for when it was made."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
