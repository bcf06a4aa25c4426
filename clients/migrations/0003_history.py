import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import trainers.validators


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0002_versions"),
        ("trainers", "0004_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalClient",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "first_name",
                    models.CharField(max_length=100, validators=[trainers.validators.validate_line]),
                ),
                (
                    "last_name",
                    models.CharField(max_length=100, validators=[trainers.validators.validate_line]),
                ),
                (
                    "email",
                    models.EmailField(
                        max_length=254,
                        validators=[trainers.validators.validate_storable],
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\+?[0-9 ()./-]{3,32}\\Z",
                                "Write a phone number with digits, for example +1-555-0123.",
                            )
                        ],
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("inactive", "Inactive")],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "date_of_birth",
                    models.DateField(blank=True, null=True, validators=[trainers.validators.validate_birth]),
                ),
                (
                    "emergency_contact_name",
                    models.CharField(
                        blank=True, max_length=150, validators=[trainers.validators.validate_line]
                    ),
                ),
                (
                    "emergency_contact_phone",
                    models.CharField(
                        blank=True,
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\+?[0-9 ()./-]{3,32}\\Z",
                                "Write a phone number with digits, for example +1-555-0123.",
                            )
                        ],
                    ),
                ),
                (
                    "fitness_goal",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "fitness_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("beginner", "Beginner"),
                            ("intermediate", "Intermediate"),
                            ("advanced", "Advanced"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "medical_conditions",
                    models.TextField(
                        blank=True,
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
                        validators=[
                            django.core.validators.MaxLengthValidator(10000),
                            trainers.validators.validate_storable,
                        ],
                    ),
                ),
                (
                    "height",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(300),
                        ],
                    ),
                ),
                (
                    "height_unit",
                    models.CharField(choices=[("cm", "cm"), ("in", "in")], default="cm", max_length=2),
                ),
                (
                    "weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1500),
                        ],
                    ),
                ),
                (
                    "weight_unit",
                    models.CharField(choices=[("kg", "kg"), ("lb", "lb")], default="kg", max_length=2),
                ),
                (
                    "membership",
                    models.CharField(
                        blank=True,
                        help_text="For example: 10 sessions.",
                        max_length=100,
                        validators=[trainers.validators.validate_line],
                    ),
                ),
                ("membership_until", models.DateField(blank=True, null=True)),
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
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainers.trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical client",
                "verbose_name_plural": "historical clients",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
