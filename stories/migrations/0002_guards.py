from django.db import migrations

from sistercities.publishing.guards import EditionGuards


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]

    operations = [EditionGuards("StoryEdition", "story_id")]
