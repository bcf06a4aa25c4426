"""Put the guard against double bookings into PostgreSQL; on SQLite it is put back after every migrate.

Where sessions overlap already it stops, with their numbers, and has changed nothing.
"""

from django.core.management.base import CommandError
from django.db import migrations

from scheduling.models import guard, overlaps

LISTED = 50


def install(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        # Nobody adds another overlap between the look and the guard.
        schema_editor.execute("LOCK TABLE scheduling_session IN SHARE ROW EXCLUSIVE MODE")
    refuse_overlaps(overlaps.find(connection))
    if connection.vendor == "postgresql":
        guard.install(connection)


def refuse_overlaps(found):
    if found:
        listed = "\n".join(f"  {overlap}" for overlap in found[:LISTED])
        more = f"\n  and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise CommandError(
            f"Sessions overlap beyond what is allowed:\n{listed}{more}\n"
            "Cancel or move one of each pair with the version that you ran until now, then migrate again. "
            "Of this migration nothing was applied."
        )


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
