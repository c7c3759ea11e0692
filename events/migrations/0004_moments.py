from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("events", "0003_roles")]

    operations = [
        migrations.AddIndex("eventedition", models.Index(fields=["live_from"], name="events_edition_begins")),
        migrations.AddIndex(
            "eventedition",
            models.Index(fields=["live_until"], name="events_edition_ends", condition=Q(live_until__isnull=False)),
        ),
        migrations.AddIndex("eventeditiondate", models.Index(fields=["earliest_at"], name="events_date_begins")),
    ]
