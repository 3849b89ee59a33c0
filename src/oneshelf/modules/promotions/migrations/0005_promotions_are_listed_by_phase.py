from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("promotions", "0004_counts_are_taken_in_one_order"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="promotion",
            index=models.Index(fields=["market", "state", "-id"], name="promotions_by_state"),
        ),
    ]
