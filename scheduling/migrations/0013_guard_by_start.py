"""The guard finds what is in the way by its start, also in a table that PostgreSQL knows nothing of yet."""

from django.db import migrations

from scheduling.models import guard


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0012_quick_searches")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guard.improve(schema_editor.connection), migrations.RunPython.noop
        )
    ]
