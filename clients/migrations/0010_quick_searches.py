"""The clients of all trainers by any part of what they are searched by, and in order by each filter."""

from django.db import migrations, models

from trainers.indexes import AddIndexBeside, AddIndexMeanwhile, RemoveIndexMeanwhile, text_index

IN_ORDER = ["first_name", "last_name", "id"]
TEXTS = ["first_name", "last_name", "email", "phone"]
INDEXES = [
    models.Index(fields=[*IN_ORDER, "email", "phone"], name="client_of_all_with_texts"),
    models.Index(fields=["status", *IN_ORDER], name="client_of_all_by_status"),
    models.Index(fields=["fitness_level", *IN_ORDER], name="client_of_all_by_level"),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("clients", "0009_lists_of_the_desk"), ("trainers", "0013_quick_searches")]
    operations = [
        *(AddIndexMeanwhile("client", index) for index in INDEXES),
        *(AddIndexBeside("clients", "client", text_index(text, f"client_text_of_{text}")) for text in TEXTS),
        RemoveIndexMeanwhile("client", "client_of_all_by_name"),
    ]
