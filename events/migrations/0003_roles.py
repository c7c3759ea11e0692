from django.db import migrations

from sistercities.publishing.roles import grant

#: The part of the table that came with events, as it was when this was written (`sistercities/publishing/roles.py`).
ROLES = {
    "author": [
        "events.add_event",
        "events.add_organiser",
        "events.add_venue",
        "events.change_event",
        "events.view_event",
        "events.view_organiser",
        "events.view_series",
        "events.view_venue",
    ],
    "editor": [
        "events.add_event",
        "events.add_organiser",
        "events.add_series",
        "events.add_venue",
        "events.change_event",
        "events.change_organiser",
        "events.change_series",
        "events.change_venue",
        "events.delete_event",
        "events.delete_organiser",
        "events.delete_series",
        "events.delete_venue",
        "events.edit_any_event",
        "events.publish_event",
        "events.review_event",
        "events.view_event",
        "events.view_organiser",
        "events.view_series",
        "events.view_venue",
    ],
    "exporter": [
        "events.read_any_event",
        "events.view_event",
        "events.view_organiser",
        "events.view_series",
        "events.view_venue",
    ],
    "administrator": [
        "events.add_event",
        "events.add_organiser",
        "events.add_series",
        "events.add_venue",
        "events.change_event",
        "events.change_organiser",
        "events.change_series",
        "events.change_venue",
        "events.delete_event",
        "events.delete_organiser",
        "events.delete_series",
        "events.delete_venue",
        "events.edit_any_event",
        "events.publish_event",
        "events.review_event",
        "events.view_event",
        "events.view_organiser",
        "events.view_series",
        "events.view_venue",
    ],
}


def extend_roles(apps, schema_editor):
    grant(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_guards"),
        ("stories", "0003_roles"),
    ]

    # Groups may have members by the time somebody goes back: they stay.
    operations = [migrations.RunPython(extend_roles, migrations.RunPython.noop)]
