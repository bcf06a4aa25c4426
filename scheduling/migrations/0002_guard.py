"""Put the guard against double bookings into PostgreSQL; on SQLite it is put back after every migrate."""

from django.db import migrations

from scheduling.models import guard


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
