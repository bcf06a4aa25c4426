"""The clients of all trainers by name, for the lists of the staff."""

from django.db import migrations, models

from trainers.indexes import AddIndexMeanwhile

BY_NAME = models.Index(fields=["first_name", "last_name", "id"], name="client_of_all_by_name")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("clients", "0006_erased_at")]
    operations = [AddIndexMeanwhile("client", BY_NAME)]
