from django.db import migrations

from sistercities.publishing.guards import EditionGuards


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_columns_of_publishing")]

    operations = [EditionGuards("StoryEdition", "story_id")]
