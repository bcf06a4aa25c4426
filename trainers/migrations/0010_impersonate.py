"""The right to work as a trainer."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("trainers", "0009_give_roles"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="trainer",
            options={
                "ordering": ["full_name", "id"],
                "permissions": [("impersonate", "Can work as a trainer")],
            },
        ),
    ]
