from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("stories", "0006_event_cards")]

    operations = [
        migrations.AddIndex("storyedition", models.Index(fields=["live_from"], name="stories_edition_begins")),
        migrations.AddIndex(
            "storyedition",
            models.Index(fields=["live_until"], name="stories_edition_ends", condition=Q(live_until__isnull=False)),
        ),
    ]
