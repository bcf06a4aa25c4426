"""What others did is news, to the trainer and to who has something of it by now, until it was seen."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trainers", "0011_step_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="is_news",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="step",
            name="is_news_there",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="step",
            name="to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="trainers.trainer",
            ),
        ),
    ]
