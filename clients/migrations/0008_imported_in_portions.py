"""How far an import has come, and what it is of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0007_lists_of_staff"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="asked",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="done",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="upload",
            name="kind",
            field=models.CharField(
                choices=[("clients", "Clients"), ("sessions", "Sessions")],
                default="clients",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="rows",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
