"""A receipt names who took the money: whoever hands a collection over is not who sold it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tills", "0003_receipts_of_what_is_collected")]

    operations = [migrations.AddField("receipt", "staff_id", models.UUIDField(null=True, editable=False))]
