"""Promises weigh how far levels may be trusted: those in doubt are found with what is on them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0019_lines_leave_in_parts")]

    operations = [
        AddIndexConcurrently(
            "confidence",
            models.Index(
                fields=["market_id", "variant_id", "place_id"],
                include=["score"],
                condition=models.Q(score__lt=80),
                name="inventory_confidence_doubted",
            ),
        )
    ]
