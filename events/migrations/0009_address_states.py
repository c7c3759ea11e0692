from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0008_imports")]

    operations = [
        migrations.AddField(
            model_name="exportaddress",
            name="state",
            field=models.CharField(db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="exportaddress",
            name="state_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
