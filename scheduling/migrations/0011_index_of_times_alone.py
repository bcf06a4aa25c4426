"""Of a trainer's or a client's sessions only the indexes that have the times too."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from trainers.indexes import RemoveIndexOfField


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("scheduling", "0010_lists_of_staff")]
    operations = [
        RemoveIndexOfField(
            "session",
            "client",
            models.ForeignKey(
                "clients.Client", PROTECT, related_name="sessions", null=True, blank=True, db_index=False
            ),
        ),
        RemoveIndexOfField(
            "session",
            "trainer",
            models.ForeignKey("trainers.Trainer", PROTECT, related_name="sessions", db_index=False),
        ),
    ]
