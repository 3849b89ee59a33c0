from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0008_presents"),
    ]

    operations = [
        migrations.AddField("order", "service", models.CharField(blank=True, db_default="", max_length=64)),
    ]
