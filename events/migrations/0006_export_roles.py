from django.db import migrations

from sistercities.publishing.roles import grant

#: Who may take lists away, as the table was when this was written (`sistercities/publishing/roles.py`).
ROLES = {role: ["events.export_event"] for role in ("editor", "exporter", "administrator")}


def extend_roles(apps, schema_editor):
    grant(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [("events", "0005_exports")]

    # Groups may have members by the time somebody goes back: they stay.
    operations = [migrations.RunPython(extend_roles, migrations.RunPython.noop)]
