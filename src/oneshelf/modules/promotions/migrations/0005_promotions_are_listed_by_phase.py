from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("promotions", "0004_counts_are_taken_in_one_order"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="promotion",
            index=models.Index(fields=["market", "state", "-id"], name="promotions_by_state"),
        ),
    ]
