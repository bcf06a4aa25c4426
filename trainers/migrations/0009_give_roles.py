"""The right to give roles to users."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("trainers", "0008_language"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "permissions": [("give_roles", "Can give roles to users")],
            },
        ),
    ]
