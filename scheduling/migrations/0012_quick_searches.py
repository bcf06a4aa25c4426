"""What the staff search of sessions, and the series and timelines of all trainers by any part of what they are called, and in order by each filter."""

from django.db import migrations, models
from django.db.models import Q

from trainers.indexes import AddIndexBeside, AddIndexMeanwhile, RemoveIndexMeanwhile, text_index

WITH_TEXTS = models.Index(
    fields=["scheduled_start", "id", "title", "client", "trainer"], name="session_of_all_with_texts"
)
OF_SERIES = [
    models.Index(fields=["cycle", "id"], name="series_of_all_by_cycle"),
    models.Index(fields=["id"], condition=Q(start=None), name="series_of_all_unknown"),
    models.Index(fields=["id"], condition=Q(removed_at__isnull=False), name="series_of_all_removed"),
]
BY_NAME = ["name", "id"]
OF_TIMELINES = [
    models.Index(fields=BY_NAME, condition=Q(client=None), name="timeline_of_all_clientless"),
    models.Index(fields=BY_NAME, condition=Q(removed_at__isnull=False), name="timeline_of_all_removed"),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("scheduling", "0011_index_of_times_alone"), ("trainers", "0013_quick_searches")]
    operations = [
        AddIndexMeanwhile("session", WITH_TEXTS),
        RemoveIndexMeanwhile("session", "session_of_all_by_start"),
        *(AddIndexMeanwhile("series", index) for index in OF_SERIES),
        *(AddIndexMeanwhile("timeline", index) for index in OF_TIMELINES),
        AddIndexBeside("scheduling", "series", text_index("title", "series_text_of_title")),
        AddIndexBeside("scheduling", "timeline", text_index("name", "timeline_text_of_name")),
    ]
