"""Since when somebody is a client; of those who are there, since the first that is recorded of them."""

from django.db import migrations, models
from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone


def tell(apps, schema_editor):
    client, record = (apps.get_model("clients", name) for name in ("Client", "HistoricalClient"))
    first = record.objects.filter(id=OuterRef("pk")).order_by().values("id").annotate(at=Min("history_date"))
    recorded = client.objects.filter(pk__in=record.objects.values("id"))
    recorded.update(created_at=Subquery(first.values("at")))


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0003_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="client",
            name="created_at",
            field=models.DateTimeField(default=timezone.now, editable=False),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
    ]
