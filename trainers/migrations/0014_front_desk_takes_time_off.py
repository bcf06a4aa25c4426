"""The front desk may enter time off."""

from django.db import migrations

DESK, RIGHT = "front desk", {"codename": "add_timeoff", "content_type__app_label": "trainers"}


def allow(apps, schema_editor):
    """Django makes the right after migrating only, and leaves it alone when it is there."""
    kinds, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    kind, _ = kinds.objects.get_or_create(app_label="trainers", model="timeoff")
    right, _ = permissions.objects.get_or_create(
        content_type=kind, codename=RIGHT["codename"], defaults={"name": "Can add time off"}
    )
    # Where somebody has taken the role away, it is not for us to make it again.
    for group in apps.get_model("auth", "Group").objects.filter(name=DESK):
        group.permissions.add(right)


def withdraw(apps, schema_editor):
    desk = apps.get_model("auth", "Group").objects.filter(name=DESK)
    for right in apps.get_model("auth", "Permission").objects.filter(**RIGHT):
        right.group_set.remove(*desk)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("trainers", "0013_quick_searches"),
        ("scheduling", "0008_roles"),
    ]

    operations = [migrations.RunPython(allow, withdraw)]
