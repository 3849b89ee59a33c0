"""A receipt names who took the money, and keeps how many lines were sold: those added to the order later are not on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tills", "0003_receipts_of_what_is_collected")]

    operations = [
        migrations.AddField("receipt", "staff_id", models.UUIDField(null=True, editable=False)),
        migrations.AddField("receipt", "lines", models.IntegerField(null=True, editable=False)),
    ]
