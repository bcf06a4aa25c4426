"""The roles of a studio, as groups. What a role may do is changed by whoever runs the product, in the admin."""

from django.db import migrations

ALL = ("view", "add", "change", "delete")
LOOK = ("view",)
PEOPLE = ("trainers.user", "trainers.trainer", "trainers.workinghours", "trainers.timeoff")
BOOKINGS = ("scheduling.session", "scheduling.timeline", "scheduling.series")
PRIVATE, ROLES = ("scheduling.session", "view_trainer_notes"), ("trainers.user", "give_roles")


def rights(models, actions):
    return [(model, f"{action}_{model.split('.')[1]}") for model in models for action in actions]


GROUPS = {
    "manager": [*rights((*PEOPLE, "clients.client", *BOOKINGS), ALL), PRIVATE, ROLES],
    "front desk": [
        *rights(PEOPLE[1:], LOOK),
        *rights(("clients.client",), ("view", "add", "change")),
        *rights(BOOKINGS, ALL),
    ],
    # The pages of the product ask for a trainer's profile, and nothing of it is in the admin.
    "trainer": [],
    "auditor": [*rights((*PEOPLE, "clients.client", *BOOKINGS, "auth.group"), LOOK), PRIVATE],
}
NAMED = {
    PRIVATE[1]: "Can view the private notes of trainers",
    ROLES[1]: "Can give roles to users",
}
NAMES = {"workinghours": "working hours", "timeoff": "time off"}


def make_groups(apps, schema_editor):
    kinds, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for name, wanted in GROUPS.items():
        # One of that name that is there already stays as it is.
        group, is_new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for label, codename in wanted if is_new else []:
            app, model = label.split(".")
            kind, _ = kinds.objects.get_or_create(app_label=app, model=model)
            # Django makes them after migrating only, and leaves those alone that are there.
            words = NAMED.get(codename) or f"Can {codename.split('_')[0]} {NAMES.get(model, model)}"
            right, _ = permissions.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": words}
            )
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("clients", "0005_upload"),
        ("trainers", "0009_give_roles"),
        ("scheduling", "0007_cancellation_reason"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="session",
            options={
                "ordering": ["scheduled_start", "id"],
                "permissions": [("view_trainer_notes", "Can view the private notes of trainers")],
            },
        ),
        # Back: users keep the groups that they are in.
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
