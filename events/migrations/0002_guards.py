from django.db import migrations

from sistercities.publishing.guards import EditionGuards


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [EditionGuards("EventEdition", "event_id")]
