from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_roles")]

    operations = [
        migrations.RemoveIndex(model_name="storyedition", name="stories_edition_newest"),
        migrations.RemoveIndex(model_name="storyedition", name="stories_edition_live"),
        migrations.AddIndex(
            model_name="storyedition",
            index=models.Index(
                fields=["language", "-first_live_from", "-story", "live_from", "live_until"],
                name="stories_edition_newest_live",
            ),
        ),
    ]
