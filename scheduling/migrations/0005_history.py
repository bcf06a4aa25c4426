import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import trainers.validators


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0003_history"),
        ("scheduling", "0004_versions"),
        ("trainers", "0004_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSeries",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "title",
                    models.CharField(
                        error_messages={"blank": "Name is required", "null": "Name is required"},
                        max_length=200,
                        validators=[trainers.validators.validate_line],
                        verbose_name="name",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "session_type",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("group", "Group"),
                            ("online", "Online"),
                            ("assessment", "Assessment"),
                            ("consultation", "Consultation"),
                        ],
                        default="personal",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "location",
                    models.CharField(
                        blank=True, max_length=200, null=True, validators=[trainers.validators.validate_line]
                    ),
                ),
                (
                    "start",
                    models.DateTimeField(
                        blank=True, null=True, validators=[trainers.validators.validate_instant]
                    ),
                ),
                (
                    "end",
                    models.DateTimeField(
                        blank=True, null=True, validators=[trainers.validators.validate_instant]
                    ),
                ),
                (
                    "cycle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DAILY", "Daily"),
                            ("WEEKLY", "Weekly"),
                            ("MONTHLY", "Monthly"),
                            ("YEARLY", "Yearly"),
                        ],
                        max_length=7,
                        null=True,
                        verbose_name="repeats",
                    ),
                ),
                (
                    "interval",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="2 is every other day, week, month or year.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="The last starts by then.",
                        null=True,
                        validators=[trainers.validators.validate_instant],
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                    ),
                ),
                (
                    "timezone",
                    models.CharField(
                        editable=False,
                        max_length=64,
                        validators=[trainers.validators.validate_timezone],
                        verbose_name="time zone",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "timeline",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="scheduling.timeline",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainers.trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical series",
                "verbose_name_plural": "historical series",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSession",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "title",
                    models.CharField(
                        error_messages={"blank": "Title is required", "null": "Title is required"},
                        max_length=200,
                        validators=[trainers.validators.validate_line],
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "session_type",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("group", "Group"),
                            ("online", "Online"),
                            ("assessment", "Assessment"),
                            ("consultation", "Consultation"),
                        ],
                        default="personal",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "location",
                    models.CharField(
                        blank=True, max_length=200, null=True, validators=[trainers.validators.validate_line]
                    ),
                ),
                (
                    "scheduled_start",
                    models.DateTimeField(
                        error_messages={
                            "blank": "Scheduled start time is required",
                            "null": "Scheduled start time is required",
                        },
                        validators=[trainers.validators.validate_instant],
                    ),
                ),
                (
                    "scheduled_end",
                    models.DateTimeField(
                        error_messages={
                            "blank": "Scheduled end time is required",
                            "null": "Scheduled end time is required",
                        },
                        validators=[trainers.validators.validate_instant],
                    ),
                ),
                (
                    "actual_start",
                    models.DateTimeField(
                        blank=True,
                        error_messages={"blank": "", "null": ""},
                        null=True,
                        validators=[trainers.validators.validate_instant],
                    ),
                ),
                (
                    "actual_end",
                    models.DateTimeField(
                        blank=True,
                        error_messages={"blank": "", "null": ""},
                        null=True,
                        validators=[trainers.validators.validate_instant],
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("scheduled", "Scheduled"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("no-show", "No-show"),
                        ],
                        default="scheduled",
                        max_length=10,
                    ),
                ),
                (
                    "exercises_performed",
                    models.TextField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "client_feedback",
                    models.TextField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "trainer_notes",
                    models.TextField(
                        blank=True,
                        help_text="Private: only the trainer and staff read these.",
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainers.trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical session",
                "verbose_name_plural": "historical sessions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTimeline",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={"blank": "Name is required", "null": "Name is required"},
                        max_length=200,
                        validators=[trainers.validators.validate_line],
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainers.trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical timeline",
                "verbose_name_plural": "historical timelines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
