"""The table of the page cache in the database (PAGE_CACHE=database): always there, so that a setting is all it takes."""

from django.core.management import call_command
from django.db import migrations

TABLE = "publishing_kept_page"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
