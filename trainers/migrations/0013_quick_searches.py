"""Trainers in order and by any part of their name, and what the admin notes by whom and by of what."""

from django.db import migrations, models

from trainers.indexes import AddIndexBeside, AddIndexMeanwhile, text_index

BY_NAME = models.Index(fields=["full_name", "id"], name="trainer_by_name")
BY_USER = models.Index(fields=["user", "action_time"], name="admin_log_by_user")
BY_OBJECT = models.Index(fields=["content_type", "object_id", "action_time"], name="admin_log_by_object")


def know_letters(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("trainers", "0012_step_is_news"),
    ]
    operations = [
        migrations.RunPython(know_letters, migrations.RunPython.noop),
        AddIndexMeanwhile("trainer", BY_NAME),
        AddIndexBeside("trainers", "trainer", text_index("full_name", "trainer_text_of_name")),
        AddIndexBeside("admin", "logentry", BY_USER),
        AddIndexBeside("admin", "logentry", BY_OBJECT),
    ]
