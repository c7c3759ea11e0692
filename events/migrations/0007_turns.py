import datetime

from django.db import migrations, models
from django.db.models import Count, Q

NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)


def set_turns(apps, schema_editor):
    """As `events.freezing.set_turns` does for every edition that is written from now on."""
    dates = apps.get_model("events", "EventEditionDate").objects.using(schema_editor.connection.alias)
    several = dates.values("edition").order_by().annotate(count=Count("pk")).filter(count__gt=1).values("edition")
    edition, turn = None, None
    for date in dates.filter(edition__in=several).order_by("edition", "sort_key", "position").iterator():
        if date.edition_id != edition:
            edition, turn = date.edition_id, None
        if turn is not None:
            dates.filter(pk=date.pk).update(next_from=turn)
        if not date.is_cancelled:
            over = date.latest_at or NEVER
            turn = over if turn is None else max(turn, over)


class Migration(migrations.Migration):
    dependencies = [("events", "0006_export_roles")]

    operations = [
        migrations.AddField("eventeditiondate", "next_from", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(set_turns, migrations.RunPython.noop),
        migrations.AddIndex(
            "eventedition",
            models.Index(fields=["event"], name="events_edition_featured", condition=Q(is_featured=True)),
        ),
    ]
