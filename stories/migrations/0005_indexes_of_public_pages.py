from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_roles")]

    operations = [
        migrations.RemoveIndex(model_name="storyedition", name="stories_edition_index"),
        migrations.AddIndex(
            model_name="storyedition",
            index=models.Index(fields=["language", "-first_live_from", "-story"], name="stories_edition_newest"),
        ),
        migrations.AddIndex(
            model_name="storyedition",
            index=models.Index(
                fields=["language", "partnership", "-first_live_from", "-story"], name="stories_edition_partners"
            ),
        ),
        migrations.AddIndex(
            model_name="storyedition",
            index=models.Index(
                fields=["language", "-first_live_from", "-story"],
                name="stories_edition_featured",
                condition=models.Q(is_featured=True),
            ),
        ),
    ]
