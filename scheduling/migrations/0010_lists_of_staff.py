"""Sessions, all and by each filter, and timelines of all trainers in order, for the lists of the staff."""

from django.db import migrations, models
from django.db.models import Q

from trainers.indexes import AddIndexMeanwhile

IN_ORDER = ["scheduled_start", "id"]
INDEXES = [
    models.Index(fields=IN_ORDER, name="session_of_all_by_start"),
    models.Index(fields=["status", *IN_ORDER], name="session_of_all_by_status"),
    models.Index(fields=["session_type", *IN_ORDER], name="session_of_all_by_type"),
    models.Index(fields=IN_ORDER, condition=Q(occurrence_on__isnull=False), name="session_of_all_series"),
    models.Index(
        fields=IN_ORDER,
        condition=Q(series__isnull=False, occurrence_on__isnull=True),
        name="session_of_all_once",
    ),
    models.Index(fields=IN_ORDER, condition=~Q(series__isnull=False), name="session_of_all_single"),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("scheduling", "0009_managers_impersonate")]
    operations = [
        *(AddIndexMeanwhile("session", index) for index in INDEXES),
        AddIndexMeanwhile("timeline", models.Index(fields=["name", "id"], name="timeline_of_all_by_name")),
    ]
