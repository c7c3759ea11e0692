from django.db import migrations

from sistercities.publishing.roles import PERMISSIONS, grant


def create_roles(apps, schema_editor):
    grant(apps, PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0003_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Groups may have members by the time somebody goes back: they stay.
    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
